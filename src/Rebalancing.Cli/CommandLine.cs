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

    /// <summary>Accounts from CSV in the place of the document's.</summary>
    public string? Holdings { get; private init; }

    /// <summary>Prices from CSV for these accounts.</summary>
    public string? Prices { get; private init; }

    public string? Orders { get; private init; }

    public DateOnly? AsOf { get; private init; }

    public char? Thousands { get; private init; }

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
            else if (word is "--html" or "--record" or "--account" or "--points" or "--holdings" or "--prices" or "--orders" or "--as-of" or "--thousands")
            {
                if (next is null) return line with { Mistake = $"{word} needs a value." };
                i++;
                if (word == "--points" && !(int.TryParse(next, NumberStyles.None, CultureInfo.InvariantCulture, out int points) && points is >= 2 and <= 1000))
                    return line with { Mistake = $"--points is '{next}'; expected a whole number from 2 to 1000." };
                if (word == "--as-of" && !DateOnly.TryParseExact(next, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
                    return line with { Mistake = $"--as-of is '{next}'; expected a day such as 2026-03-31." };
                if (word == "--thousands" && (next.Length != 1 || char.IsAsciiLetterOrDigit(next[0]) || next[0] is '.' or '"' or '-' or '+'))
                    return line with { Mistake = $"--thousands is '{next}'; expected one character that can separate thousands, such as a comma." };
                line = word switch
                {
                    "--html" => line with { Html = next },
                    "--record" => line with { Record = next },
                    "--account" => line with { Account = next },
                    "--holdings" => line with { Holdings = next },
                    "--prices" => line with { Prices = next },
                    "--orders" => line with { Orders = next },
                    "--as-of" => line with { AsOf = DateOnly.ParseExact(next, "yyyy-MM-dd", CultureInfo.InvariantCulture) },
                    "--thousands" => line with { Thousands = next[0] },
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
        if (line.Holdings is null && (line.Prices ?? line.AsOf?.ToString("O", CultureInfo.InvariantCulture)) is not null) return line with { Mistake = "--prices and --as-of go with --holdings." };
        return line;
    }
}
