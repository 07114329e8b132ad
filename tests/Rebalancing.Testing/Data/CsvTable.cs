using System.Globalization;
using System.Text;

namespace Rebalancing.Testing;

/// <summary>A comma-separated table with a header line; cells may be quoted, line ends may be LF or CRLF, blank lines are skipped.</summary>
public sealed class CsvTable
{
    private readonly Dictionary<string, int> columns = [];

    private CsvTable(string name, string[] header, string[][] rows)
    {
        Name = name;
        Header = header;
        Rows = rows;
        for (var c = 0; c < header.Length; c++) columns[header[c]] = c;
    }

    /// <summary>File name, for messages.</summary>
    public string Name { get; }

    /// <summary>The names in the first line.</summary>
    public IReadOnlyList<string> Header { get; }

    /// <summary>The cells of the other lines.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Rows { get; }

    /// <summary>Reads a file; with <paramref name="mayEndEarly"/>, cells missing at the end of a row count as empty.</summary>
    public static CsvTable Read(string path, bool mayEndEarly = false) => Parse(Path.GetFileName(path), File.ReadAllText(path), mayEndEarly);

    /// <summary>Reads text; <paramref name="name"/> is for messages.</summary>
    public static CsvTable Parse(string name, string text, bool mayEndEarly = false)
    {
        ArgumentNullException.ThrowIfNull(text);
        var lines = text.Split('\n').Select(l => l.TrimEnd('\r')).Where(l => l.Length > 0).Select(Cells).ToArray();
        if (lines.Length == 0) throw new InvalidDataException($"{name} is empty; expected a header line");
        for (var i = 1; i < lines.Length; i++)
        {
            if (mayEndEarly && lines[i].Length < lines[0].Length) lines[i] = [.. lines[i], .. Enumerable.Repeat("", lines[0].Length - lines[i].Length)];
            if (lines[i].Length != lines[0].Length) throw new InvalidDataException($"{name}, row {i} has {lines[i].Length} cells; the header has {lines[0].Length}");
        }
        return new CsvTable(name, lines[0], lines[1..]);
    }

    /// <summary>A cell as text; empty when the cell is empty.</summary>
    public string Text(int row, string column) => Rows[row][ColumnOf(column)];

    /// <summary>A cell as a number; null when the cell is empty.</summary>
    public double? Number(int row, string column) => Number(row, ColumnOf(column));

    /// <summary>A cell as a number; null when the cell is empty.</summary>
    public double? Number(int row, int column)
    {
        var cell = Rows[row][column];
        if (cell.Length == 0) return null;
        return double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new InvalidDataException($"{Name}, row {row + 1}, column {Header[column]}: '{cell}' is not a number");
    }

    private int ColumnOf(string column) =>
        columns.TryGetValue(column, out var index) ? index : throw new InvalidDataException($"{Name} has no column {column}; it has {string.Join(", ", Header)}");

    private static string[] Cells(string line)
    {
        var cells = new List<string>();
        var cell = new StringBuilder();
        var quoted = false;
        foreach (var c in line)
        {
            if (c == '"') quoted = !quoted;
            else if (c == ',' && !quoted)
            {
                cells.Add(cell.ToString());
                cell.Clear();
            }
            else cell.Append(c);
        }
        cells.Add(cell.ToString());
        return [.. cells];
    }
}
