namespace Rebalancing.Cli;

/// <summary>Tables for people: titles, rows, notes. The first row after a title is the head.</summary>
internal abstract class TableOutput
{
    public abstract void Title(string title);

    /// <summary>One row: the first cell to the left, the others to the right.</summary>
    public abstract void Row(params ReadOnlySpan<string> cells);

    /// <summary>A line below a table; an empty one is a blank line.</summary>
    public abstract void Note(string note);

    /// <summary>Ends the last table.</summary>
    public abstract void End();

    /// <summary>Drawn tables where a person looks at a terminal, plain text elsewhere.</summary>
    public static TableOutput For(TextWriter output, bool isTerminal) => isTerminal ? new TerminalTable(output) : new PlainTable(output);
}
