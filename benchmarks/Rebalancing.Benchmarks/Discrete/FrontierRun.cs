using System.Diagnostics;
using System.Globalization;
using Rebalancing.Solvers;
using Rebalancing.Testing;

namespace Rebalancing.Benchmarks.Discrete;

/// <summary>
/// Cardinality frontiers of the OR-Library's portfolio data: at most 10 names, each at least 1 %, least variance for 50 returns spread evenly from that of a point of
/// little variance, found without branching, to the largest single one.
/// </summary>
internal static class FrontierRun
{
    private const int Points = 50, Names = 10;
    private const double BuyIn = 0.01;

    public static void Run(string port, int from, int to, DiscreteSettings settings)
    {
        var data = OrLibraryPortfolio.Read(int.Parse(port.AsSpan("port".Length), CultureInfo.InvariantCulture));
        double[] mean = [.. data.Means];
        CovarianceMatrix covariance = CovarianceMatrix.FromRows([.. data.CovarianceMatrix().Cast<double>()], data.AssetCount);
        // where the frontier begins need not be proved
        DiscreteProblem lowest = CardinalityProblem.Of(port, covariance, [], 0, Names, BuyIn, 1);
        double low = Return(mean, new DiscreteSolver(lowest.Program, settings with { RootOnly = true }).Solve(), lowest.Holdings), high = mean.Max();
        (int proved, int nodes, double seconds, double slowest, double widest) = (0, 0, 0, 0, 0);
        for (int p = Math.Max(0, from); p < Math.Min(Points, to); p++)
        {
            double target = low + ((high - low) * p / (Points - 1) * (1 - 1e-9));
            DiscreteProblem problem = CardinalityProblem.Of(string.Create(CultureInfo.InvariantCulture, $"{port} point {p + 1}"), covariance, mean, target, Names, BuyIn, 1);
            long begun = Stopwatch.GetTimestamp();
            DiscreteResult result = new DiscreteSolver(problem.Program, settings).Solve();
            double elapsed = Stopwatch.GetElapsedTime(begun).TotalSeconds;
            (double objective, double violation) = result.HasPoint ? problem.Judge(result.Values(problem.Holdings).ToArray()) : (double.NaN, double.NaN);
            bool isProved = result.Status is SolveStatus.Optimal or SolveStatus.OptimalWithinGap;
            (proved, nodes, seconds, slowest, widest) = (proved + (isProved ? 1 : 0), nodes + result.Nodes, seconds + elapsed, Math.Max(slowest, elapsed), Math.Max(widest, result.RelativeGap));
            Console.WriteLine(FormattableString.Invariant($"{problem.Name}: return {target:R}, {result.Status}, variance {objective:R}, gap {result.RelativeGap:E2}, {result.Nodes} nodes, {elapsed:0.000} s, violation {violation:E1}"));
        }

        Console.WriteLine(FormattableString.Invariant($"{port}: {proved} points proved, {nodes} nodes, {seconds:0.0} s in all, {slowest:0.00} s the slowest, widest gap {widest:E1}"));
    }

    private static double Return(double[] mean, DiscreteResult result, Block holdings)
    {
        double sum = 0;
        ReadOnlySpan<double> w = result.Values(holdings);
        for (int i = 0; i < w.Length; i++) sum += mean[i] * w[i];
        return sum;
    }
}
