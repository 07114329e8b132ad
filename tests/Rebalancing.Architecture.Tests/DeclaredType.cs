namespace Rebalancing.Architecture.Tests;

/// <summary>A type as its file declares it.</summary>
internal sealed record DeclaredType(string Name, bool IsPublic, bool IsAbstract, IReadOnlyList<string> Bases);
