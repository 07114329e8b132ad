namespace Rebalancing.Docs.Tests;

/// <summary>The C# blocks of the pages under docs and of the README.</summary>
internal static class PageBlocks
{
    private const string Start = "```csharp", End = "```";

    public static IEnumerable<(string Page, int Line, string Code)> All()
    {
        foreach (string path in Directory.EnumerateFiles(RepositoryFolder.Combine("docs"), "*.md", SearchOption.AllDirectories).Append(RepositoryFolder.Combine("README.md")).Order(StringComparer.Ordinal))
        {
            string[] lines = File.ReadAllLines(path);
            for (int i = 0; i < lines.Length; i++)
            {
                if (lines[i] != Start) continue;
                string[] block = [.. lines.Skip(i + 1).TakeWhile(line => line != End)];
                // directives of single-file programs are no C#
                string code = string.Join('\n', block.Select(line => line.StartsWith("#:", StringComparison.Ordinal) ? "" : line));
                yield return (Path.GetRelativePath(RepositoryFolder.Root, path).Replace('\\', '/'), i + 2, code);
                i += block.Length;
            }
        }
    }
}
