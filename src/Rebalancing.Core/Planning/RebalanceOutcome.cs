using Rebalancing.Lowering;
using Rebalancing.Solvers;

namespace Rebalancing.Planning;

/// <summary>What is copied out of a solver's memory for one account.</summary>
internal sealed record RebalanceOutcome
{
    public required RebalanceStatus Status { get; init; }

    public double[] Weights { get; init; } = [];

    /// <summary>Value sold from each tax lot, fraction of account value, in the order of the account's lot table; empty for mandates that do not speak of lots.</summary>
    public double[] LotSales { get; init; } = [];

    /// <summary>The check made with the answer; null when it is left until somebody asks.</summary>
    public Certificate? Certificate { get; init; }

    /// <summary>Where the solve started from, when that was not the beginning; solving again from there gives the same bits.</summary>
    public StartingPrices? Start { get; init; }

    /// <summary>Nothing is proved.</summary>
    public static Certificate NoCertificate { get; } = new(double.NaN, double.NegativeInfinity, double.NaN, double.NaN, double.NaN);

    /// <summary>What was proved under discrete rules; null without any.</summary>
    public DiscreteReport? Discrete { get; init; }

    /// <summary>Whether the answer is the optimum without whole lots, which the rounding of the plan then keeps.</summary>
    public bool LeavesLots { get; init; }

    public string Engine { get; init; } = "";

    /// <summary>Whether several plans were as good and one was chosen by the rule for ties.</summary>
    public bool TiesWereBroken { get; init; }

    public int Iterations { get; init; }

    /// <summary>By how much limits gave way; null where none did.</summary>
    public Widening? Given { get; init; }

    public IReadOnlyList<Conflict> Conflicts { get; init; } = [];

    /// <summary>Null where nobody asked for it: in batches, where it would outweigh the answers.</summary>
    public KeptAnswer? Kept { get; init; }

    public IReadOnlyList<string> Problems { get; init; } = [];
}
