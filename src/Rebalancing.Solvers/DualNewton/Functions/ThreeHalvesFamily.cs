using Rebalancing.Numerics;

namespace Rebalancing.Solvers.DualNewton;

/// <summary>One kink and one 3/2 power about the same centre, with curvature and bounds: market impact beside a spread.</summary>
internal sealed class ThreeHalvesFamily : ChargedFunctions
{
    private readonly ThreeHalvesTable _table;
    private readonly ThreeHalvesTable _packed;
    private readonly ThreeHalvesTable _base;
    private readonly ThreeHalvesTable _packedBase;
    private readonly ThreeHalvesTable[] _tilts;
    private readonly ThreeHalvesTable[] _packedTilts;
    private readonly Slab _nothing;

    /// <param name="arena">Owner of the numbers.</param>
    /// <param name="count">Coordinates.</param>
    /// <param name="listLength">The longest list ever packed.</param>
    /// <param name="budgets">Budgets in which the functions also count.</param>
    public ThreeHalvesFamily(Arena arena, int count, int listLength, int budgets = 0)
        : base(arena, count, budgets)
    {
        _table = new ThreeHalvesTable(arena, count);
        _packed = new ThreeHalvesTable(arena, listLength);
        _base = budgets > 0 ? new ThreeHalvesTable(arena, count) : _table;
        _packedBase = budgets > 0 ? new ThreeHalvesTable(arena, listLength) : _packed;
        (_tilts, _packedTilts) = (new ThreeHalvesTable[budgets], new ThreeHalvesTable[budgets]);
        for (int b = 0; b < budgets; b++)
        {
            _tilts[b] = new ThreeHalvesTable(arena, count);
            _packedTilts[b] = new ThreeHalvesTable(arena, listLength);
        }

        _nothing = arena.Doubles(budgets > 0 ? Padded : 0);
    }

    public override ReadOnlySpan<double> Curvature => _table.Curvature;

    public override ReadOnlySpan<double> Lower => _table.Lower;

    public override double UpperOf(int coordinate) => _table.Upper[coordinate];

    /// <summary>Where the powers and kinks are.</summary>
    public ReadOnlySpan<double> Centres => _table.Centre[..Count];

    /// <summary>Writes one coordinate; the coefficient is that of |x - centre|^(3/2).</summary>
    public void Set(int coordinate, double curvature, double lower, double upper, double centre, double below, double above, double coefficient)
    {
        ForgetPrices();
        _table.Lower[coordinate] = lower;
        _table.Upper[coordinate] = upper;
        _table.Centre[coordinate] = centre;
        _table.Below[coordinate] = below;
        _table.Above[coordinate] = above;
        _table.Steepness[coordinate] = 1.5 * coefficient;
        (_base.Below[coordinate], _base.Above[coordinate], _base.Steepness[coordinate]) = (below, above, 1.5 * coefficient);
        TrueCurvature[coordinate] = curvature;
        if (curvature > 0)
            _table.Curvature[coordinate] = curvature;
    }

    /// <summary>Writes all coordinates with one kink each, of step zero where there is none; there are no budgets. False if a kink lies off the centre of its power.</summary>
    public bool SetAll(
        ReadOnlySpan<double> curvature, ReadOnlySpan<double> lower, ReadOnlySpan<double> upper,
        ReadOnlySpan<double> at, ReadOnlySpan<double> step, ReadOnlySpan<double> centre, ReadOnlySpan<double> coefficient)
    {
        lower.CopyTo(_table.Lower);
        upper.CopyTo(_table.Upper);
        step.CopyTo(_table.Above);
        curvature.CopyTo(TrueCurvature);
        Curvatures.TakePositive(curvature, _table.Curvature, default);
        Span<double> steepness = _table.Steepness[..coefficient.Length];
        coefficient.CopyTo(steepness);
        Scale.By(1.5, steepness);
        return SingleSteps.TakeCentres(at, step, centre, coefficient, _table.Centre[..at.Length]);
    }

    /// <summary>Writes what one coordinate charges to a budget, about the same centre as in <see cref="Set"/>.</summary>
    public void SetCharge(int budget, int coordinate, double below, double above, double coefficient)
    {
        ThreeHalvesTable tilt = _tilts[budget];
        tilt.Centre[coordinate] = _table.Centre[coordinate];
        (tilt.Below[coordinate], tilt.Above[coordinate], tilt.Steepness[coordinate]) = (below, above, 1.5 * coefficient);
        double reach = Math.Max(Math.Abs(_table.Lower[coordinate] - tilt.Centre[coordinate]), Math.Abs(_table.Upper[coordinate] - tilt.Centre[coordinate]));
        double rise = coefficient > 0 ? 1.5 * coefficient * Math.Sqrt(reach) : 0;
        LargestChargeSlope(budget)[coordinate] = Math.Max(Math.Abs(below), Math.Abs(above)) + rise;
    }

