namespace Rebalancing.Core.Tests;

/// <summary>A start, then the same rows again and again: a long file that lies nowhere.</summary>
internal sealed class RowsOfText(string start, string row, long length) : TextReader
{
    public long Taken { get; private set; }

    public override int Read(char[] buffer, int index, int count)
    {
        int written = 0;
        for (; written < count && Taken < length; written++, Taken++)
            buffer[index + written] = Taken < start.Length ? start[(int)Taken] : row[(int)((Taken - start.Length) % row.Length)];
        return written;
    }
}
