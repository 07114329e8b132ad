namespace Rebalancing.Cli;

/// <summary>Rows of plain text: the first cell to the left, numbers to the right.</summary>
internal sealed class PlainTable(TextWriter output) : TableOutput
{
    private const int First = 28, Others = 13;

    public override void Title(string title)
    {
        output.WriteLine();
        output.WriteLine(title);
    }

    public override void Row(params ReadOnlySpan<string> cells)
    {
        output.Write("  " + cells[0].PadRight(First));
        foreach (string cell in cells[1..]) output.Write(cell.PadLeft(Others));
        output.WriteLine();
    }

    public override void Note(string note)
    {
        if (note.Length > 0) output.WriteLine("  " + note);
        else output.WriteLine();
    }

    public override void End() { }
}
