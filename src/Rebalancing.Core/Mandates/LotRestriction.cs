using Rebalancing.Lowering;
using Rebalancing.Mandates;

namespace Rebalancing;

/// <summary>What limits that forbid the sale of some lots have in common.</summary>
public abstract class LotRestriction : Limit, ITaxed
{
    private protected LotRestriction(TaxRules rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        Rules = rules;
    }

    /// <summary>The country's rules, which say what is long-term.</summary>
    public TaxRules Rules { get; }

    bool ITaxed.IsNetted => false;

    WashSalePolicy? ITaxed.WashSales => null;

    IdenticalSecurities ITaxed.Identical => IdenticalSecurities.None;

    /// <summary>Whether a lot must be kept.</summary>
    /// <param name="gain">Gain for a unit of value sold.</param>
    /// <param name="heldFrom">Day number from which the holding period counts.</param>
    /// <param name="longIfFrom">Last day number that is long-term today.</param>
    /// <param name="longIfFromLater">Last day number that is long-term at the end of the wait.</param>
    private protected abstract bool IsKept(double gain, int heldFrom, int longIfFrom, int longIfFromLater);

    /// <summary>Days after which a lot is looked at again.</summary>
    private protected virtual int Wait => 0;

    /// <inheritdoc/>
    protected internal override void Lower(ProgramWriter program, in AccountView account)
    {
        Block flows = program.TaxLotFlows(account);
        Span<double> lower = program.Scratch(flows.Length), upper = program.Scratch(flows.Length);
        lower.Fill(double.NegativeInfinity);
        upper.Fill(double.PositiveInfinity);
        ReadOnlySpan<int> flow = account.TaxLotFlowIndices, heldFrom = account.TaxLotHeldFrom;
        ReadOnlySpan<double> gain = Rules.Matching == ShareMatching.Lots ? account.TaxLotGainRates : account.TaxLotAverageGainRates;
        int now = Rules.LongTermIfHeldFrom(account.AsOf).DayNumber, later = Rules.LongTermIfHeldFrom(account.AsOf.AddDays(Wait)).DayNumber;
        for (int l = 0; l < flow.Length; l++)
            if (IsKept(gain[l], heldFrom[l], now, later)) upper[flow[l]] = 0;
        program.Bounds(flows, lower, upper);
    }

    /// <inheritdoc/>
    protected internal override void ValidateAccount(MandateCheck check, in AccountView account) => TaxChecks.Lots(check, account);
}
