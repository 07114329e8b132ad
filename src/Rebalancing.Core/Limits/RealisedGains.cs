using Rebalancing.Lowering;
using Rebalancing.Mandates;

namespace Rebalancing;

/// <summary>
/// A budget for gains: the year's short-term total S, long-term total L or net total S + L, the plan's sales included, stay at or below amounts of money. Losses carried in and gains
/// already realised this year count. For a budget of tax rather than of gains see <see cref="TaxBudget"/>.
/// </summary>
public sealed class RealisedGains : Limit, ITaxed
{
    /// <param name="rules">The country's rules, which say what is long-term and whether losses carried in are netted.</param>
    /// <param name="shortTerm">Largest short-term total, base currency; null for no limit.</param>
    /// <param name="longTerm">Largest long-term total, base currency; null for no limit.</param>
    /// <param name="net">Largest net total, base currency; null for no limit.</param>
    public RealisedGains(TaxRules rules, decimal? shortTerm = null, decimal? longTerm = null, decimal? net = null)
    {
        ArgumentNullException.ThrowIfNull(rules);
        if (shortTerm is null && longTerm is null && net is null) throw new ArgumentException("a gains budget limits nothing; give a short-term, long-term or net amount", nameof(net));
        (Rules, ShortTerm, LongTerm, Net) = (rules, shortTerm, longTerm, net);
    }

    /// <summary>The country's rules.</summary>
    public TaxRules Rules { get; }

    /// <summary>Largest short-term total, base currency.</summary>
    public decimal? ShortTerm { get; }

    /// <summary>Largest long-term total, base currency.</summary>
    public decimal? LongTerm { get; }

    /// <summary>Largest net total, base currency.</summary>
    public decimal? Net { get; }

    /// <inheritdoc/>
    public override string Name => "RealisedGains <= " + string.Join(", ", new[] { Part("short-term", ShortTerm), Part("long-term", LongTerm), Part("net", Net) }.Where(part => part.Length > 0));

    bool ITaxed.IsNetted => false;

    WashSalePolicy? ITaxed.WashSales => null;

    IdenticalSecurities ITaxed.Identical => IdenticalSecurities.None;

    /// <inheritdoc/>
    protected internal override void Lower(ProgramWriter program, in AccountView account)
    {
        Block flows = program.TaxLotFlows(account);
        Span<double> shortGain = program.Scratch(flows.Length), longGain = program.Scratch(flows.Length);
        TaxWords.Gains(Rules, account, shortGain, longGain);
        (double s0, double l0) = TaxWords.Before(Rules, account);
        if (ShortTerm is { } mostShort) program.AtMost(program.Total(flows, shortGain, s0), (double)mostShort / account.Value);
        if (LongTerm is { } mostLong) program.AtMost(program.Total(flows, longGain, l0), (double)mostLong / account.Value);
        if (Net is not { } mostNet) return;
        for (int f = 0; f < shortGain.Length; f++) shortGain[f] += longGain[f];
        program.AtMost(program.Total(flows, shortGain, s0 + l0), (double)mostNet / account.Value);
    }

    /// <inheritdoc/>
    protected internal override void ValidateAccount(MandateCheck check, in AccountView account) => TaxChecks.Lots(check, account);

    private static string Part(string what, decimal? amount) => amount is { } most ? FormattableString.Invariant($"{what} {most:#,0.##}") : "";
}
