using Spectre.Console;

namespace Rebalancing.Cli;

/// <summary>Drawn tables on a terminal. Rows are collected, because a drawn table knows its widths only when it is complete.</summary>
internal sealed class TerminalTable(IAnsiConsole console) : TableOutput
{
    private Table? _table;

    public TerminalTable(TextWriter output)
        : this(AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) })) { }

    public override void Title(string title)
    {
        End();
        console.WriteLine();
        console.Write(new Text(title + "\n", new Style(decoration: Decoration.Bold)));
    }

    public override void Row(params ReadOnlySpan<string> cells)
    {
        if (_table is null)
        {
            _table = new Table { Border = TableBorder.Rounded, UseSafeBorder = true };
            for (int c = 0; c < cells.Length; c++)
            {
                var column = new TableColumn(new Text(cells[c], new Style(decoration: Decoration.Bold)));
                _table.AddColumn(c == 0 ? column.LeftAligned() : column.RightAligned());
            }
            return;
        }
        var texts = new Text[cells.Length];
        for (int c = 0; c < texts.Length; c++) texts[c] = new Text(cells[c]);
        _table.AddRow(texts);
    }

    public override void Note(string note)
    {
        End();
        console.WriteLine(note);
    }

    public override void End()
    {
        if (_table is { } table) console.Write(table);
        _table = null;
    }
}