    protected override void Tilt(ReadOnlySpan<double> beta) => Tilt(_base, _tilts, Padded, beta, _table);

    public override void SetBudgetPricesPacked(int count, ReadOnlySpan<double> beta) => Tilt(_packedBase, _packedTilts, Lanes.PadTo8(count), beta, _packed);

    public override void SetCurvature(int coordinate, double curvature) => _table.Curvature[coordinate] = curvature;

    public override void Minimise(ReadOnlySpan<double> price, Span<double> x, Span<double> rate) =>
        ThreeHalvesMinimiser.Run(_table, Count, _table.Curvature, price, x, rate);

    public override void MinimiseTrue(ReadOnlySpan<double> price, Span<double> x, Span<double> rate) =>
        ThreeHalvesMinimiser.Run(_table, Count, TrueCurvature, price, x, rate);

    public override void Margins(ReadOnlySpan<double> price, ReadOnlySpan<double> rate, Span<double> margin) =>
        ThreeHalvesMeasures.Margins(_table, Count, price, rate, margin);

    public override double Value(ReadOnlySpan<double> price, ReadOnlySpan<double> x) =>
        Constant + ThreeHalvesMeasures.Sum(_table, Count, price, TrueCurvature, x);

    public override void AlongLine(ReadOnlySpan<double> price, ReadOnlySpan<double> direction, double alpha, out double moved, out double bend) =>
        ThreeHalvesMinimiser.AlongLine(_table, Count, price, direction, alpha, out moved, out bend);

    public override void Pack(ReadOnlySpan<int> list)
    {
        _packed.Gather(_table, list);
        if (Budgets == 0)
            return;
        _packedBase.Gather(_base, list);
        for (int b = 0; b < Budgets; b++)
            _packedTilts[b].Gather(_tilts[b], list);
    }

    public override void MinimisePacked(int count, ReadOnlySpan<double> price, Span<double> x, Span<double> rate) =>
        ThreeHalvesMinimiser.Run(_packed, count, _packed.Curvature, price, x, rate);

    public override void AlongLinePacked(
        int count, ReadOnlySpan<double> price, ReadOnlySpan<double> direction, double alpha, out double moved, out double bend) =>
        ThreeHalvesMinimiser.AlongLine(_packed, count, price, direction, alpha, out moved, out bend);

    protected override double TiltValue(int budget, int count, ReadOnlySpan<double> x, bool packed) =>
        ThreeHalvesMeasures.Sum(packed ? _packedTilts[budget] : _tilts[budget], count, _nothing.Span, _nothing.Span, x);

    protected override void TiltSlopes(int budget, ReadOnlySpan<int> list, ReadOnlySpan<double> x, Span<double> slopes)
    {
        foreach (int i in list)
            slopes[i] = SlopeAt(_tilts[budget], i, x[i]);
    }

    protected override double TiltValueAndSlopes(int budget, int count, bool packed, ReadOnlySpan<double> x, Span<double> slopes)
    {
        ThreeHalvesTable tilt = packed ? _packedTilts[budget] : _tilts[budget];
        for (int i = 0; i < count; i++)
            slopes[i] = SlopeAt(tilt, i, x[i]);
        return TiltValue(budget, count, x, packed);
    }

    private static double SlopeAt(ThreeHalvesTable tilt, int i, double x)
    {
        double from = x - tilt.Centre[i];
        return (from < 0 ? tilt.Below[i] : tilt.Above[i]) + (tilt.Steepness[i] * Math.Sqrt(Math.Abs(from)) * Math.Sign(from));
    }

    private static void Tilt(ThreeHalvesTable source, ThreeHalvesTable[] tilts, int padded, ReadOnlySpan<double> beta, ThreeHalvesTable target)
    {
        if (tilts.Length == 0)
            return;
        source.Below[..padded].CopyTo(target.Below);
        source.Above[..padded].CopyTo(target.Above);
        source.Steepness[..padded].CopyTo(target.Steepness);
        for (int b = 0; b < tilts.Length; b++)
        {
            if (beta[b] == 0)
                continue;
            Axpy.Add(beta[b], tilts[b].Below[..padded], target.Below[..padded]);
            Axpy.Add(beta[b], tilts[b].Above[..padded], target.Above[..padded]);
            Axpy.Add(beta[b], tilts[b].Steepness[..padded], target.Steepness[..padded]);
        }
    }
}
