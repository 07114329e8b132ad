using System.Globalization;

namespace Rebalancing;

/// <summary>A table of text cannot be read. The message names the table, the line, the column, what was found and what was expected.</summary>
public sealed class CsvException : FormatException
{
    internal CsvException(string table, int line, string column, string problem, Exception? inner = null)
        : base(string.Create(CultureInfo.InvariantCulture, $"{table}{(line > 0 ? $", line {line}" : "")}{(column.Length > 0 ? $", column '{column}'" : "")}: {problem}"), inner)
    {
        Line = line;
        Column = column;
        Problem = problem;
    }

    /// <summary>Line on which the row begins, from 1; 0 when the table as a whole is meant.</summary>
    public int Line { get; }

    /// <summary>Name of the column; empty when the row or the table is meant.</summary>
    public string Column { get; }

    /// <summary>What is wrong, without the place.</summary>
    public string Problem { get; }
}
