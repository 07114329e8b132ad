namespace Rebalancing.Numerics;

/// <summary>
/// Convex piecewise-linear functions of many coordinates, laid out for vector code: eight coordinates form a chunk, and a chunk owns
/// as many pieces as its longest member; shorter members repeat their last piece.
/// <code>
///   chunk c, piece j:   slope of coordinates 8c .. 8c+7 | where the piece ends for 8c .. 8c+7        16 numbers
/// </code>
/// Slopes ascend with j, so do the ends; the last end is the upper bound of the coordinate (may be infinite).
/// Beside the pieces lie the curvature d > 0, its inverse and the lower bound (may be minus infinity); where there are logarithms or powers, a table of those.
/// </summary>
internal sealed class PieceTable
{
    /// <summary>Numbers of one piece of one chunk: eight slopes, eight ends.</summary>
    public const int PieceLength = 2 * Lanes.Count;

    private readonly IntSlab _start;
    private readonly Slab _pieces;
    private readonly Slab _curvature;
    private readonly Slab _inverse;
    private readonly Slab _lower;

    /// <param name="arena">Owner of the numbers.</param>
    /// <param name="chunks">Chunks of eight coordinates.</param>
    /// <param name="pieces">Pieces of all chunks together.</param>
    /// <param name="curves">Logarithms and powers beside the curvature; null for none.</param>
    public PieceTable(Arena arena, int chunks, int pieces, CurveTable? curves = null)
    {
        Curves = curves;
        ArgumentOutOfRangeException.ThrowIfNegative(chunks);
        ArgumentOutOfRangeException.ThrowIfLessThan(pieces, chunks);
        _start = arena.Ints(chunks + 1);
        _pieces = arena.Doubles((long)pieces * PieceLength);
        _curvature = arena.Doubles(chunks * Lanes.Count);
        _inverse = arena.Doubles(chunks * Lanes.Count);
        _lower = arena.Doubles(chunks * Lanes.Count);
        _curvature.Span.Fill(1.0);
        _inverse.Span.Fill(1.0);
    }

    /// <summary>First piece of each chunk, and one past the last.</summary>
    public Span<int> Start => _start.Span;

    /// <summary>Logarithms and powers beside the curvature; null where there are none.</summary>
    public CurveTable? Curves { get; }

    /// <summary>The weights of logarithms; empty where there is no table of them.</summary>
    public Span<double> LogWeight => Curves is null ? default : Curves.LogWeight;

    public Span<double> Pieces => _pieces.Span;

    public Span<double> Curvature => _curvature.Span;

    public Span<double> Inverse => _inverse.Span;

    public Span<double> Lower => _lower.Span;

    public int Chunks => _start.Length - 1;

    /// <summary>Pieces held by the chunk of a coordinate.</summary>
    public int Room(int coordinate) => Start[(coordinate >> 3) + 1] - Start[coordinate >> 3];

    /// <summary>
    /// Writes the pieces of one coordinate: a slope up to the first place, changing by each step at its place; the last piece ends at the upper bound and is repeated where the
    /// chunk has more room. Returns its slope.
    /// </summary>
    public double SetSteps(int coordinate, double slope, ReadOnlySpan<double> at, ReadOnlySpan<double> step, double upper)
    {
        int chunk = coordinate >> 3, first = Start[chunk], room = Start[chunk + 1] - first;
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(at.Length, room);
        Guard.SameLength(step.Length, at.Length, nameof(step));
        Span<double> pieces = Pieces[(first * PieceLength)..((first + room) * PieceLength)];
        int place = coordinate & 7;
        for (int j = 0; j < at.Length; j++, place += PieceLength)
        {
            (pieces[place], pieces[place + Lanes.Count]) = (slope, at[j]);
            slope += step[j];
        }

        for (; place < pieces.Length; place += PieceLength)
        {
            (pieces[place], pieces[place + Lanes.Count]) = (slope, upper);
        }

        return slope;
    }

    /// <summary>Sets the curvature of one coordinate; it must be positive.</summary>
    public void SetCurvature(int coordinate, double curvature)
    {
        Curvature[coordinate] = curvature;
        Inverse[coordinate] = 1.0 / curvature;
    }
}
