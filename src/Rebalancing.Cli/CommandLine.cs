using System.Globalization;

namespace Rebalancing.Cli;

/// <summary>A command with its file and options, or the sentence that says what is wrong with it.</summary>
internal sealed record CommandLine
{
    private static readonly string[] Commands = ["demo", "solve", "explain", "frontier", "replay", "validate", "schema"];

    public string Command { get; private init; } = "";

    /// <summary>The document; "-" is standard input.</summary>
    public string File { get; private init; } = "";

    public bool Json { get; private init; }

    public string? Html { get; private init; }

    public string? Record { get; private init; }

    public string? Account { get; private init; }

    public int Points { get; private init; } = 10;

    public bool Help { get; private init; }

    public string? Mistake { get; private init; }

    public static CommandLine Parse(IReadOnlyList<string> args)
    {
        if (args.Count == 0) return new CommandLine { Mistake = "a command is missing." };
        if (args[0] is "--help" or "-h" or "help") return new CommandLine { Help = true };
        var line = new CommandLine { Command = args[0] };
        if (!Commands.Contains(line.Command)) return line with { Mistake = $"'{line.Command}' is not a command." };
        for (int i = 1; i < args.Count; i++)
        {
            string word = args[i];
            string? next = i + 1 < args.Count ? args[i + 1] : null;
            if (word is "--help" or "-h") return new CommandLine { Help = true };
            if (word == "--json") line = line with { Json = true };
            else if (word is "--html" or "--record" or "--account" or "--points")
            {
                if (next is null) return line with { Mistake = $"{word} needs a value." };
                i++;
                if (word == "--points" && !(int.TryParse(next, NumberStyles.None, CultureInfo.InvariantCulture, out int points) && points is >= 2 and <= 1000))
                    return line with { Mistake = $"--points is '{next}'; expected a whole number from 2 to 1000." };
                line = word switch
                {
                    "--html" => line with { Html = next },
                    "--record" => line with { Record = next },
                    "--account" => line with { Account = next },
                    _ => line with { Points = int.Parse(next, CultureInfo.InvariantCulture) },
                };
            }
            else if (word.StartsWith("--", StringComparison.Ordinal)) return line with { Mistake = $"'{word}' is not an option of {line.Command}." };
            else if (line.File.Length > 0) return line with { Mistake = $"'{word}' is one file too many; {line.Command} takes one." };
            else line = line with { File = word };
        }
        bool needsFile = line.Command is not ("demo" or "schema");
        if (needsFile && line.File.Length == 0) return line with { Mistake = $"{line.Command} needs a file." };
        if (!needsFile && line.File.Length > 0) return line with { Mistake = $"{line.Command} takes no file; found '{line.File}'." };
        return line;
    }
}
