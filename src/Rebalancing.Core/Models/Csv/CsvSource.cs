using System.Globalization;
using System.Text;

namespace Rebalancing.Models;

/// <summary>A table of text as vendors send it: comma, semicolon or tab, quotes where needed, comment lines that begin with # or !, a header.</summary>
internal sealed class CsvSource
{
    private readonly string _what;
    private readonly List<(int Line, string[] Fields)> _rows = [];

    private CsvSource(string what, string[] header)
    {
        _what = what;
        Header = header;
    }

    public string[] Header { get; }

    public int Rows => _rows.Count;

    public static CsvSource Read(TextReader input, string what)
    {
        ArgumentNullException.ThrowIfNull(input);
        CsvSource? table = null;
        char separator = ',';
        int number = 0;
        while (input.ReadLine() is { } line)
        {
            number++;
            if (number == 1) line = line.TrimStart('\uFEFF');
            if (string.IsNullOrWhiteSpace(line) || line[0] is '#' or '!') continue;
            if (table is null)
            {
                separator = line.Contains('\t', StringComparison.Ordinal) ? '\t' : line.Contains(';', StringComparison.Ordinal) ? ';' : ',';
                table = new CsvSource(what, Split(line, separator));
                continue;
            }
            string[] fields = Split(line, separator);
            if (fields.Length != table.Header.Length) throw new FormatException($"{what}, line {number}: {fields.Length} fields; the header has {table.Header.Length}.");
            table._rows.Add((number, fields));
        }
        return table ?? throw new FormatException($"{what}: no header; expected a line of column names.");
    }

    public string Text(int row, int column) => _rows[row].Fields[column];

    public double Number(int row, int column)
    {
        (int line, string[] fields) = _rows[row];
        return double.TryParse(fields[column], NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value)
            ? value
            : throw new FormatException($"{_what}, line {line}, column '{Header[column]}': '{fields[column]}' is not a finite number (a point separates decimals).");
    }

    /// <summary>The row whose first field is each name; every name needs one, other rows are left out.</summary>
    public int[] RowsOf(IReadOnlyList<string> names) => Find(names, [.. Enumerable.Range(0, Rows).Select(row => Text(row, 0))], "row");

    /// <summary>The column of each name; every name needs one, other columns are left out.</summary>
    public int[] ColumnsOf(IReadOnlyList<string> names) => Find(names, Header, "column");

    private int[] Find(IReadOnlyList<string> names, string[] where, string kind)
    {
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < where.Length; i++)
            if (!places.TryAdd(where[i], i)) throw new FormatException($"{_what}: two {kind}s are called '{where[i]}'.");
        string[] missing = [.. names.Where(name => !places.ContainsKey(name))];
        if (missing.Length > 0) throw new FormatException($"{_what}: no {kind} for {string.Join(", ", missing.Take(5))}{(missing.Length > 5 ? $" and {missing.Length - 5} more" : "")}.");
        return [.. names.Select(name => places[name])];
    }

    private static string[] Split(string line, char separator)
    {
        List<string> fields = [];
        var field = new StringBuilder();
        bool quoted = false;
        for (int i = 0; i < line.Length; i++)
        {
            char c = line[i];
            if (c == '"' && quoted && i + 1 < line.Length && line[i + 1] == '"')
            {
                field.Append('"');
                i++;
            }
            else if (c == '"') quoted = !quoted;
            else if (c == separator && !quoted)
            {
                fields.Add(field.ToString().Trim());
                field.Clear();
            }
            else field.Append(c);
        }
        fields.Add(field.ToString().Trim());
        return [.. fields];
    }
}
