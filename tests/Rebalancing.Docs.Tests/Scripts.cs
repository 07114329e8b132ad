using System.Reflection;

namespace Rebalancing.Docs.Tests;

/// <summary>What scripts are compiled against.</summary>
internal static class Scripts
{
    /// <summary>The framework, the library, its laws for authors of terms, and the test framework.</summary>
    public static IReadOnlyList<Assembly> References { get; } =
    [
        .. new[] { "System.Runtime", "System.Console", "System.Collections", "System.Linq", "System.Text.Json", "System.Threading", "System.Memory", "netstandard" }.Select(Assembly.Load),
        typeof(object).Assembly, typeof(Rebalancer).Assembly, typeof(Solvers.SolveResult).Assembly, typeof(TermLaws).Assembly, typeof(TestFixtureAttribute).Assembly,
    ];
}
