namespace Rebalancing;

/// <summary>No lot is sold at a short-term gain: s_j = 0 where gain_j > 0 and the lot is not yet long-term. Losses may be realised.</summary>
public sealed class NoShortTermGains : LotRestriction
{
    /// <param name="rules">The country's rules, which say what is long-term.</param>
    public NoShortTermGains(TaxRules rules) : base(rules) { }

    private protected override bool IsKept(double gain, int heldFrom, int longIfFrom, int longIfFromLater) => gain > 0 && heldFrom > longIfFrom;
}
