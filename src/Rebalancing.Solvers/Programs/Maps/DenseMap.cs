using Rebalancing.Numerics;

namespace Rebalancing;

/// <summary>
/// A dense map: factor loadings, scenario returns, any full block of coefficients. It owns one padded copy of the numbers, or lies over the caller's
/// (<see cref="OverRows"/>), checked once; every program and thread shares it.
/// </summary>
/// <remarks>
/// <para>Two layouts, chosen by what is long: <see cref="FromColumns"/> keeps the coefficients of a column (an asset) together, which suits
/// many columns and few rows (loadings); <see cref="FromRows"/> keeps a row (a scenario) together, which suits many rows.</para>
/// <para>Runs are padded with zeros to a multiple of 8 numbers.</para>
/// </remarks>
public sealed class DenseMap : LinearMap
{
    private readonly ReadOnlyMemory<double> _values;
    private double[]? _runNorms;
    private double[]? _rowExtents;

    private DenseMap(ReadOnlySpan<double> values, int rows, int columns, bool byColumn)
        : base(rows, columns)
    {
        int runs = byColumn ? columns : rows;
        int run = byColumn ? rows : columns;
        if (values.Length != (long)runs * run)
            throw new ArgumentException($"a dense map of {rows} x {columns} needs {(long)rows * columns} numbers; found {values.Length}");
        IsByColumn = byColumn;
        Stride = Lanes.PadTo8(run);
        StorageSlab = new Arena().Doubles((long)runs * Stride);
        _values = StorageSlab.Memory;
        for (int i = 0; i < runs; i++)
        {
            ReadOnlySpan<double> source = values.Slice(i * run, run);
            if (!double.IsFinite(SumOfSquares.Of(source)))
                ThrowNotFinite(source, i, byColumn, NotFinite);
            source.CopyTo(StorageSlab.Span.Slice(i * Stride, run));
        }
    }

    private DenseMap(ReadOnlyMemory<double> values, int rows, int columns, Func<int, int, double, string> notFinite)
        : base(rows, columns)
    {
        if (values.Length != (long)rows * columns)
            throw new ArgumentException($"a dense map of {rows} x {columns} needs {(long)rows * columns} numbers; found {values.Length}");
        Stride = Math.Max(1, columns);
        _values = values;
        ReadOnlySpan<double> storage = Storage;
        for (int i = 0; i < rows; i++)
        {
            ReadOnlySpan<double> run = storage.Slice(i * columns, columns);
            if (!double.IsFinite(SumOfSquares.Of(run)))
                ThrowNotFinite(run, i, byColumn: false, notFinite);
        }
    }

    /// <summary>From numbers kept row by row: values[r * columns + c].</summary>
    public static DenseMap FromRows(ReadOnlySpan<double> values, int rows, int columns) => new(values, rows, columns, byColumn: false);

    /// <summary>From numbers kept column by column: values[c * rows + r]. Loadings kept one asset after the other are in this form.</summary>
    public static DenseMap FromColumns(ReadOnlySpan<double> values, int rows, int columns) => new(values, rows, columns, byColumn: true);

    /// <summary>
    /// Over the caller's own numbers, kept row by row: values[r * columns + c]. Nothing is copied, which is what large scenario sets want; the array must not
    /// change as long as the map is in use.
    /// </summary>
    public static DenseMap OverRows(double[] values, int rows, int columns)
    {
        ArgumentNullException.ThrowIfNull(values);
        return new DenseMap(values, rows, columns, NotFinite);
    }

    /// <summary>The same over any memory: an array, or a file that is mapped.</summary>
    /// <param name="values">Row by row.</param>
    /// <param name="rows">Its rows.</param>
    /// <param name="columns">Its columns.</param>
    /// <param name="notFinite">The sentence that refuses a number, from its row, its column and the number.</param>
    internal static DenseMap OverMemory(ReadOnlyMemory<double> values, int rows, int columns, Func<int, int, double, string> notFinite) => new(values, rows, columns, notFinite);

    /// <summary>
    /// Rows that are combinations of another map's rows, coefficients * of: the same factors seen from other axes. A program that speaks of both maps is
    /// solved in one set of factors, not two.
    /// </summary>
    /// <param name="of">Whose rows are combined; itself no combination.</param>
    /// <param name="coefficients">Row by row, <paramref name="rows"/> x rows of the other map.</param>
    /// <param name="rows">Rows of the new map.</param>
    public static DenseMap Combination(DenseMap of, ReadOnlySpan<double> coefficients, int rows)
    {
        ArgumentNullException.ThrowIfNull(of);
        if (of.Source is not null)
            throw new ArgumentException("the map to combine is itself a combination; combine its source instead", nameof(of));
        int order = of.Rows;
        if (coefficients.Length != (long)rows * order)
            throw new ArgumentException($"{rows} combinations of {order} rows need {(long)rows * order} coefficients; found {coefficients.Length}", nameof(coefficients));
        double[] column = new double[order], combined = new double[(long)rows * of.Columns];
        for (int c = 0; c < of.Columns; c++)
        {
            of.CopyColumn(c, column);
            MatrixVector.Multiply(coefficients, rows, order, order, column, combined.AsSpan(c * rows, rows));
        }

        return new DenseMap(combined, rows, of.Columns, byColumn: true) { Source = of, Coefficients = coefficients.ToArray() };
    }

    /// <summary>The map whose rows this one combines; null for a map of its own.</summary>
    internal DenseMap? Source { get; private init; }

