namespace Rebalancing.Solvers.Tests.Reference;

/// <summary>
/// The published efficient frontiers of the OR-Library: for each return of the table, the least variance of a long-only, fully invested
/// portfolio that earns at least it.
/// </summary>
public class OrLibraryFrontierTests
{
    private const int PointsInEveryRun = 21;

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(4)]
    public void Solve_SpreadOfPoints_HasThePublishedVariance(int number) => AssertFrontier(number, PointsInEveryRun);

    [Category("Long")]
    [TestCase(1)]
    [TestCase(2)]
    [TestCase(4)]
    public void Solve_EveryPoint_HasThePublishedVariance(int number) => AssertFrontier(number, int.MaxValue);

    private static void AssertFrontier(int number, int most)
    {
        OrLibraryPortfolio portfolio = OrLibraryPortfolio.Read(number);
        int n = portfolio.AssetCount;
        CovarianceMatrix covariance = CovarianceMatrix.FromRows([.. portfolio.CovarianceMatrix().Cast<double>()], n);
        var sum = new SumMap(n);
        var mean = new SumMap([.. portfolio.Means]);
        var builder = new ProgramBuilder();
        ProgramSolver? solver = null;
        int step = Math.Max(1, (portfolio.Frontier.Count - 1) / (most - 1));
        for (int p = 0; p < portfolio.Frontier.Count; p += step)
        {
            (double earned, double variance) = portfolio.Frontier[p];
            if (solver is not null) builder.BeginRefill();
            Block weights = builder.Variables(n, "weights");
            builder.Covariance(weights, covariance, 2);
            builder.Bounds(weights, new double[n], Enumerable.Repeat(double.PositiveInfinity, n).ToArray());
            builder.Bounds(builder.Image(sum, weights), [1], [1]);
            builder.Bounds(builder.Image(mean, weights), [Math.Min(earned, portfolio.Means.Max())], [double.PositiveInfinity]);
            if (solver is null) solver = new ProgramSolver(builder.Build(), new SolverSettings());
            else builder.EndRefill();

            SolveResult result = solver.Solve();

            Assert.That(result.Status, Is.EqualTo(SolveStatus.Optimal), $"point {p}");
            Assert.That(Variance(portfolio, result.Values(weights)), Is.EqualTo(variance).Within(Tolerances.PublishedFrontier * variance), $"point {p}, return {earned}");
        }
    }

    private static double Variance(OrLibraryPortfolio portfolio, ReadOnlySpan<double> w)
    {
        double variance = 0;
        for (int i = 0; i < w.Length; i++)
        {
            for (int j = 0; j < w.Length; j++) variance += w[i] * portfolio.Covariance(i, j) * w[j];
        }
        return variance;
    }
}
