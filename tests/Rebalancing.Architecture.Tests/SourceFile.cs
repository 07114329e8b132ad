using System.Text.RegularExpressions;

namespace Rebalancing.Architecture.Tests;

/// <summary>One C# file of the repository: where it lies and what it declares.</summary>
internal sealed partial class SourceFile
{
    private readonly Lazy<string> code;

    public SourceFile(string path, string text)
    {
        Path = path;
        Text = text;
        code = new(() => CodeText.Of(text));
    }

    /// <summary>Path from the repository's root, with forward slashes.</summary>
    public string Path { get; }

    public string Text { get; }

    /// <summary>The text without comments and strings.</summary>
    public string Code => code.Value;

    public int LineCount => Text.AsSpan().Count('\n') + (Text.EndsWith('\n') ? 0 : 1);

    /// <summary>The file's name up to its first dot: Mandate for Mandate.cs and for Mandate.Checks.cs.</summary>
    public string Stem => System.IO.Path.GetFileName(Path).Split('.')[0];

    /// <summary>The folder below src/Rebalancing.X, or null for files directly in it and for files outside src.</summary>
    public string? Room => Path.Split('/') is ["src", _, var room, _, ..] ? room : null;

    /// <summary>The project, for example Rebalancing.Core.</summary>
    public string Project => Path.Split('/')[1];

    /// <summary>Types declared outside any other type.</summary>
    public IEnumerable<DeclaredType> DeclaredTypes()
    {
        var depth = 0;
        var seen = 0;
        foreach (Match match in Declaration().Matches(Code))
        {
            for (; seen < match.Index; seen++) depth += Code[seen] switch { '{' => 1, '}' => -1, _ => 0 };
            if (depth != 0) continue;
            var modifiers = match.Groups["modifiers"].Value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            var rest = Code.AsSpan(match.Index + match.Length);
            var header = rest[..Math.Max(0, rest.IndexOfAny('{', ';'))].ToString();
            yield return new(match.Groups["name"].Value, modifiers.Contains("public"), modifiers.Contains("abstract"), Bases(header));
        }
    }

    // "(int count) : Term(count), IFoo where T : ..." has the bases Term and IFoo
    private static string[] Bases(string header)
    {
        var afterParameters = Parentheses().Replace(header, "");
        var colon = afterParameters.Split(" where ")[0].Split(':', 2);
        return colon.Length == 1 ? [] : [.. Identifier().Matches(colon[1]).Select(m => m.Value)];
    }

    /// <summary>Names that stand where a type can stand: not behind a dot, and not the name of a member that the file declares.</summary>
    public IEnumerable<(string Name, int Line)> PossibleTypeUses()
    {
        var members = Identifier().Matches(Code).Where(m => IsBeingDeclared(m.Index)).Select(m => m.Value).ToHashSet();
        var line = 1;
        var seen = 0;
        foreach (Match match in Identifier().Matches(Code))
        {
            for (; seen < match.Index; seen++) if (Code[seen] == '\n') line++;
            if (!members.Contains(match.Value)) yield return (match.Value, line);
        }
    }

    // "double Name", "double[] Name", "double? Name" and "List<double> Name" declare; "return Name", "=> Name", "a > Name" and "[Attribute] Name" do not
    private bool IsBeingDeclared(int start)
    {
        var before = Code.AsSpan(0, start).TrimEnd();
        if (before.Length == start || before.Length < 2) return false;
        return before[^1] switch
        {
            '>' or '?' => !char.IsWhiteSpace(before[^2]) && before[^2] != '=',
            ']' => before[^2] is '[' or ',',
            var c when char.IsLetterOrDigit(c) || c == '_' => !Keywords.Contains(LastWord().Match(before.ToString()).Value),
            _ => false,
        };
    }

    /// <summary>Words after which a type may follow; after any other word a name is being declared.</summary>
    private static readonly HashSet<string> Keywords =
    [
        "new", "return", "is", "as", "in", "out", "ref", "case", "throw", "await", "public", "private", "internal", "protected", "static", "sealed",
        "readonly", "required", "override", "abstract", "virtual", "params", "this", "else", "not", "or", "and", "where", "when", "const", "using", "foreach",
        "event", "class", "struct", "record", "interface", "enum", "implicit", "explicit", "operator", "partial", "scoped", "extern", "volatile", "fixed", "default", "yield", "do", "async",
    ];

    // a type declaration: modifiers, the kind, the name
    [GeneratedRegex(@"(?<modifiers>(?:\b(?:public|internal|file|sealed|static|abstract|readonly|ref|partial|unsafe|record|private|protected)\s+)*)\b(?:class|struct|interface|enum|record|delegate\s+[\w<>\[\],?.]+)\s+(?<name>[A-Z]\w*)")]
    private static partial Regex Declaration();

    // a capitalised identifier that no dot precedes
    [GeneratedRegex(@"(?<![\w.@])[A-Z]\w*")]
    private static partial Regex Identifier();

    // innermost first is enough: parameter lists hold at most tuples
    [GeneratedRegex(@"\((?:[^()]|\([^()]*\))*\)")]
    private static partial Regex Parentheses();

    [GeneratedRegex(@"\w+$", RegexOptions.RightToLeft)]
    private static partial Regex LastWord();
}
