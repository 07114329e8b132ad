using System.Text;

namespace Rebalancing.Architecture.Tests;

/// <summary>C# source without its comments and without the text of its strings; the code inside interpolations stays, and so do line ends.</summary>
internal static class CodeText
{
    public static string Of(string source)
    {
        var code = new StringBuilder(source.Length);
        var at = 0;
        Code(source, ref at, code, insideHole: false);
        return code.ToString();
    }

    private static void Code(string s, ref int at, StringBuilder code, bool insideHole)
    {
        var braces = 0;
        while (at < s.Length)
        {
            if (StartsWith(s, at, "//")) while (at < s.Length && s[at] != '\n') at++;
            else if (StartsWith(s, at, "/*")) BlockComment(s, ref at, code);
            else if (s[at] == '\'') Character(s, ref at);
            else if (IsStringStart(s, at)) Text(s, ref at, code);
            else
            {
                if (s[at] == '{') braces++;
                if (s[at] == '}' && --braces < 0 && insideHole) return;
                code.Append(s[at++]);
            }
        }
    }

    private static void BlockComment(string s, ref int at, StringBuilder code)
    {
        var end = s.IndexOf("*/", at + 2, StringComparison.Ordinal);
        end = end < 0 ? s.Length : end + 2;
        code.Append('\n', s.AsSpan(at, end - at).Count('\n')).Append(' ');
        at = end;
    }

    private static void Character(string s, ref int at)
    {
        at++;
        while (at < s.Length && s[at] != '\'') at += s[at] == '\\' ? 2 : 1;
        at++;
    }

    private static bool IsStringStart(string s, int at)
    {
        while (at < s.Length && s[at] is '$' or '@') at++;
        return at < s.Length && s[at] == '"';
    }

    private static void Text(string s, ref int at, StringBuilder code)
    {
        var dollars = 0;
        var verbatim = false;
        for (; s[at] != '"'; at++)
        {
            if (s[at] == '$') dollars++;
            else verbatim = true;
        }
        var quotes = Run(s, at, '"');
        if (quotes == 2)
        {
            at += 2;
            code.Append("\"\"");
            return;
        }
        var raw = quotes >= 3;
        var closing = raw ? quotes : 1;
        at += closing;
        code.Append('"');
        while (at < s.Length)
        {
            if (s[at] == '\n') code.Append('\n');
            if (s[at] == '"')
            {
                var run = Run(s, at, '"');
                if (raw && run >= closing || !raw && (!verbatim || run % 2 == 1))
                {
                    at += raw || verbatim ? run : 1;
                    break;
                }
                at += run;
            }
            else if (!raw && !verbatim && s[at] == '\\') at += 2;
            else if (dollars > 0 && s[at] == '{' && Run(s, at, '{') is var open && (raw ? open >= dollars : open % 2 == 1))
            {
                at += open;
                code.Append('{');
                Code(s, ref at, code, insideHole: true);
                code.Append('}');
                at += raw ? Math.Min(dollars, Run(s, at, '}')) : 1;
            }
            else if (s[at] == '{') at += Run(s, at, '{');
            else at++;
        }
        code.Append('"');
    }

    private static int Run(string s, int at, char c)
    {
        var n = 0;
        while (at + n < s.Length && s[at + n] == c) n++;
        return n;
    }

    private static bool StartsWith(string s, int at, string word) => string.CompareOrdinal(s, at, word, 0, word.Length) == 0;
}
