using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Rebalancing.Documents;

/// <summary>Reads values at a cursor and knows where in the document it stands. A value is read with the cursor on its first token and left on its last.</summary>
internal sealed class DocumentReader(Stream stream, DocumentOptions options)
{
    private readonly JsonCursor _cursor = new(stream);
    private readonly List<Step> _path = [];

    public DocumentOptions Options { get; } = options;

    /// <summary>The universe of the document, once read.</summary>
    public Universe? Universe { get; set; }

    /// <summary>Models and groupings of the document by name.</summary>
    public SharedParts Shared { get; } = new();

    public JsonTokenType Token => _cursor.Token;

    public long Line => _cursor.Line;

    public Universe RequireUniverse() => Universe ?? throw Fail("this needs the assets, and 'universe' has not been read; put 'universe' first");

    public void Next()
    {
        try
        {
            if (!_cursor.Read()) throw Fail("the text ends here; the document is cut off");
        }
        catch (JsonException error)
        {
            throw NotJson(error);
        }
    }

    /// <summary>Nothing but blanks may follow.</summary>
    public void End()
    {
        try
        {
            if (_cursor.Read()) throw Fail($"found {Found()} after the end of the document");
        }
        catch (JsonException error)
        {
            throw NotJson(error);
        }
    }

    public void Enter(string name) => _path.Add(new Step(name, -1));

    public void Enter(int index) => _path.Add(new Step(null, index));

    public void Leave() => _path.RemoveAt(_path.Count - 1);

    public void Expect(JsonTokenType token, string expected)
    {
        if (Token != token) throw Fail($"expected {expected}, found {Found()}");
    }

    public string Text(string expected)
    {
        Expect(JsonTokenType.String, expected);
        return _cursor.Text();
    }

    public string PropertyName() => _cursor.Text();

    public double Number(string expected)
    {
        Expect(JsonTokenType.Number, expected);
        if (Utf8Parser.TryParse(_cursor.Raw, out double value, out int used) && used == _cursor.Raw.Length && double.IsFinite(value)) return value;
        throw Fail($"expected {expected}, found {Found()}, which is outside the range of numbers");
    }

    public decimal Money(string expected)
    {
        Expect(JsonTokenType.Number, expected);
        string text = Encoding.ASCII.GetString(_cursor.Raw);
        if (decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal value)) return value;
        throw Fail($"expected {expected}, found {text}, which is outside the range of decimals");
    }

    public int Integer(string expected)
    {
        Expect(JsonTokenType.Number, expected);
        if (Utf8Parser.TryParse(_cursor.Raw, out int value, out int used) && used == _cursor.Raw.Length) return value;
        throw Fail($"expected {expected}, found {Found()}");
    }

    /// <summary>What the cursor stands on, for messages.</summary>
    public string Found() => Token switch
    {
        JsonTokenType.Number => Encoding.ASCII.GetString(_cursor.Raw),
        JsonTokenType.String => $"the text '{Short(_cursor.Text())}'",
        JsonTokenType.PropertyName => $"the field '{Short(_cursor.Text())}'",
        JsonTokenType.True => "true",
        JsonTokenType.False => "false",
        JsonTokenType.Null => "null",
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "a list",
        _ => "the end of a list or an object",
    };

    /// <summary>Makes an object of what was read; its refusal becomes one with place and line.</summary>
    /// <param name="line">Where the object begins.</param>
    /// <param name="make">Calls the constructor.</param>
    public T Make<T>(long line, Func<T> make)
    {
        try
        {
            return make();
        }
        catch (Exception refusal) when (refusal is ArgumentException or KeyNotFoundException)
        {
            throw new DocumentException(Path(), line, RefusalText.Of(refusal), refusal);
        }
    }

    public DocumentException Fail(string problem, Exception? inner = null) => new(Path(), Line, problem, inner);

    public DocumentException FailAt(long line, string problem, Exception? inner = null) => new(Path(), line, problem, inner);

    private DocumentException NotJson(JsonException error)
    {
        // The reader's own sentence carries its position, counted from zero, after this word; ours is said once, counted from one.
        string message = error.Message;
        int position = message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        long line = error.LineNumber is { } zeroBased ? zeroBased + 1 : Line;
        return new DocumentException(Path(), line, "this is not JSON: " + (position > 0 ? message[..position] : message), error);
    }

    private string Path()
    {
        var text = new StringBuilder();
        foreach (Step step in _path)
        {
            if (step.Name is null) text.Append(CultureInfo.InvariantCulture, $"[{step.Index}]");
            else if (text.Length == 0) text.Append(step.Name);
            else text.Append('.').Append(step.Name);
        }
        return text.ToString();
    }

    private static string Short(string text) => text.Length <= 40 ? text : text[..37] + "...";

    private readonly record struct Step(string? Name, int Index);
}
