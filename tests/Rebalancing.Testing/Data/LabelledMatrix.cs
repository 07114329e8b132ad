namespace Rebalancing.Testing;

/// <summary>A table of numbers whose first column labels the rows (assets or dates) and whose header labels the columns; an empty cell is NaN.</summary>
public sealed class LabelledMatrix
{
    private readonly double[][] rows;

    private LabelledMatrix(string[] rowLabels, string[] columnLabels, double[][] rows)
    {
        RowLabels = rowLabels;
        ColumnLabels = columnLabels;
        this.rows = rows;
    }

    /// <summary>Labels of the rows, in file order.</summary>
    public IReadOnlyList<string> RowLabels { get; }

    /// <summary>Labels of the columns, in file order, without the label column's own.</summary>
    public IReadOnlyList<string> ColumnLabels { get; }

    /// <summary>The value in a row and column.</summary>
    public double this[int row, int column] => rows[row][column];

    /// <summary>Reads a file.</summary>
    public static LabelledMatrix Read(string path) => From(CsvTable.Read(path));

    /// <summary>Reads a table.</summary>
    public static LabelledMatrix From(CsvTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        var width = table.Header.Count - 1;
        var rows = new double[table.Rows.Count][];
        for (var r = 0; r < rows.Length; r++)
        {
            rows[r] = new double[width];
            for (var c = 0; c < width; c++) rows[r][c] = table.Number(r, c + 1) ?? double.NaN;
        }
        return new LabelledMatrix([.. table.Rows.Select(r => r[0])], [.. table.Header.Skip(1)], rows);
    }

    /// <summary>One column by its position.</summary>
    public double[] Column(int column) => [.. rows.Select(r => r[column])];

    /// <summary>The columns with these labels, in this order.</summary>
    public LabelledMatrix Select(IReadOnlyList<string> labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        var from = labels.Select(l => ColumnLabels.ToList().IndexOf(l)).ToArray();
        var missing = Array.FindIndex(from, i => i < 0);
        if (missing >= 0) throw new InvalidDataException($"no column {labels[missing]}; there are {string.Join(", ", ColumnLabels)}");
        return new LabelledMatrix([.. RowLabels], [.. labels], [.. rows.Select(r => from.Select(i => r[i]).ToArray())]);
    }

    /// <summary>The numbers as a full array.</summary>
    public double[,] ToDense()
    {
        var dense = new double[RowLabels.Count, ColumnLabels.Count];
        for (var r = 0; r < RowLabels.Count; r++)
        {
            for (var c = 0; c < ColumnLabels.Count; c++) dense[r, c] = rows[r][c];
        }
        return dense;
    }
}
