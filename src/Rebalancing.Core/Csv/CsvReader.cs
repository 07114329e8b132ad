using System.Text;

namespace Rebalancing.Csv;

/// <summary>
/// A table as brokers and vendors send it, row by row: comma, semicolon or tab, quotes where needed (doubled inside), with or without byte order mark, empty lines and lines that begin with
/// # or ! left out, a header. Only the current row is in memory.
/// </summary>
internal sealed class CsvReader
{
    /// <summary>Longest field: a quote that is never closed is told from a long text by it.</summary>
    private const int LongestField = 1 << 15;

    private readonly CsvText _text;
    private readonly CsvOptions _options;
    private readonly char _separator;
    private readonly StringBuilder _field = new();
    private readonly List<string> _fields = [];

    public CsvReader(TextReader input, string table, CsvOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(input);
        Table = table;
        _text = new CsvText(input);
        _options = options ?? CsvOptions.Default;
        if (_text.Peek() == '\uFEFF') _text.Take();
        _separator = SkipToRow() ? _options.Separator ?? Separator(_text.LookAhead()) : throw new CsvException(table, 0, "", "no header; expected a line of column names.");
        ReadRow();
        Header = [.. _fields];
        foreach (IGrouping<string, string> twice in Header.Where(name => name.Length > 0).GroupBy(name => name, StringComparer.Ordinal).Where(group => group.Skip(1).Any()))
            throw new CsvException(table, 0, "", $"two columns are called '{twice.Key}'.");
    }

    /// <summary>What the table holds, for messages.</summary>
    public string Table { get; }

    /// <summary>Names of the columns as they stand in the file.</summary>
    public IReadOnlyList<string> Header { get; }

    /// <summary>Line on which the current row begins, from 1.</summary>
    public int Line { get; private set; }

    /// <summary>Goes to the next row; false at the end.</summary>
    public bool Next()
    {
        if (!SkipToRow()) return false;
        ReadRow();
        return _fields.Count == Header.Count ? true : throw new CsvException(Table, Line, "", $"{_fields.Count} fields; the header has {Header.Count}.");
    }

    public string Text(int column) => _fields[column];

    public bool IsEmpty(int column) => _fields[column].Length == 0;

    public double Number(int column) => CsvNumbers.Number(_fields[column], _options.Thousands, out double value) ? value : throw Refuse(column, CsvNumbers.Problem(_fields[column]));

    public decimal Money(int column) => CsvNumbers.Money(_fields[column], _options.Thousands, out decimal value) ? value : throw Refuse(column, CsvNumbers.Problem(_fields[column]));

    public DateOnly Day(int column) => CsvNumbers.Day(_fields[column], out DateOnly day) ? day : throw Refuse(column, $"'{_fields[column]}' is not a day such as 2026-03-31.");

    /// <summary>The column of a name that every table of this kind has.</summary>
    public int Column(string name) => Find(name) ?? throw new CsvException(Table, 0, "", $"no column '{NameOf(name)}'; found {string.Join(", ", Header.Take(12).Select(h => $"'{h}'"))}{(Header.Count > 12 ? " and more" : "")} (CsvOptions.Columns says which is which).");

    /// <summary>The column of a name that a table may lack.</summary>
    public int? Find(string name)
    {
        string wanted = NameOf(name);
        int[] found = [.. Enumerable.Range(0, Header.Count).Where(c => string.Equals(Header[c], wanted, StringComparison.OrdinalIgnoreCase))];
        return found.Length switch
        {
            0 => null,
            1 => found[0],
            _ => throw new CsvException(Table, 0, "", $"'{Header[found[0]]}' and '{Header[found[1]]}' are both the column '{wanted}'."),
        };
    }

    /// <summary>The column of each name; every name needs one, other columns are left out. Names are assets or factors: the case of letters counts.</summary>
    public int[] ColumnsOf(IReadOnlyList<string> names)
    {
        var places = Enumerable.Range(0, Header.Count).Where(c => Header[c].Length > 0).ToDictionary(c => Header[c], c => c, StringComparer.Ordinal);
        RequireAll(names, places.ContainsKey, "column");
        return [.. names.Select(name => places[name])];
    }

    /// <summary>Refuses a table that lacks some of the names, with the first of them.</summary>
    public void RequireAll(IReadOnlyList<string> names, Func<string, bool> isThere, string kind)
    {
        string[] missing = [.. names.Where(name => !isThere(name))];
        if (missing.Length > 0) throw new CsvException(Table, 0, "", $"no {kind} for {string.Join(", ", missing.Take(5))}{(missing.Length > 5 ? $" and {missing.Length - 5} more" : "")}.");
    }

    public CsvException Refuse(int column, string problem) => new(Table, Line, Header[column], problem);

    private string NameOf(string name) => _options.Columns.TryGetValue(name, out string? own) ? own : name;

    /// <summary>Passes empty lines and comments; false at the end of the text.</summary>
    private bool SkipToRow()
    {
        while (true)
        {
            int c = _text.Peek();
            if (c < 0) return false;
            bool isLeftOut = c is '#' or '!' or '\r' or '\n' || (char.IsWhiteSpace((char)c) && _text.LookAhead().IsWhiteSpace());
            if (!isLeftOut) return true;
            _text.SkipLine();
        }
    }

    private void ReadRow()
    {
        Line = _text.Line;
        _fields.Clear();
        while (ReadField()) { }
    }

    /// <summary>Reads one field; false when it was the last of its row.</summary>
    private bool ReadField()
    {
        _field.Clear();
        int c = _text.Take();
        while (c is ' ' or '\t' && c != _separator) c = _text.Take();
        if (c == '"')
        {
            ReadQuoted();
            for (c = _text.Take(); c is ' ' or '\t' && c != _separator;) c = _text.Take();
            if (c != _separator && c is not ('\n' or -1)) throw new CsvException(Table, Line, Current, $"'{(char)c}' stands behind the closing quote; quotes inside a field are doubled.");
            _fields.Add(_field.ToString().Trim());
            return c == _separator;
        }
        for (; c != _separator && c is not ('\n' or -1); c = _text.Take()) Append((char)c);
        _fields.Add(_field.ToString().TrimEnd());
        return c == _separator;
    }

    private void ReadQuoted()
    {
        while (true)
        {
            int c = _text.Take();
            if (c < 0) throw new CsvException(Table, Line, Current, "the text ends inside quotes.");
            if (c != '"') Append((char)c);
            else if (_text.Peek() == '"') Append((char)_text.Take());
            else return;
        }
    }

    private void Append(char c)
    {
        if (_field.Length == LongestField) throw new CsvException(Table, Line, Current, $"a field of more than {LongestField} characters; is a quote missing?");
        _field.Append(c);
    }

    /// <summary>Name of the column that is being read; empty in the header and behind its last column.</summary>
    private string Current => Header is { } header && _fields.Count < header.Count ? header[_fields.Count] : "";

    private static char Separator(ReadOnlySpan<char> header) => header.Contains('\t') ? '\t' : header.Contains(';') ? ';' : ',';
}
