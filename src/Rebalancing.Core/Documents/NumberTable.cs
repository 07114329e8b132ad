namespace Rebalancing.Documents;

/// <summary>Numbers row after row.</summary>
/// <param name="Values">All of them.</param>
/// <param name="Columns">Numbers in a row; 0 when only the use knows.</param>
internal sealed record NumberTable(double[] Values, int Columns)
{
    /// <summary>The numbers, as rows of a length that the use demands.</summary>
    public double[] Rows(string what, int rows, int columns)
    {
        bool fits = Values.Length == (long)rows * columns && (Columns == 0 || Columns == columns || Values.Length == 0);
        return fits ? Values : throw new ArgumentException(Columns == 0
            ? $"{what} has {Values.Length} numbers; expected {rows} x {columns}"
            : $"{what} has {Values.Length / Columns} rows of {Columns} numbers; expected {rows} rows of {columns}");
    }
}
