namespace Rebalancing;

/// <summary>Rows with few coefficients each, in compressed-row form: row r has the columns ColumnIndex[RowStart[r] .. RowStart[r+1]-1].</summary>
public sealed class SparseMap : LinearMap
{
    private readonly int[] _rowStart;
    private readonly int[] _columnIndex;
    private readonly double[] _values;

    /// <param name="rows">Number of rows.</param>
    /// <param name="columns">Number of columns.</param>
    /// <param name="rowStart">Where each row begins; length rows + 1, from 0 ascending.</param>
    /// <param name="columnIndex">Column of each coefficient; a column appears at most once in a row.</param>
    /// <param name="values">The coefficients; finite.</param>
    public SparseMap(int rows, int columns, ReadOnlySpan<int> rowStart, ReadOnlySpan<int> columnIndex, ReadOnlySpan<double> values)
        : base(rows, columns)
    {
        if (rowStart.Length != rows + 1 || rowStart[0] != 0 || rowStart[rows] != columnIndex.Length || columnIndex.Length != values.Length)
            throw new ArgumentException(
                $"a sparse map of {rows} rows needs {rows + 1} row starts from 0 to the number of coefficients; found {rowStart.Length} starts, {columnIndex.Length} columns and {values.Length} values");
        for (int r = 0; r < rows; r++)
            if (rowStart[r + 1] < rowStart[r])
                throw new ArgumentException($"row {r} of the sparse map begins at {rowStart[r]} and ends at {rowStart[r + 1]}; row starts must not fall");
        CheckColumns(rows, columns, rowStart, columnIndex);
        Check.Finite(values, "the sparse map", "coefficient");
        _rowStart = rowStart.ToArray();
        _columnIndex = columnIndex.ToArray();
        _values = values.ToArray();
    }

    internal ReadOnlySpan<int> RowStart => _rowStart;

    internal ReadOnlySpan<int> ColumnIndex => _columnIndex;

    internal ReadOnlySpan<double> Values => _values;

    internal override void Apply(ReadOnlySpan<double> x, Span<double> y)
    {
        CheckShapes(x, y);
        for (int r = 0; r < Rows; r++)
        {
            double sum = 0;
            for (int q = _rowStart[r]; q < _rowStart[r + 1]; q++)
                sum += _values[q] * x[_columnIndex[q]];
            y[r] = sum;
        }
    }

    internal override void ApplyBound(ReadOnlySpan<double> x, Span<double> y)
    {
        CheckShapes(x, y);
        for (int r = 0; r < Rows; r++)
        {
            double sum = 0;
            for (int q = _rowStart[r]; q < _rowStart[r + 1]; q++)
                sum += Math.Abs(_values[q]) * x[_columnIndex[q]];
            y[r] = sum;
        }
    }

    internal override void AddTransposed(ReadOnlySpan<double> y, Span<double> x)
    {
        for (int r = 0; r < Rows; r++)
            for (int q = _rowStart[r]; q < _rowStart[r + 1]; q++)
                x[_columnIndex[q]] += _values[q] * y[r];
    }

    internal override void AddColumnSquares(ReadOnlySpan<double> rowWeight, Span<double> sums)
    {
        for (int r = 0; r < Rows; r++)
            for (int q = _rowStart[r]; q < _rowStart[r + 1]; q++)
                sums[_columnIndex[q]] += rowWeight[r] * _values[q] * _values[q];
    }

    internal override void CopyRow(int row, Span<double> destination)
    {
        destination[..Columns].Clear();
        for (int q = _rowStart[row]; q < _rowStart[row + 1]; q++)
            destination[_columnIndex[q]] += _values[q];
    }

    private static void CheckColumns(int rows, int columns, ReadOnlySpan<int> rowStart, ReadOnlySpan<int> columnIndex)
    {
        var lastRow = new int[columns];
        Array.Fill(lastRow, -1);
        for (int r = 0; r < rows; r++)
            for (int q = rowStart[r]; q < rowStart[r + 1]; q++)
            {
                int c = columnIndex[q];
                if (c < 0 || c >= columns)
                    throw new ArgumentOutOfRangeException(nameof(columnIndex), c, $"row {r} of the sparse map names column {c}; columns run from 0 to {columns - 1}");
                if (lastRow[c] == r)
                    throw new ArgumentException($"row {r} of the sparse map names column {c} twice; add the two coefficients");
                lastRow[c] = r;
            }
    }
}
