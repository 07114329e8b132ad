namespace Rebalancing;

/// <summary>What rounding the optimum to orders that can be sent did: whether every hard limit holds at the final quantities, and what it cost.</summary>
/// <remarks>Immutable; safe to share between threads.</remarks>
public sealed class RoundingReport
{
    private readonly Lazy<double> _cost;

    internal RoundingReport(IReadOnlyList<LimitCheck> limits, int rounds, Lazy<double> cost) => (Limits, Rounds, _cost) = (limits, rounds, cost);

    /// <summary>Every hard limit, in the order of the mandate, then cash where no limit speaks of it.</summary>
    public IReadOnlyList<LimitCheck> Limits { get; }

    /// <summary>Whether every hard limit holds.</summary>
    public bool AllHold => Limits.All(limit => limit.Holds);

    /// <summary>The largest excess of any hard limit, in its own unit; 0 when all hold.</summary>
    public double WorstExcess => Limits.Count == 0 ? 0 : Limits.Max(limit => limit.Excess);

    /// <summary>How often the account was solved again because whole lots of the optimum overstepped a limit and moving single lots did not mend that: each time those limits were narrowed by what they lacked. 0 for most accounts.</summary>
    public int Rounds { get; }

    /// <summary>
    /// By how much the objective of the orders is above that of the optimum, in basis points of account value a year. Under <see cref="RoundLots"/> the optimum meant is that of the
    /// mandate without it, as far as the settings search it. Not negative where every limit holds, but for the tolerance and gap of the solves. Computed on first request.
    /// </summary>
    public double CostBps => _cost.Value;

    /// <inheritdoc/>
    public override string ToString() => AllHold
        ? FormattableString.Invariant($"all {Limits.Count} hard limits hold at the order quantities; rounding cost {CostBps:0.0000} bp")
        : FormattableString.Invariant($"{Limits.Count(limit => !limit.Holds)} of {Limits.Count} hard limits do not hold in whole lots: {string.Join(", ", Limits.Where(limit => !limit.Holds).Select(limit => $"{limit.Limit} by {limit.Excess:G3}"))}");
}
