using System.Text.Json;

namespace Rebalancing.Documents;

/// <summary>
/// One token of a JSON stream at a time, with its line. Only the buffer around the current token is in memory, so that a document of any length is read in
/// bounded space.
/// </summary>
internal sealed class JsonCursor(Stream stream)
{
    /// <summary>Bytes; one token must fit.</summary>
    private const int FirstBuffer = 1 << 16, LargestBuffer = 1 << 24;

    private static readonly JsonReaderOptions Strict = new() { CommentHandling = JsonCommentHandling.Disallow, AllowTrailingCommas = false, MaxDepth = 64 };

    private byte[] _buffer = new byte[FirstBuffer];
    private int _start, _end, _valueStart, _valueLength;
    private bool _isLast, _begun;
    private JsonReaderState _state = new(Strict);
    private bool _valueIsEscaped;

    /// <summary>Kind of the current token.</summary>
    public JsonTokenType Token { get; private set; }

    /// <summary>Line of the current token, from 1.</summary>
    public long Line { get; private set; } = 1;

    /// <summary>Bytes of the current number, or of the current text between its quotes as written; valid until the next <see cref="Read"/>.</summary>
    public ReadOnlySpan<byte> Raw => _buffer.AsSpan(_valueStart, _valueLength);

    /// <summary>Moves to the next token; false at the end of the document.</summary>
    /// <exception cref="JsonException">The text is not JSON.</exception>
    public bool Read()
    {
        if (!_begun) Begin();
        while (true)
        {
            var reader = new Utf8JsonReader(_buffer.AsSpan(_start, _end - _start), _isLast, _state);
            if (reader.Read())
            {
                Token = reader.TokenType;
                Line += _buffer.AsSpan(_start, (int)reader.TokenStartIndex).Count((byte)'\n');
                _valueLength = reader.ValueSpan.Length;
                int quote = Token is JsonTokenType.String or JsonTokenType.PropertyName ? 1 : 0;
                _valueStart = _start + (int)reader.TokenStartIndex + quote;
                _valueIsEscaped = reader.ValueIsEscaped;
                _start += (int)reader.BytesConsumed;
                _state = reader.CurrentState;
                return true;
            }
            Line += _buffer.AsSpan(_start, (int)reader.BytesConsumed).Count((byte)'\n');
            _start += (int)reader.BytesConsumed;
            _state = reader.CurrentState;
            if (_isLast) return false;
            Fill();
        }
    }

    /// <summary>The current text or property name, unescaped.</summary>
    public string Text()
    {
        if (!_valueIsEscaped) return System.Text.Encoding.UTF8.GetString(Raw);
        var reader = new Utf8JsonReader(_buffer.AsSpan(_valueStart - 1, _valueLength + 2));
        reader.Read();
        return reader.GetString()!;
    }

    private void Begin()
    {
        _begun = true;
        Fill();
        // A byte order mark is not JSON, yet editors write it.
        if (_buffer.AsSpan(0, _end).StartsWith("\uFEFF"u8)) _start = 3;
    }

    private void Fill()
    {
        int kept = _end - _start;
        if (_start > 0) _buffer.AsSpan(_start, kept).CopyTo(_buffer);
        else if (kept == _buffer.Length)
        {
            if (kept >= LargestBuffer) throw new JsonException($"one value is longer than {LargestBuffer / (1 << 20)} MB");
            Array.Resize(ref _buffer, 2 * kept);
        }
        (_start, _end) = (0, kept);
        while (_end < _buffer.Length)
        {
            int read = stream.Read(_buffer, _end, _buffer.Length - _end);
            if (read == 0) { _isLast = true; return; }
            _end += read;
        }
    }
}
