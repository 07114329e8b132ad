namespace Rebalancing;

/// <summary>A document that cannot be read or written: where, what was found and what was expected.</summary>
/// <remarks>Immutable.</remarks>
public sealed class DocumentException : FormatException
{
    /// <param name="path">Place in the document, such as <c>mandate.limits[2].upper</c>; empty for the document as a whole.</param>
    /// <param name="line">Line in the text, from 1; 0 when there is no text yet.</param>
    /// <param name="problem">What was found and what was expected.</param>
    /// <param name="inner">The refusal behind it, if any.</param>
    public DocumentException(string path, long line, string problem, Exception? inner = null) : base(Sentence(path, line, problem), inner)
    {
        Path = path;
        Line = line;
        Problem = problem;
    }

    /// <summary>Place in the document; empty for the document as a whole.</summary>
    public string Path { get; }

    /// <summary>Line in the text, from 1; 0 when there is no text yet.</summary>
    public long Line { get; }

    /// <summary>What was found and what was expected, without the place.</summary>
    public string Problem { get; }

    private static string Sentence(string path, long line, string problem)
    {
        string place = path.Length == 0 ? "document" : path;
        return line > 0 ? FormattableString.Invariant($"{place} (line {line}): {problem}") : $"{place}: {problem}";
    }
}
