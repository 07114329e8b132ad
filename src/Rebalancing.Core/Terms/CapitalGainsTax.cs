using Rebalancing.Lowering;
using Rebalancing.Mandates;

namespace Rebalancing;

/// <summary>
/// Tax on gains that the plan realises, lot by lot: value = T(S, L) / V - f G, once. S and L are the year's short-term and long-term totals with the plan's sales, V the account
/// value, T the tax of the rules, G the gains realised by the plan and f what a unit of gain that is taxed now saves in taxes later. The lots that are sold are those that make the whole
/// objective smallest.
/// </summary>
public sealed class CapitalGainsTax : Term, ITaxed
{
    private readonly int[] _shortStart, _longStart, _netStart;
    private readonly bool _hasShort, _hasLong, _hasNet;

    /// <param name="rules">The country's rules.</param>
    /// <param name="netting">Exact netting (default), or marginal rates lot by lot.</param>
    /// <param name="washSales">What is done about losses that purchases would disallow; default: avoided.</param>
    /// <param name="identical">Securities that are the same in the eyes of the law; default: each only itself.</param>
    /// <param name="deferralValue">
    /// Present value of the tax that a unit of unrealised gain will bear later, fraction in [0, 1]: a gain realised now saves it, a loss realised now costs it. Default 0: gains may be deferred for ever.
    /// </param>
    /// <param name="selection">
    /// The order in which lots must be sold. Default <see cref="LotSelection.Specific"/>: the plan names the best lots. An imposed order is optimised through its convex envelope, a heuristic; the
    /// plan's figures are exact and say what the order costs.
    /// </param>
    public CapitalGainsTax(TaxRules rules, TaxNetting netting = TaxNetting.Exact, WashSalePolicy washSales = WashSalePolicy.Avoid, IdenticalSecurities? identical = null, double deferralValue = 0, LotSelection selection = LotSelection.Specific)
    {
        ArgumentNullException.ThrowIfNull(rules);
        if (deferralValue is not (>= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(deferralValue), FormattableString.Invariant($"value of deferral is {deferralValue}; it is a fraction of the gain in [0, 1]"));
        (Rules, Netting, WashSales, Identical, DeferralValue, Selection) = (rules, netting, washSales, identical ?? IdenticalSecurities.None, deferralValue, selection);
        _hasShort = rules.Pieces.Any(piece => !piece.Short.IsZero || double.IsFinite(piece.ShortAtLeast));
        _hasLong = rules.Pieces.Any(piece => !piece.Long.IsZero || double.IsFinite(piece.LongAtLeast));
        _hasNet = rules.Pieces.Any(piece => !piece.Net.IsZero || double.IsFinite(piece.NetAtLeast));
        _shortStart = [0, rules.Pieces.Max(piece => piece.Short.Breaks.Count)];
        _longStart = [0, rules.Pieces.Max(piece => piece.Long.Breaks.Count)];
        _netStart = [0, rules.Pieces.Max(piece => piece.Net.Breaks.Count)];
    }

    /// <summary>The country's rules.</summary>
    public TaxRules Rules { get; }

    /// <summary>How exactly the tax is optimised.</summary>
    public TaxNetting Netting { get; }

    /// <summary>What is done about losses that purchases would disallow.</summary>
    public WashSalePolicy WashSales { get; }

    /// <summary>Securities that are the same in the eyes of the law.</summary>
    public IdenticalSecurities Identical { get; }

    /// <summary>Present value of the tax that a unit of unrealised gain will bear later.</summary>
    public double DeferralValue { get; }

    /// <summary>The order in which lots must be sold; Specific where the plan chooses.</summary>
    public LotSelection Selection { get; }

    bool ITaxed.IsNetted => Netting == TaxNetting.Exact;

    WashSalePolicy? ITaxed.WashSales => WashSales;

    /// <inheritdoc/>
    protected internal override bool IsOneOff => true;

    /// <inheritdoc/>
    protected internal override void Lower(ProgramWriter program, in AccountView account)
    {
        Block flows = program.TaxLotFlows(account);
        Span<double> shortGain = program.Scratch(flows.Length), longGain = program.Scratch(flows.Length), slope = program.Scratch(flows.Length);
        TaxWords.Gains(Rules, account, shortGain, longGain);
        if (Rules.Matching == ShareMatching.Lots && Selection != LotSelection.Specific) LotIroning.Apply(program, Selection, Rules, account, shortGain, longGain);
        if (WashSales == WashSalePolicy.Priced) program.TaxChoice.TakeOffDisallowed(shortGain, longGain);
        double rs = Netting == TaxNetting.Separable ? Rules.ShortTermRate : 0, rl = Netting == TaxNetting.Separable ? Rules.LongTermRate : 0;
        for (int f = 0; f < slope.Length; f++) slope[f] = ((rs - DeferralValue) * shortGain[f]) + ((rl - DeferralValue) * longGain[f]);
        program.Linear(flows, slope);
        if (WashSales == WashSalePolicy.Avoid) KeepFromBuying(program);
        if (Netting == TaxNetting.Exact) LowerPiece(program, account, flows, shortGain, longGain);
    }

    /// <summary>z_i &lt;= 0 where a purchase would disallow a loss.</summary>
    private static void KeepFromBuying(ProgramWriter program)
    {
        Block trades = program.Trades;
        Span<double> lower = program.Scratch(trades.Length), upper = program.Scratch(trades.Length);
        lower.Fill(double.NegativeInfinity);
        for (int i = 0; i < upper.Length; i++) upper[i] = program.TaxChoice.MayBuy(i) ? double.PositiveInfinity : 0;
        program.Bounds(trades, lower, upper);
    }

    /// <summary>
    /// The totals as rows, and the piece that was chosen as functions and bounds of them:
    /// <code>
    ///   S = S0 + sum over short-term lots of gain_j s_j,   L = L0 + the same over long-term lots,   N = S + L
    /// </code>
    /// </summary>
    private void LowerPiece(ProgramWriter program, in AccountView account, Block flows, Span<double> shortGain, Span<double> longGain)
    {
        TaxPiece piece = Rules.Pieces[program.PieceOf(Rules, flows, account, shortGain, longGain)];
        (double s0, double l0) = TaxWords.Before(Rules, account);
        double carried = (double)account.TaxYear.CarriedLoss;
        if (_hasShort) Write(program, account, program.Total(flows, shortGain, s0), piece.Short, _shortStart, piece.ShortAtLeast, carried);
        if (_hasLong) Write(program, account, program.Total(flows, longGain, l0), piece.Long, _longStart, piece.LongAtLeast, carried);
        if (!_hasNet) return;
        for (int f = 0; f < shortGain.Length; f++) shortGain[f] += longGain[f];
        Write(program, account, program.Total(flows, shortGain, s0 + l0), piece.Net, _netStart, piece.NetAtLeast, carried);
    }

    private static void Write(ProgramWriter program, in AccountView account, Block total, TaxCurve curve, int[] start, double least, double carried)
    {
        program.Curve(total, curve, start, account.Value, carried);
        program.AtLeast(total, least / account.Value);
    }

    /// <inheritdoc/>
    protected internal override void Validate(MandateCheck check)
    {
        ArgumentNullException.ThrowIfNull(check);
        foreach (IReadOnlyList<string> group in Identical.Groups)
            if (group.Any(symbol => check.Universe.TryIndexOf(symbol, out _)) is false) check.Report($"no security of the identical group '{group[0]}' is in the universe.");
    }

    /// <inheritdoc/>
    protected internal override void ValidateAccount(MandateCheck check, in AccountView account) => TaxChecks.Lots(check, account);
}
