using System.Globalization;

namespace Rebalancing.Testing;

/// <summary>
/// A portfolio problem of Beasley's OR-Library (portN.txt: the number of assets, then "mean deviation" per asset, then
/// "i j correlation" for i &lt;= j) with its published long-only, fully invested frontier (portefN.txt: "return variance").
/// Returns are weekly fractions.
/// </summary>
public sealed class OrLibraryPortfolio
{
    private readonly double[,] correlations;

    private OrLibraryPortfolio(double[] means, double[] deviations, double[,] correlations, (double Return, double Variance)[] frontier)
    {
        Means = means;
        Deviations = deviations;
        this.correlations = correlations;
        Frontier = frontier;
    }

    /// <summary>The problems that tests/ReferenceData holds: 1 (Hang Seng), 2 (DAX 100), 4 (S&amp;P 100).</summary>
    public static IReadOnlyList<int> Numbers { get; } = [1, 2, 4];

    /// <summary>Mean weekly return of each asset.</summary>
    public IReadOnlyList<double> Means { get; }

    /// <summary>Standard deviation of the weekly return of each asset.</summary>
    public IReadOnlyList<double> Deviations { get; }

    /// <summary>The published frontier, from the highest return down.</summary>
    public IReadOnlyList<(double Return, double Variance)> Frontier { get; }

    /// <summary>Number of assets.</summary>
    public int AssetCount => Means.Count;

    /// <summary>Covariance of two assets' weekly returns.</summary>
    public double Covariance(int i, int j) => correlations[i, j] * (Deviations[i] * Deviations[j]);

    /// <summary>The whole covariance matrix.</summary>
    public double[,] CovarianceMatrix()
    {
        var matrix = new double[AssetCount, AssetCount];
        for (var i = 0; i < AssetCount; i++)
        {
            for (var j = 0; j < AssetCount; j++) matrix[i, j] = Covariance(i, j);
        }
        return matrix;
    }

    /// <summary>Reads portN.txt and portefN.txt.</summary>
    public static OrLibraryPortfolio Read(int number)
    {
        var words = ReadNumbers($"port{number}.txt");
        var n = (int)words[0];
        var pairs = n * (n + 1) / 2;
        if (words.Length != 1 + 2 * n + 3 * pairs) throw new InvalidDataException($"port{number}.txt holds {words.Length} numbers; {n} assets need {1 + 2 * n + 3 * pairs}");
        var means = new double[n];
        var deviations = new double[n];
        for (var i = 0; i < n; i++)
        {
            means[i] = words[1 + 2 * i];
            deviations[i] = words[2 + 2 * i];
        }
        var correlations = new double[n, n];
        for (var p = 0; p < pairs; p++)
        {
            var at = 1 + 2 * n + 3 * p;
            var (i, j) = ((int)words[at] - 1, (int)words[at + 1] - 1);
            correlations[i, j] = correlations[j, i] = words[at + 2];
        }
        var frontier = ReadNumbers($"portef{number}.txt").Chunk(2).Select(p => (p[0], p[1])).ToArray();
        return new OrLibraryPortfolio(means, deviations, correlations, frontier);
    }

    private static double[] ReadNumbers(string file) =>
        [.. File.ReadAllText(ReferenceFolder.Combine("orlib", file))
            .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            .Select(w => double.Parse(w, CultureInfo.InvariantCulture))];
}
