namespace Rebalancing.Numerics;

/// <summary>
/// Weighted Gram products, the dearest step of an interior point: packed in panels, scaled while packing, summed in register tiles.
/// Symmetric results fill the lower triangle; what lies above the diagonal is left alone.
/// Sums run over stretches of <see cref="Tile.Depth"/> terms, one chain a stretch, stretch after stretch; threads split tiles, never sums.
/// </summary>
internal static unsafe class ScaledGram
{
    /// <summary>Scratch of <see cref="ByRows"/> and <see cref="GatherRows"/> for a gram of this order.</summary>
    public static int ScratchLength(int columns, int threads = 1) =>
        TriangleOfTiles.RimLength(columns) + threads * 2 * Tile.Depth * Lanes.PadTo8(columns) + Lanes.Count;

    /// <summary>Scratch of <see cref="ByColumns"/>: its gram has as many rows as the matrix.</summary>
    public static int ScratchLengthByColumns(int rows) => ScratchLength(rows);

    /// <summary>Scratch of <see cref="Cross"/>.</summary>
    public static int ScratchLengthCross(int columnsA, int columnsB) =>
        Tile.Depth * (Lanes.PadTo8(columnsA) + Lanes.PadTo8(columnsB)) + Tile.Side * Tile.Side * Tile.MaxPanels + Lanes.Count;

    /// <summary>gram = A' diag(w) A, one weight a row.</summary>
    public static void ByRows(
        ReadOnlySpan<double> a, int rows, int columns, int stride, ReadOnlySpan<double> weights, Span<double> gram, int gramStride, Span<double> scratch, int threads = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        Guard.Matrix(a.Length, rows, columns, stride, nameof(a));
        Guard.SameLength(weights.Length, rows, nameof(weights));
        OverRows(a, [], rows, columns, stride, weights, gram, gramStride, scratch);
    }

    /// <summary>gram = sum of w_t a_t a_t' over the listed rows; weights[t] belongs to rowIndex[t].</summary>
    public static void GatherRows(
        ReadOnlySpan<double> a, int columns, int stride, ReadOnlySpan<int> rowIndex, ReadOnlySpan<double> weights, Span<double> gram, int gramStride, Span<double> scratch)
    {
        Guard.Rows(rowIndex, a.Length, columns, stride, nameof(a));
        Guard.SameLength(weights.Length, rowIndex.Length, nameof(weights));
        OverRows(a, rowIndex, rowIndex.Length, columns, stride, weights, gram, gramStride, scratch);
    }

    /// <summary>gram = A diag(w) A', one weight a column.</summary>
    public static void ByColumns(
        ReadOnlySpan<double> a, int rows, int columns, int stride, ReadOnlySpan<double> weights, Span<double> gram, int gramStride, Span<double> scratch)
    {
        Guard.Matrix(a.Length, rows, columns, stride, nameof(a));
        Guard.SameLength(weights.Length, columns, nameof(weights));
        Guard.Matrix(gram.Length, rows, rows, gramStride, nameof(gram));
        Guard.AtLeast(scratch.Length, ScratchLengthByColumns(rows), nameof(scratch));
        fixed (double* pa = a, pw = weights, pg = gram, ps = scratch)
        {
            TriangleOfTiles tiles = new(pg, rows, gramStride, ps);
            tiles.Clear();
            double* plain = ps + TriangleOfTiles.RimLength(rows);
            double* weighted = plain + (long)Tile.Depth * Lanes.PadTo8(rows);
            for (int first = 0; first < columns; first += Tile.Depth)
            {
                int depth = Math.Min(Tile.Depth, columns - first);
                Panels.FromColumns(pa, first, depth, rows, stride, pw, plain, weighted);
                tiles.Add(weighted, plain, depth, 0, 1);
            }

            tiles.Finish();
        }
    }

    /// <summary>result = A' diag(w) B, the full rectangle of columnsA rows and columnsB columns, one weight a row.</summary>
    public static void Cross(
        ReadOnlySpan<double> a,
        int columnsA,
        int strideA,
        ReadOnlySpan<double> b,
        int columnsB,
        int strideB,
        int rows,
        ReadOnlySpan<double> weights,
        Span<double> result,
        int resultStride,
        Span<double> scratch)
    {
        Guard.Matrix(a.Length, rows, columnsA, strideA, nameof(a));
        Guard.Matrix(b.Length, rows, columnsB, strideB, nameof(b));
        Guard.SameLength(weights.Length, rows, nameof(weights));
        Guard.Matrix(result.Length, columnsA, columnsB, resultStride, nameof(result));
        Guard.AtLeast(scratch.Length, ScratchLengthCross(columnsA, columnsB), nameof(scratch));
        fixed (double* pa = a, pb = b, pw = weights, pc = result, ps = scratch)
        {
            RectangleOfTiles tiles = new(pc, columnsA, columnsB, resultStride, ps);
            tiles.Clear();
            double* weighted = ps + RectangleOfTiles.BufferLength;
            double* plain = weighted + (long)Tile.Depth * Lanes.PadTo8(columnsA);
            for (int first = 0; first < rows; first += Tile.Depth)
            {
                int depth = Math.Min(Tile.Depth, rows - first);
                Panels.FromRows(pa, null, first, depth, columnsA, strideA, pw, null, weighted);
                Panels.FromRows(pb, null, first, depth, columnsB, strideB, null, plain, null);
                tiles.Add(weighted, plain, depth);
            }
        }
    }

    private static void OverRows(
        ReadOnlySpan<double> a,
        ReadOnlySpan<int> list,
        int rows,
        int columns,
        int stride,
        ReadOnlySpan<double> weights,
        Span<double> gram,
        int gramStride,
        Span<double> scratch)
    {
        Guard.Matrix(gram.Length, columns, columns, gramStride, nameof(gram));
        Guard.AtLeast(scratch.Length, ScratchLength(columns), nameof(scratch));
        fixed (double* pa = a, pw = weights, pg = gram, ps = scratch)
        fixed (int* pl = list)
        {
            TriangleOfTiles tiles = new(pg, columns, gramStride, ps);
            tiles.Clear();
            double* plain = ps + TriangleOfTiles.RimLength(columns);
            double* weighted = plain + (long)Tile.Depth * Lanes.PadTo8(columns);
            for (int first = 0; first < rows; first += Tile.Depth)
            {
                int depth = Math.Min(Tile.Depth, rows - first);
                Panels.FromRows(pa, pl, first, depth, columns, stride, pw, plain, weighted);
                tiles.Add(weighted, plain, depth, 0, 1);
            }

            tiles.Finish();
        }
    }
}
