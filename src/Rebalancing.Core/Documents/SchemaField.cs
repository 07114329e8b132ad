namespace Rebalancing.Documents;

/// <summary>A property in a schema.</summary>
internal sealed record SchemaField(string Name, string Description, bool IsRequired, Action<SchemaWriter> Kind);
