using Rebalancing.Numerics;

namespace Rebalancing.Solvers.DualNewton;

/// <summary>Convex piecewise-linear functions with curvature, logarithms and powers: bounds, spreads, tiers, lots in order of marginal cost, impact, risk budgets.</summary>
internal sealed class PiecewiseFamily : ChargedFunctions
{
    private readonly PieceTable _table;
    private readonly PieceTable _packed;
    private readonly Slab _trueInverse;
    private readonly PieceTable _base;
    private readonly PieceTable _packedBase;
    private readonly PieceTable[] _tilts;
    private readonly PieceTable[] _packedTilts;
    private readonly Slab _nothing;

    /// <param name="arena">Owner of the numbers.</param>
    /// <param name="piecesOf">How many pieces each coordinate has room for, at least one.</param>
    /// <param name="listLength">The longest list ever packed.</param>
    /// <param name="budgets">Budgets in which the functions also count.</param>
    /// <param name="exponents">Where functions have logarithms or powers, the exponents of the powers; null where they have neither.</param>
    public PiecewiseFamily(Arena arena, ReadOnlySpan<int> piecesOf, int listLength, int budgets = 0, double[]? exponents = null)
        : base(arena, piecesOf.Length, budgets)
    {
        int chunks = Padded / Lanes.Count;
        int pieces = 0, most = 1;
        for (int c = 0; c < chunks; c++)
        {
            int room = RoomOf(piecesOf, c);
            pieces += room;
            most = Math.Max(most, room);
        }

        CurveTable? Curved(int length) => exponents is null ? null : new CurveTable(arena, Lanes.PadTo8(length), exponents);
        _table = Laid(arena, chunks, pieces, piecesOf, Curved(Padded));
        int packedChunks = Lanes.PadTo8(listLength) / Lanes.Count;
        _packed = new PieceTable(arena, packedChunks, packedChunks * most, Curved(listLength));
        _base = budgets > 0 ? Laid(arena, chunks, pieces, piecesOf) : _table;
        _packedBase = budgets > 0 ? new PieceTable(arena, packedChunks, packedChunks * most) : _packed;
        (_tilts, _packedTilts) = (new PieceTable[budgets], new PieceTable[budgets]);
        for (int b = 0; b < budgets; b++)
        {
            _tilts[b] = Laid(arena, chunks, pieces, piecesOf);
            _packedTilts[b] = new PieceTable(arena, packedChunks, packedChunks * most);
        }

        _nothing = arena.Doubles(budgets > 0 ? Padded : 0);
        _trueInverse = arena.Doubles(Padded);
        _trueInverse.Span.Fill(1.0);
    }

    /// <summary>Logarithms and powers of the coordinates; null where there are none.</summary>
    public CurveTable? Curves => _table.Curves;

    public override ReadOnlySpan<double> Curvature => _table.Curvature;

    public override ReadOnlySpan<double> Lower => _table.Lower;

    public override double UpperOf(int coordinate)
    {
        int last = _table.Start[(coordinate >> 3) + 1] - 1;
        return _table.Pieces[(last * PieceTable.PieceLength) + Lanes.Count + (coordinate & 7)];
    }

    /// <summary>Writes all coordinates with one kink each, of step zero where there is none; the table has room for two pieces everywhere, and there are no budgets.</summary>
    public void SetAll(ReadOnlySpan<double> curvature, ReadOnlySpan<double> lower, ReadOnlySpan<double> upper, ReadOnlySpan<double> at, ReadOnlySpan<double> step)
    {
        SingleSteps.Lay(at, step, upper, _table);
        SetAll(curvature, lower);
    }

    /// <summary>Writes the pieces of one coordinate: its slope is zero at the lower bound and rises by each step at its place; places ascend inside the bounds.</summary>
    public void SetSteps(int coordinate, ReadOnlySpan<double> at, ReadOnlySpan<double> step, double upper)
    {
        _table.SetSteps(coordinate, 0, at, step, upper);
        if (Budgets > 0)
            _base.SetSteps(coordinate, 0, at, step, upper);
    }

    /// <summary>Curvatures and lower bounds of all coordinates.</summary>
    public void SetAll(ReadOnlySpan<double> curvature, ReadOnlySpan<double> lower)
    {
        ForgetPrices();
        lower.CopyTo(_table.Lower);
        curvature.CopyTo(TrueCurvature);
        Curvatures.Invert(curvature, PieceMinimiser.InverseOfZero, _trueInverse);
        Curvatures.TakePositive(curvature, _table.Curvature, _table.Inverse);
    }

