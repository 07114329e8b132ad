using Rebalancing.Solvers;

namespace Rebalancing.Planning;

/// <summary>What is copied out of a solver's memory for one account.</summary>
internal sealed record RebalanceOutcome
{
    public required RebalanceStatus Status { get; init; }

    public double[] Weights { get; init; } = [];

    public double Objective { get; init; } = double.NaN;

    public Certificate Certificate { get; init; } = new(double.NaN, double.NegativeInfinity, double.NaN, double.NaN, double.NaN);

    public string Engine { get; init; } = "";

    public int Iterations { get; init; }

    public IReadOnlyList<Conflict> Conflicts { get; init; } = [];

    public IReadOnlyList<string> Problems { get; init; } = [];
}
