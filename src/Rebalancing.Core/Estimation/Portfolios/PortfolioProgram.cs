using Rebalancing.Solvers;

namespace Rebalancing;

/// <summary>What the portfolio rules share: bounds on weights, a solved program's values, and what is said when there is none.</summary>
internal static class PortfolioProgram
{
    public static double PositiveVariance(RiskModel risk, int asset)
    {
        double variance = risk.AssetVariance(asset);
        return variance > 0 ? variance
            : throw new ArgumentException($"{Label(risk.Universe, asset)} has variance 0; leave cash-like assets out of a rule that divides by risk.", nameof(risk));
    }

    public static string Label(Universe? universe, int asset) => universe is null ? $"index {asset}" : $"'{universe[asset].Symbol}' (index {asset})";

    /// <summary>Lower and upper bounds as arrays: long-only without an upper bound by default.</summary>
    public static (double[] Lower, double[] Upper) Bounds(RiskModel risk, AssetValues? lower, AssetValues? upper)
    {
        int n = risk.Count;
        AssetValues low = lower ?? new AssetValues(risk.Universe, new double[n]);
        AssetValues high = upper ?? new AssetValues(risk.Universe, [.. Enumerable.Repeat(double.PositiveInfinity, n)]);
        Require.Ordered(low, high, "weight");
        if (low.Count != n) throw new ArgumentException($"Got bounds for {low.Count} assets and a risk model of {n}.");
        return (low.Span.ToArray(), high.Span.ToArray());
    }

    /// <summary>Values of a block at the optimum; any other outcome is an exception that says what to do.</summary>
    public static double[] Solve(ProgramBuilder builder, Block block, string rule, string whenInfeasible, double tolerance = 1e-10)
    {
        SolveResult result = new ProgramSolver(builder.Build(), new SolverSettings { Tolerance = tolerance }).Solve();
        return result.Status switch
        {
            SolveStatus.Optimal or SolveStatus.OptimalWithinGap => result.Values(block).ToArray(),
            SolveStatus.Infeasible or SolveStatus.Unbounded => throw new ArgumentException($"{rule}: {whenInfeasible}"),
            _ => throw new InvalidOperationException($"{rule} was not solved: {result.Status} after {result.Iterations} iterations. Rescale the covariance, or repair it if it is nearly singular."),
        };
    }
}
