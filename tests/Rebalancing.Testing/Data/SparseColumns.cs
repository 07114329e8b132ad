namespace Rebalancing.Testing;

/// <summary>A sparse matrix by columns: column j holds entries <c>Starts[j]</c> up to <c>Starts[j + 1]</c> of <see cref="Rows"/> and <see cref="Values"/>.</summary>
public sealed class SparseColumns
{
    /// <summary>Takes the three arrays as they are; they must describe a valid matrix.</summary>
    public SparseColumns(int rowCount, int[] starts, int[] rows, double[] values)
    {
        ArgumentNullException.ThrowIfNull(starts);
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(values);
        if (starts.Length == 0 || starts[0] != 0 || starts[^1] != rows.Length || rows.Length != values.Length)
        {
            throw new InvalidDataException($"column starts end at {(starts.Length == 0 ? -1 : starts[^1])}, but there are {rows.Length} row numbers and {values.Length} values");
        }
        for (var j = 1; j < starts.Length; j++)
        {
            if (starts[j] < starts[j - 1]) throw new InvalidDataException($"column {j - 1} starts at {starts[j - 1]} and ends before, at {starts[j]}");
        }
        foreach (var row in rows)
        {
            if (row < 0 || row >= rowCount) throw new InvalidDataException($"row {row} is outside 0..{rowCount - 1}");
        }
        RowCount = rowCount;
        Starts = starts;
        Rows = rows;
        Values = values;
    }

    /// <summary>Number of rows.</summary>
    public int RowCount { get; }

    /// <summary>Number of columns.</summary>
    public int ColumnCount => Starts.Length - 1;

    /// <summary>Where each column starts, and one more entry: where the last one ends.</summary>
    public int[] Starts { get; }

    /// <summary>Row of each entry.</summary>
    public int[] Rows { get; }

    /// <summary>Value of each entry.</summary>
    public double[] Values { get; }

    /// <summary>The product A x.</summary>
    public double[] Times(ReadOnlySpan<double> x)
    {
        var y = new double[RowCount];
        for (var j = 0; j < ColumnCount; j++)
        {
            for (var e = Starts[j]; e < Starts[j + 1]; e++) y[Rows[e]] += Values[e] * x[j];
        }
        return y;
    }

    /// <summary>The product A' y.</summary>
    public double[] TransposeTimes(ReadOnlySpan<double> y)
    {
        var x = new double[ColumnCount];
        for (var j = 0; j < ColumnCount; j++)
        {
            for (var e = Starts[j]; e < Starts[j + 1]; e++) x[j] += Values[e] * y[Rows[e]];
        }
        return x;
    }

    /// <summary>The symmetric product S x, where this matrix holds the upper triangle of S with its diagonal.</summary>
    public double[] SymmetricTimes(ReadOnlySpan<double> x)
    {
        var y = new double[RowCount];
        for (var j = 0; j < ColumnCount; j++)
        {
            for (var e = Starts[j]; e < Starts[j + 1]; e++)
            {
                y[Rows[e]] += Values[e] * x[j];
                if (Rows[e] != j) y[j] += Values[e] * x[Rows[e]];
            }
        }
        return y;
    }

    /// <summary>The matrix as a full array, for small ones.</summary>
    public double[,] ToDense()
    {
        var dense = new double[RowCount, ColumnCount];
        for (var j = 0; j < ColumnCount; j++)
        {
            for (var e = Starts[j]; e < Starts[j + 1]; e++) dense[Rows[e], j] += Values[e];
        }
        return dense;
    }
}
