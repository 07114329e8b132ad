using System.Globalization;

namespace Rebalancing.Benchmarks.Compare;

/// <summary>How a p5 instance's tax lots are posed.</summary>
internal enum LotForm
{
    /// <summary>A convex piecewise linear cost per asset, lots sorted by marginal cost.</summary>
    Pieces,

    /// <summary>One flow per purchase and per lot.</summary>
    Flows,
}

/// <summary>The command line of <c>compare</c>.</summary>
internal sealed record CompareOptions
{
    public const string Usage =
        "compare FILE.json ... [--impact] [--threads N] [--tol 1e-6] [--runs 7] [--cvar-limit K] [--frontier N] "
        + "[--engine interior-point|dual-newton] [--again] [--warm] [--lots pieces|flows] [--variant NAME]";

    /// <summary>Manifests of the instances to solve.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>p1 with its 3/2-power impact (then called p4).</summary>
    public bool Impact { get; init; }

    /// <summary>Threads the solver may use.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Relative tolerance asked of the solver.</summary>
    public double Tolerance { get; init; } = 1e-6;

    /// <summary>Timed runs, after two that are not timed.</summary>
    public int Runs { get; init; } = 7;

    /// <summary>p3 with a variance objective and this limit on CVaR; NaN for CVaR in the objective.</summary>
    public double CvarLimit { get; init; } = double.NaN;

    /// <summary>p2 as a frontier of this many points; 0 for the single problem.</summary>
    public int Frontier { get; init; }

    /// <summary>The engine to force, or empty for the solver's own choice.</summary>
    public string Engine { get; init; } = "";

    /// <summary>Time re-solves of the same numbers: a refill of the recorded program and a cold solve in the same memory.</summary>
    public bool Again { get; init; }

    /// <summary>Time re-solves after 1 % of the expected returns changed, started from the previous multipliers.</summary>
    public bool Warm { get; init; }

    /// <summary>A harder relative of a factor instance, by name; empty for the instance itself.</summary>
    public string Variant { get; init; } = "";

    /// <summary>How p5's lots are posed.</summary>
    public LotForm Lots { get; init; } = LotForm.Pieces;

    /// <summary>Reads the arguments.</summary>
    /// <exception cref="FormatException">An option is unknown, lacks its value or has one that cannot be read.</exception>
    public static CompareOptions Parse(ReadOnlySpan<string> arguments)
    {
        var options = new CompareOptions();
        var files = new List<string>();
        for (int i = 0; i < arguments.Length; i++)
        {
            string word = arguments[i];
            if (!word.StartsWith("--", StringComparison.Ordinal))
            {
                files.Add(word);
                continue;
            }

            options = word switch
            {
                "--impact" => options with { Impact = true },
                "--again" => options with { Again = true },
                "--warm" => options with { Warm = true },
                _ => options.With(word, ++i < arguments.Length ? arguments[i] : throw new FormatException($"{word} lacks its value.")),
            };
        }

        return files.Count > 0 ? options with { Files = files } : throw new FormatException("no instance was named.");
    }

    private CompareOptions With(string word, string value) => word switch
    {
        "--threads" => this with { Threads = Count(word, value) },
        "--tol" => this with { Tolerance = Number(word, value) },
        "--runs" => this with { Runs = Count(word, value) },
        "--cvar-limit" => this with { CvarLimit = Number(word, value) },
        "--frontier" => this with { Frontier = Count(word, value) },
        "--variant" => this with { Variant = value },
        "--engine" when value is "interior-point" or "dual-newton" => this with { Engine = value },
        "--engine" => throw new FormatException($"--engine is '{value}'; interior-point and dual-newton are known."),
        "--lots" => this with { Lots = Enum.TryParse(value, ignoreCase: true, out LotForm form) ? form : throw new FormatException($"--lots is '{value}'; pieces and flows are known.") },
        _ => throw new FormatException($"option '{word}' is unknown."),
    };

    private static int Count(string word, string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int count) && count > 0
            ? count
            : throw new FormatException($"{word} is '{value}'; a whole number above 0 is expected.");

    private static double Number(string word, string value) =>
        double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number)
            ? number
            : throw new FormatException($"{word} is '{value}'; a number is expected.");
}
