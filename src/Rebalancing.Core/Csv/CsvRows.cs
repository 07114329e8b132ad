using System.Globalization;

namespace Rebalancing.Csv;

/// <summary>Tables by their shape: one row a name, and histories with one row a day.</summary>
internal static class CsvRows
{
    /// <summary>Reads a table with one row a name. Every name has its row, once; rows of other names are left out.</summary>
    /// <param name="table">Before its first row.</param>
    /// <param name="column">Where the names stand.</param>
    /// <param name="names">Who needs a row.</param>
    /// <param name="read">Takes the current row of a name, by the name's position.</param>
    public static void ReadAll(CsvReader table, int column, IReadOnlyList<string> names, Action<int> read)
    {
        var index = Enumerable.Range(0, names.Count).ToDictionary(i => names[i], i => i, StringComparer.Ordinal);
        var seen = new SeenSymbols(table, column);
        while (table.Next())
        {
            string name = seen.Once();
            if (index.TryGetValue(name, out int i)) read(i);
        }
        table.RequireAll(names, seen.Contains, "row");
    }

    /// <summary>Numbers day by day, NaN where a field is empty, and the days if the table has the column "date".</summary>
    public static (double[,] Values, DateOnly[]? Dates) ReadHistory(Universe universe, CsvReader table)
    {
        ArgumentNullException.ThrowIfNull(universe);
        int[] columns = table.ColumnsOf(universe.Symbols);
        int? date = table.Find("date");
        List<double> values = [];
        List<DateOnly> dates = [];
        while (table.Next())
        {
            if (date is { } when) dates.Add(Later(table, when, dates));
            foreach (int column in columns) values.Add(table.IsEmpty(column) ? double.NaN : table.Number(column));
        }
        int rows = values.Count / columns.Length;
        if (rows == 0) throw new CsvException(table.Table, 0, "", "a header and no row.");
        var history = new double[rows, columns.Length];
        for (int t = 0; t < rows; t++)
            for (int i = 0; i < columns.Length; i++) history[t, i] = values[(t * columns.Length) + i];
        return (history, date is null ? null : [.. dates]);
    }

    private static DateOnly Later(CsvReader table, int column, List<DateOnly> before)
    {
        DateOnly day = table.Day(column);
        if (before.Count > 0 && day <= before[^1])
            throw table.Refuse(column, string.Create(CultureInfo.InvariantCulture, $"{day:yyyy-MM-dd} is not after {before[^1]:yyyy-MM-dd} in the row before; the earliest day stands first and each day once."));
        return day;
    }
}
