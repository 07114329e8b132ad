using Rebalancing.Lowering;

namespace Rebalancing.Planning;

/// <summary>Orders that were tried: their cash line, and how the limits fare.</summary>
internal sealed record PlanDraft(
    List<PaidCost> Paid, decimal Cash, TaxOrders? Taxes, LimitCheck[] Limits, CheckedLimit[] Exceeded, int Rounds)
{
    /// <summary>Whether some limit does not hold that a narrower one could make hold.</summary>
    public bool IsOverstepped => Array.Exists(Exceeded, limit => limit.Word >= 0);

    public double WorstExcess => Limits.Length == 0 ? 0 : Limits.Max(limit => limit.Excess);
}
