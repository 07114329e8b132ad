namespace Rebalancing.Csv;

/// <summary>Names in a column that stand there once.</summary>
internal sealed class SeenSymbols(CsvReader table, int column)
{
    private readonly Dictionary<string, int> _lines = new(StringComparer.Ordinal);

    /// <summary>The name in the current row, refused where it is empty or has stood before.</summary>
    public string Once()
    {
        string name = Named(table, column);
        return _lines.TryAdd(name, table.Line) ? name : throw table.Refuse(column, $"'{name}' stands in line {_lines[name]} already.");
    }

    public bool Contains(string name) => _lines.ContainsKey(name);

    /// <summary>The name in the current row, refused where it is empty.</summary>
    public static string Named(CsvReader table, int column) => table.IsEmpty(column) ? throw table.Refuse(column, "the field is empty; expected a name.") : table.Text(column);

    /// <summary>The symbol in the current row, refused where it is not an asset of the universe.</summary>
    public static int Known(Universe universe, CsvReader table, int column) =>
        universe.TryIndexOf(Named(table, column), out int asset) ? asset : throw table.Refuse(column, $"'{table.Text(column)}' is not in the universe of {universe.Count} assets.");
}
