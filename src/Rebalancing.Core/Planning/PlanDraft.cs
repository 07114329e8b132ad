using Rebalancing.Lowering;

namespace Rebalancing.Planning;

/// <summary>Orders that were tried: the weights they come from, their cash line, and how the limits fare.</summary>
internal sealed record PlanDraft(
    double[] Weights, double[] LotSales, List<PaidCost> Paid, decimal Cash, TaxOrders? Taxes, IReadOnlyList<LimitCheck> Limits, IReadOnlyList<CheckedLimit> Exceeded, int Rounds)
{
    /// <summary>Whether some limit does not hold that a narrower one could make hold.</summary>
    public bool IsOverstepped => Exceeded.Any(limit => limit.Word >= 0);

    public double WorstExcess => Limits.Count == 0 ? 0 : Limits.Max(limit => limit.Excess);
}
