namespace Rebalancing.Solvers.BranchAndBound;

/// <summary>One closed interval in which a column may lie, and what being there means.</summary>
/// <param name="Lower">Lower end; may be negative infinity.</param>
/// <param name="Upper">Upper end; may be infinite.</param>
/// <param name="Cost">Fixed costs in the objective, weights included.</param>
/// <param name="Counted">One bit a count: the column counts there.</param>
/// <param name="Summed">One bit a conditional sum: the column belongs to the sum there.</param>
/// <param name="Charges">Fixed costs charged to each budget; empty where none are.</param>
internal readonly record struct Segment(double Lower, double Upper, double Cost, ulong Counted, ulong Summed, double[] Charges)
{
    /// <summary>Whether being here means the same as being there.</summary>
    internal bool MeansTheSame(Segment other) =>
        Cost == other.Cost && Counted == other.Counted && Summed == other.Summed && Charges.AsSpan().SequenceEqual(other.Charges);
}
