namespace Rebalancing.Csv;

/// <summary>Characters of a table through one buffer, so that a file of any size takes the same memory.</summary>
internal sealed class CsvText(TextReader input)
{
    private const int Size = 1 << 15;

    private readonly char[] _buffer = new char[Size];
    private int _at, _filled;
    private bool _ended;

    /// <summary>Line of the next character, from 1.</summary>
    public int Line { get; private set; } = 1;

    /// <summary>The next character, or -1 at the end of the text.</summary>
    public int Peek() => _at < _filled || Fill() ? _buffer[_at] : -1;

    /// <summary>Takes the next character. Every kind of line end is one '\n'.</summary>
    public int Take()
    {
        int c = Peek();
        if (c < 0) return -1;
        _at++;
        if (c == '\r')
        {
            if (Peek() == '\n') _at++;
            c = '\n';
        }
        if (c == '\n') Line++;
        return c;
    }

    public void SkipLine()
    {
        int c;
        do c = Take();
        while (c is not (-1 or '\n'));
    }

    /// <summary>What of the current line is in the buffer, for a look ahead: all of it, unless it is longer than the buffer.</summary>
    public ReadOnlySpan<char> LookAhead()
    {
        _buffer.AsSpan(_at, _filled - _at).CopyTo(_buffer);
        (_filled, _at) = (_filled - _at, 0);
        while (!_ended && _filled < Size)
        {
            int read = input.Read(_buffer, _filled, Size - _filled);
            _ended = read == 0;
            _filled += read;
        }
        ReadOnlySpan<char> ahead = _buffer.AsSpan(0, _filled);
        int end = ahead.IndexOfAny('\r', '\n');
        return end < 0 ? ahead : ahead[..end];
    }

    private bool Fill()
    {
        if (_ended) return false;
        (_at, _filled) = (0, input.Read(_buffer, 0, Size));
        _ended = _filled == 0;
        return !_ended;
    }
}
