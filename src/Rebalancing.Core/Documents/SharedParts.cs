namespace Rebalancing.Documents;

/// <summary>Models and groupings that several terms and limits refer to by name; each stands once in a document.</summary>
internal sealed class SharedParts
{
    public NamedParts<RiskModel> Risks { get; } = new("risk model", "risk");

    public NamedParts<ScenarioSet> Scenarios { get; } = new("scenario set", "scenarios");

    public NamedParts<Grouping> Groupings { get; } = new("grouping", "groups");
}
