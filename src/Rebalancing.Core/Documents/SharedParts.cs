namespace Rebalancing.Documents;

/// <summary>Risk models and groupings that several terms and limits refer to by name; each stands once in a document.</summary>
internal sealed class SharedParts
{
    public NamedParts<RiskModel> Risks { get; } = new("risk model", "risk");

    public NamedParts<Grouping> Groupings { get; } = new("grouping", "groups");
}
