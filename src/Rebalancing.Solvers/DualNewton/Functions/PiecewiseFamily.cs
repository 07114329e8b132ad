using Rebalancing.Numerics;

namespace Rebalancing.Solvers.DualNewton;

/// <summary>Convex piecewise-linear functions with curvature: bounds, spreads, tiers, lots in order of marginal cost.</summary>
internal sealed class PiecewiseFamily : ScalarFamily
{
    private readonly PieceTable _table;
    private readonly PieceTable _packed;
    private readonly Slab _trueInverse;

    /// <param name="arena">Owner of the numbers.</param>
    /// <param name="piecesOf">How many pieces each coordinate has room for, at least one.</param>
    /// <param name="listLength">The longest list ever packed.</param>
    public PiecewiseFamily(Arena arena, ReadOnlySpan<int> piecesOf, int listLength)
        : base(arena, piecesOf.Length)
    {
        int chunks = Padded / Lanes.Count;
        int pieces = 0, most = 1;
        for (int c = 0; c < chunks; c++)
        {
            int room = RoomOf(piecesOf, c);
            pieces += room;
            most = Math.Max(most, room);
        }

        _table = new PieceTable(arena, chunks, pieces);
        for (int c = 0; c < chunks; c++)
            _table.Start[c + 1] = _table.Start[c] + RoomOf(piecesOf, c);
        int packedChunks = Lanes.PadTo8(listLength) / Lanes.Count;
        _packed = new PieceTable(arena, packedChunks, packedChunks * most);
        _trueInverse = arena.Doubles(Padded);
        _trueInverse.Span.Fill(1.0);
    }

    public override ReadOnlySpan<double> Curvature => _table.Curvature;

    public override ReadOnlySpan<double> Lower => _table.Lower;

    public override double UpperOf(int coordinate)
    {
        int last = _table.Start[(coordinate >> 3) + 1] - 1;
        return _table.Pieces[(last * PieceTable.PieceLength) + Lanes.Count + (coordinate & 7)];
    }

    /// <summary>Writes one coordinate: lower bound, ascending slopes, ascending ends (the last is the upper bound) and its true curvature.</summary>
    public void Set(int coordinate, double curvature, double lower, ReadOnlySpan<double> slopes, ReadOnlySpan<double> ends)
    {
        _table.Set(coordinate, slopes, ends);
        _table.Lower[coordinate] = lower;
        TrueCurvature[coordinate] = curvature;
        _trueInverse.Span[coordinate] = curvature > 0 ? 1.0 / curvature : PieceMinimiser.InverseOfZero;
        if (curvature > 0)
            _table.SetCurvature(coordinate, curvature);
    }

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

    public override void Pack(ReadOnlySpan<int> list) => PiecePacking.Gather(_table, list, _packed);

    public override void MinimisePacked(int count, ReadOnlySpan<double> price, Span<double> x, Span<double> rate) =>
        PieceMinimiser.Run(_packed, (count + 7) / Lanes.Count, price, x, rate);

    public override void AlongLinePacked(
        int count, ReadOnlySpan<double> price, ReadOnlySpan<double> direction, double alpha, out double moved, out double bend) =>
        PieceMinimiser.AlongLine(_packed, (count + 7) / Lanes.Count, price, direction, alpha, out moved, out bend);

    private static int RoomOf(ReadOnlySpan<int> piecesOf, int chunk)
    {
        int room = 1;
        for (int i = chunk * Lanes.Count; i < Math.Min(piecesOf.Length, (chunk + 1) * Lanes.Count); i++)
            room = Math.Max(room, piecesOf[i]);
        return room;
    }
}
