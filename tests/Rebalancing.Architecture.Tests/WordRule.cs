using System.Text.RegularExpressions;

namespace Rebalancing.Architecture.Tests;

/// <summary>Words that must not stand in some files, and what to do about each.</summary>
internal sealed record WordRule(string Where, Func<SourceFile, bool> Applies, bool InCommentsToo, string Pattern, string Advice)
{
    public IEnumerable<string> Violations(IEnumerable<SourceFile> files)
    {
        foreach (var file in files.Where(Applies))
        {
            var lines = (InCommentsToo ? file.Text : file.Code).Split('\n');
            for (var i = 0; i < lines.Length; i++)
            {
                if (Regex.Match(lines[i], Pattern) is { Success: true } match) yield return $"{file.Path}({i + 1}): '{match.Value}' has no place in {Where}: {Advice}";
            }
        }
    }
}