    /// <summary>Writes what one coordinate charges to a budget, on the same pieces as <see cref="SetSteps"/>: the slope at the lower bound and its rises.</summary>
    public void SetCharge(int budget, int coordinate, double slope, ReadOnlySpan<double> at, ReadOnlySpan<double> step, double upper)
    {
        double last = _tilts[budget].SetSteps(coordinate, slope, at, step, upper);
        LargestChargeSlope(budget)[coordinate] = Math.Max(Math.Abs(slope), Math.Abs(last));
    }

    protected override void Tilt(ReadOnlySpan<double> beta) => Tilt(_base, _tilts, _table.Start[_table.Chunks], beta, _table);

    public override void SetBudgetPricesPacked(int count, ReadOnlySpan<double> beta) =>
        Tilt(_packedBase, _packedTilts, _packed.Start[(count + 7) / Lanes.Count], beta, _packed);

    public override void SetCurvature(int coordinate, double curvature) => _table.SetCurvature(coordinate, curvature);

    public override void Minimise(ReadOnlySpan<double> price, Span<double> x, Span<double> rate) =>
        PieceMinimiser.Run(_table, _table.Chunks, price, x, rate);

    public override void MinimiseTrue(ReadOnlySpan<double> price, Span<double> x, Span<double> rate) =>
        PieceMinimiser.Run(_table, _table.Chunks, _trueInverse.Span, price, x, rate);

    public override void Margins(ReadOnlySpan<double> price, ReadOnlySpan<double> rate, Span<double> margin) =>
        PieceMargins.Run(_table, _table.Chunks, price, rate, margin);

    public override double Value(ReadOnlySpan<double> price, ReadOnlySpan<double> x) =>
        Constant + PieceValues.Sum(_table, Count, price, TrueCurvature, x);

    public override void AlongLine(ReadOnlySpan<double> price, ReadOnlySpan<double> direction, double alpha, out double moved, out double bend) =>
        PieceMinimiser.AlongLine(_table, _table.Chunks, price, direction, alpha, out moved, out bend);

    public override void Pack(ReadOnlySpan<int> list)
    {
        PiecePacking.Gather(_table, list, _packed);
        if (Budgets == 0)
            return;
        PiecePacking.Gather(_base, list, _packedBase);
        for (int b = 0; b < Budgets; b++)
            PiecePacking.Gather(_tilts[b], list, _packedTilts[b]);
    }

    public override void MinimisePacked(int count, ReadOnlySpan<double> price, Span<double> x, Span<double> rate) =>
        PieceMinimiser.Run(_packed, (count + 7) / Lanes.Count, price, x, rate);

    public override void AlongLinePacked(
        int count, ReadOnlySpan<double> price, ReadOnlySpan<double> direction, double alpha, out double moved, out double bend) =>
        PieceMinimiser.AlongLine(_packed, (count + 7) / Lanes.Count, price, direction, alpha, out moved, out bend);

    protected override double TiltValue(int budget, int count, ReadOnlySpan<double> x, bool packed) =>
        PieceValues.Sum(packed ? _packedTilts[budget] : _tilts[budget], count, _nothing.Span, _nothing.Span, x);

    protected override void TiltSlopes(int budget, ReadOnlySpan<int> list, ReadOnlySpan<double> x, Span<double> slopes) =>
        PieceTilt.SlopesAt(_tilts[budget], list, x, slopes);

    protected override double TiltValueAndSlopes(int budget, int count, bool packed, ReadOnlySpan<double> x, Span<double> slopes) =>
        PieceTilt.ValueAndSlopes(packed ? _packedTilts[budget] : _tilts[budget], count, x, slopes);

    private static void Tilt(PieceTable source, PieceTable[] tilts, int pieces, ReadOnlySpan<double> beta, PieceTable target)
    {
        if (tilts.Length == 0)
            return;
        PieceTilt.Apply(source, beta[0], tilts[0], pieces, target);
        for (int b = 1; b < tilts.Length; b++)
            if (beta[b] != 0)
                PieceTilt.Apply(target, beta[b], tilts[b], pieces, target);
    }

    private static PieceTable Laid(Arena arena, int chunks, int pieces, ReadOnlySpan<int> piecesOf, CurveTable? curves = null)
    {
        PieceTable table = new(arena, chunks, pieces, curves);
        for (int c = 0; c < chunks; c++)
            table.Start[c + 1] = table.Start[c] + RoomOf(piecesOf, c);
        return table;
    }

    private static int RoomOf(ReadOnlySpan<int> piecesOf, int chunk)
    {
        int room = 1;
        for (int i = chunk * Lanes.Count; i < Math.Min(piecesOf.Length, (chunk + 1) * Lanes.Count); i++)
            room = Math.Max(room, piecesOf[i]);
        return room;
    }
}