    private double[] Coefficients { get; init; } = [];

    /// <summary>How it combines them, row by row; empty for a map of its own.</summary>
    internal ReadOnlySpan<double> SourceCoefficients => Coefficients;

    /// <summary>Whether a run of storage is a column (loadings) rather than a row (scenarios).</summary>
    internal bool IsByColumn { get; }

    /// <summary>Numbers from one run to the next; a multiple of 8 unless the map lies over the caller's numbers.</summary>
    internal int Stride { get; }

    /// <summary>The runs, one after the other, each padded with zeros to <see cref="Stride"/> where it is longer than a run.</summary>
    internal ReadOnlySpan<double> Storage => _values.Span;

    /// <summary>The map's own copy of the numbers as a place that can be kept in a field; empty for a map over somebody else's.</summary>
    internal Slab StorageSlab { get; }

    internal override void Apply(ReadOnlySpan<double> x, Span<double> y)
    {
        CheckShapes(x, y);
        if (IsByColumn)
            MatrixVector.MultiplyTransposed(Storage, Columns, Rows, Stride, x, y);
        else
            MatrixVector.Multiply(Storage, Rows, Columns, Stride, x, y);
    }

    /// <summary>By norms of the runs: no coefficient of a column exceeds its norm, and |row'x| &lt;= |row| |x|.</summary>
    internal override void ApplyBound(ReadOnlySpan<double> x, Span<double> y)
    {
        CheckShapes(x, y);
        // norms are rounded themselves: a millionth more covers that
        if (IsByColumn)
        {
            y.Fill(1.000001 * Dot.Product(RunNorms(), x));
            return;
        }

        double norm = 1.000001 * Math.Sqrt(SumOfSquares.Of(x));
        ReadOnlySpan<double> runNorms = RunNorms();
        for (int r = 0; r < Rows; r++)
            y[r] = runNorms[r] * norm;
    }

    /// <summary>Euclidean norm of each run, found when first asked for; threads that ask at the same time find the same.</summary>
    private double[] RunNorms()
    {
        if (Volatile.Read(ref _runNorms) is { } known)
            return known;
        int run = IsByColumn ? Rows : Columns;
        double[] norms = new double[IsByColumn ? Columns : Rows];
        ReadOnlySpan<double> storage = Storage;
        for (int i = 0; i < norms.Length; i++)
            norms[i] = Math.Sqrt(SumOfSquares.Of(storage.Slice(i * Stride, run)));
        Volatile.Write(ref _runNorms, norms);
        return norms;
    }

    /// <summary>
    /// Largest magnitude in each row of a map by rows, so that a product moves by at most that times the sum of the changes; null until a pass over all rows has left them here.
    /// They depend on the map alone: threads that leave them leave the same.
    /// </summary>
    internal double[]? RowExtents
    {
        get => Volatile.Read(ref _rowExtents);
        set => Volatile.Write(ref _rowExtents, value);
    }

    internal override void AddTransposed(ReadOnlySpan<double> y, Span<double> x)
    {
        if (!IsByColumn)
        {
            MatrixVector.AddTransposed(1.0, Storage, Rows, Columns, Stride, y, x);
            return;
        }

        ReadOnlySpan<double> storage = Storage;
        for (int c = 0; c < Columns; c++)
            x[c] += Dot.Product(storage.Slice(c * Stride, Rows), y);
    }

    internal override void AddColumnSquares(ReadOnlySpan<double> rowWeight, Span<double> sums)
    {
        ReadOnlySpan<double> storage = Storage;
        for (int c = 0; c < Columns; c++)
        {
            if (IsByColumn)
            {
                ReadOnlySpan<double> run = storage.Slice(c * Stride, Rows);
                sums[c] += WeightedDot.Product(rowWeight, run, run);
                continue;
            }

            for (int r = 0; r < Rows; r++)
                sums[c] += rowWeight[r] * storage[(r * Stride) + c] * storage[(r * Stride) + c];
        }
    }

    internal override void CopyRow(int row, Span<double> destination)
    {
        if (!IsByColumn)
        {
            Storage.Slice(row * Stride, Columns).CopyTo(destination);
            return;
        }

        ReadOnlySpan<double> storage = Storage;
        for (int c = 0; c < Columns; c++)
            destination[c] = storage[(c * Stride) + row];
    }

    private void CopyColumn(int column, Span<double> destination)
    {
        if (IsByColumn)
        {
            Storage.Slice(column * Stride, Rows).CopyTo(destination);
            return;
        }

        ReadOnlySpan<double> storage = Storage;
        for (int r = 0; r < Rows; r++)
            destination[r] = storage[(r * Stride) + column];
    }

    private static string NotFinite(int row, int column, double value) => $"the dense map holds {value} at row {row}, column {column}; coefficients must be finite and small enough to be squared";

    private static void ThrowNotFinite(ReadOnlySpan<double> run, int index, bool byColumn, Func<int, int, double, string> sentence)
    {
        // the first number that is not finite, or else the largest: then it is the squares that overflow
        int at = 0;
        for (int i = 1; i < run.Length && double.IsFinite(run[at]); i++)
            if (!double.IsFinite(run[i]) || Math.Abs(run[i]) > Math.Abs(run[at]))
                at = i;
        (int row, int column) = byColumn ? (at, index) : (index, at);
        throw new ArgumentException(sentence(row, column, run[at]));
    }
}
