namespace Rebalancing.Numerics;

/// <summary>
/// Weighted Gram products, the dearest step of an interior point: summed in register tiles straight from the rows; only the left factor is scaled into a small panel.
/// Symmetric results fill the lower triangle; what lies above the diagonal is left alone.
/// Sums run over stretches of <see cref="Tile.Depth"/> terms, one chain a stretch, stretch after stretch; threads split tiles, never sums.
/// </summary>
internal static unsafe class ScaledGram
{
    private const int PanelLength = Tile.Depth * Tile.Side;

    /// <summary>Scratch of <see cref="ByRows"/> and <see cref="GatherRows"/> for a gram of this order.</summary>
    public static int ScratchLength(int columns, int threads = 1) =>
        TriangleOfTiles.RimLength(columns) + threads * ShareLength(columns);

    /// <summary>Scratch of <see cref="ByColumns"/>: its gram has as many rows as the matrix.</summary>
    public static int ScratchLengthByColumns(int rows) => ScratchLength(rows);

    /// <summary>Scratch of <see cref="Cross"/>.</summary>
    public static int ScratchLengthCross(int columnsA, int columnsB) =>
        RectangleOfTiles.BufferLength + PanelLength + Tile.Depth * (Lanes.PadTo8(columnsA) + Lanes.PadTo8(columnsB));

    /// <summary>gram = A' diag(w) A, one weight a row.</summary>
    public static void ByRows(
        ReadOnlySpan<double> a, int rows, int columns, int stride, ReadOnlySpan<double> weights, Span<double> gram, int gramStride, Span<double> scratch, int threads = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        Guard.Matrix(a.Length, rows, columns, stride, nameof(a));
        Guard.SameLength(weights.Length, rows, nameof(weights));
        OverRows(a, [], rows, columns, stride, weights, gram, gramStride, scratch, threads);
    }

    /// <summary>gram = sum of w_t a_t a_t' over the listed rows; weights[t] belongs to rowIndex[t].</summary>
    public static void GatherRows(
        ReadOnlySpan<double> a, int columns, int stride, ReadOnlySpan<int> rowIndex, ReadOnlySpan<double> weights, Span<double> gram, int gramStride, Span<double> scratch)
    {
        Guard.Rows(rowIndex, a.Length, columns, stride, nameof(a));
        Guard.SameLength(weights.Length, rowIndex.Length, nameof(weights));
        OverRows(a, rowIndex, rowIndex.Length, columns, stride, weights, gram, gramStride, scratch, 1);
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
            double* panel = ps + TriangleOfTiles.RimLength(rows);
            double* copy = panel + PanelLength;
            for (int first = 0; first < columns; first += Tile.Depth)
            {
                int depth = Math.Min(Tile.Depth, columns - first);
                Panels.Transpose(pa, first, depth, rows, stride, copy);
                tiles.Add(copy, Lanes.PadTo8(rows), depth, pw + first, panel, 0, 1);
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
            double* panel = ps + RectangleOfTiles.BufferLength;
            double* copyA = panel + PanelLength;
            double* copyB = copyA + (long)Tile.Depth * Lanes.PadTo8(columnsA);
            for (int first = 0; first < rows; first += Tile.Depth)
            {
                int depth = Math.Min(Tile.Depth, rows - first);
                double* xa = Readable(pa, a.Length, null, first, depth, columnsA, strideA, copyA, out int stepA);
                double* xb = Readable(pb, b.Length, null, first, depth, columnsB, strideB, copyB, out int stepB);
                tiles.Add(xa, stepA, xb, stepB, depth, pw + first, panel);
            }
        }
    }

    /// <summary>
    /// A stretch of rows that can be read up to the columns padded to 8: the matrix itself where every row reaches that far inside it, a copy otherwise.
    /// </summary>
    private static double* Readable(double* a, int length, int* list, int first, int depth, int columns, int stride, double* copy, out int step)
    {
        int padded = Lanes.PadTo8(columns);
        if (list == null && ((long)first + depth - 1) * stride + padded <= length)
        {
            step = stride;
            return a + (long)first * stride;
        }

        Panels.CopyRows(a, list, first, depth, columns, stride, copy);
        step = padded;
        return copy;
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
        Span<double> scratch,
        int threads)
    {
        Guard.Matrix(gram.Length, columns, columns, gramStride, nameof(gram));
        Guard.AtLeast(scratch.Length, ScratchLength(columns, threads), nameof(scratch));
        fixed (double* pa = a, pw = weights, pg = gram, ps = scratch)
        fixed (int* pl = list)
        {
            RowsTask task = new()
            {
                Matrix = pa, Length = a.Length, List = pl, Rows = rows, Columns = columns, Stride = stride, Weights = pw,
                Tiles = new TriangleOfTiles(pg, columns, gramStride, ps),
                PanelsAndCopies = ps + TriangleOfTiles.RimLength(columns), Shares = threads,
            };
            task.Tiles.Clear();
            Crew.Run(threads, &RunShare, &task);
            task.Tiles.Finish();
        }
    }

    /// <summary>All sums of one share's tiles.</summary>
    private static void RunShare(void* state, int share)
    {
        RowsTask* task = (RowsTask*)state;
        double* panel = task->PanelsAndCopies + (long)share * ShareLength(task->Columns);
        for (int first = 0; first < task->Rows; first += Tile.Depth)
        {
            int depth = Math.Min(Tile.Depth, task->Rows - first);
            double* x = Readable(task->Matrix, task->Length, task->List, first, depth, task->Columns, task->Stride, panel + PanelLength, out int step);
            task->Tiles.Add(x, step, depth, task->Weights + first, panel, share, task->Shares);
        }
    }

    /// <summary>A panel and room for a copy of one stretch of rows.</summary>
    private static int ShareLength(int columns) => PanelLength + Tile.Depth * Lanes.PadTo8(columns);

    private struct RowsTask
    {
        public double* Matrix;
        public int Length;
        public int* List;
        public int Rows;
        public int Columns;
        public int Stride;
        public double* Weights;
        public TriangleOfTiles Tiles;
        public double* PanelsAndCopies;
        public int Shares;
    }
}
