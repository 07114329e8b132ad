namespace Rebalancing;

/// <summary>
/// Fees or market depth whose rate rises with the size of the trade: value = sum over assets of the integral of the tier rates from 0 to |z_i|, paid once, from cash.
/// Tiers are in money, so the same schedule serves accounts of any size.
/// </summary>
public sealed class TieredCost : Term
{
    private readonly int _assets;
    private readonly double[] _from, _step, _firstSlope;
    private readonly int[] _start;

    /// <param name="assets">Number of assets the schedule applies to.</param>
    /// <param name="tiers">Ascending, the first from 0, rates not falling (a falling rate would not be convex).</param>
    public TieredCost(int assets, params ReadOnlySpan<CostTier> tiers)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(assets);
        if (tiers.Length == 0) throw new ArgumentException("a fee schedule needs at least one tier", nameof(tiers));
        if (tiers[0].From != 0m) throw new ArgumentException(FormattableString.Invariant($"tier 0 starts at {tiers[0].From}; the first tier starts at 0"), nameof(tiers));
        _assets = assets;
        _from = new double[tiers.Length];
        _step = new double[tiers.Length];
        for (int t = 0; t < tiers.Length; t++)
        {
            double before = t == 0 ? 0.0 : tiers[t - 1].Rate;
            if (!(tiers[t].Rate >= 0 && double.IsFinite(tiers[t].Rate))) throw new ArgumentOutOfRangeException(nameof(tiers), FormattableString.Invariant($"rate of tier {t} is {tiers[t].Rate}; rates are fractions of traded value and must be >= 0"));
            if (tiers[t].Rate < before) throw new ArgumentException(FormattableString.Invariant($"rate of tier {t} is {tiers[t].Rate}, below {before} of the tier before; falling rates are not convex and cannot be optimised here"), nameof(tiers));
            if (t > 0 && tiers[t].From <= tiers[t - 1].From) throw new ArgumentException(FormattableString.Invariant($"tier {t} starts at {tiers[t].From}, not above {tiers[t - 1].From} of the tier before; tiers ascend"), nameof(tiers));
            _from[t] = (double)tiers[t].From;
            _step[t] = tiers[t].Rate - before;
        }
        Tiers = tiers.ToArray();
        _start = new int[assets + 1];
        for (int i = 0; i <= assets; i++) _start[i] = 2 * tiers.Length * i;
        _firstSlope = new double[assets];
        Array.Fill(_firstSlope, -tiers[^1].Rate);
    }

    /// <summary>The schedule.</summary>
    public IReadOnlyList<CostTier> Tiers { get; }

    internal int Assets => _assets;

    /// <inheritdoc/>
    protected internal override bool IsOneOff => true;

    /// <inheritdoc/>
    protected internal override bool IsPaidFromCash => true;

    /// <summary>Breaks at -from_T ... -from_1, -0, +0, from_1 ... from_T (as weights); the slope runs from minus the last rate to the last rate.</summary>
    protected internal override void Lower(ProgramWriter program, in AccountView account)
    {
        int tiers = _from.Length;
        Span<double> breaks = program.Scratch(2 * tiers * _assets), steps = program.Scratch(2 * tiers * _assets);
        for (int i = 0; i < _assets; i++)
        {
            Span<double> at = breaks.Slice(2 * tiers * i, 2 * tiers), step = steps.Slice(2 * tiers * i, 2 * tiers);
            for (int t = 0; t < tiers; t++)
            {
                double weight = _from[t] / account.Value;
                (at[tiers - 1 - t], step[tiers - 1 - t]) = (-weight, _step[t]);
                (at[tiers + t], step[tiers + t]) = (weight, _step[t]);
            }
        }
        program.Pieces(program.Trades, new ConvexPieces { Start = _start, FirstSlope = _firstSlope, Breaks = breaks, SlopeStep = steps });
    }

    /// <inheritdoc/>
    protected internal override void Validate(MandateCheck check) => check.Expect("fee tiers", _assets);
}
