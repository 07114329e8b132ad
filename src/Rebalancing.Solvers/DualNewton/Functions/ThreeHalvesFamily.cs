using Rebalancing.Numerics;

namespace Rebalancing.Solvers.DualNewton;

/// <summary>One kink and one 3/2 power about the same centre, with curvature and bounds: market impact beside a spread.</summary>
internal sealed class ThreeHalvesFamily : ScalarFamily
{
    private readonly ThreeHalvesTable _table;
    private readonly ThreeHalvesTable _packed;

    /// <param name="arena">Owner of the numbers.</param>
    /// <param name="count">Coordinates.</param>
    /// <param name="listLength">The longest list ever packed.</param>
    public ThreeHalvesFamily(Arena arena, int count, int listLength)
        : base(arena, count)
    {
        _table = new ThreeHalvesTable(arena, count);
        _packed = new ThreeHalvesTable(arena, listLength);
    }

    public override ReadOnlySpan<double> Curvature => _table.Curvature;

    public override ReadOnlySpan<double> Lower => _table.Lower;

    public override double UpperOf(int coordinate) => _table.Upper[coordinate];

    /// <summary>Writes one coordinate; the coefficient is that of |x - centre|^(3/2).</summary>
    public void Set(int coordinate, double curvature, double lower, double upper, double centre, double below, double above, double coefficient)
    {
        _table.Lower[coordinate] = lower;
        _table.Upper[coordinate] = upper;
        _table.Centre[coordinate] = centre;
        _table.Below[coordinate] = below;
        _table.Above[coordinate] = above;
        _table.Steepness[coordinate] = 1.5 * coefficient;
        TrueCurvature[coordinate] = curvature;
        if (curvature > 0)
            _table.Curvature[coordinate] = curvature;
    }

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

    public override void Pack(ReadOnlySpan<int> list) => _packed.Gather(_table, list);

    public override void MinimisePacked(int count, ReadOnlySpan<double> price, Span<double> x, Span<double> rate) =>
        ThreeHalvesMinimiser.Run(_packed, count, _packed.Curvature, price, x, rate);

    public override void AlongLinePacked(
        int count, ReadOnlySpan<double> price, ReadOnlySpan<double> direction, double alpha, out double moved, out double bend) =>
        ThreeHalvesMinimiser.AlongLine(_packed, count, price, direction, alpha, out moved, out bend);
}
