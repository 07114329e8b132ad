using Rebalancing.Numerics;

namespace Rebalancing;

/// <summary>Shrinks mean returns towards one common value: (1 - alpha) mean + alpha target, alpha between 0 and 1.</summary>
/// <remarks>Immutable; safe to share between threads.</remarks>
public sealed class MeanShrinkage
{
    private MeanShrinkage(AssetValues returns, double shrinkage, double target)
    {
        Returns = returns;
        Shrinkage = shrinkage;
        Target = target;
    }

    /// <summary>Shrunk returns per year.</summary>
    public AssetValues Returns { get; }

    /// <summary>Weight alpha of the target.</summary>
    public double Shrinkage { get; }

    /// <summary>The common value per year.</summary>
    public double Target { get; }

    /// <summary>James and Stein: alpha = (trace - 2 largest eigenvalue) / (T |mean - target|^2) of the sample covariance with ddof 1.</summary>
    /// <param name="returns">Complete; at least two periods.</param>
    /// <param name="towardsMinimumVariance">Target: the mean return of the minimum-variance portfolio instead of the plain mean of all assets (default).</param>
    public static MeanShrinkage JamesStein(ReturnSeries returns, bool towardsMinimumVariance = false)
    {
        (double[] means, double[] covariance, double target) = Start(returns, "James-Stein shrinkage", towardsMinimumVariance);
        double[] eigenvalues = EigenSystem.Of(covariance, means.Length).Values;
        double distance = means.Sum(m => (m - target) * (m - target));
        double alpha = distance > 0 ? (eigenvalues.Sum() - (2 * eigenvalues[0])) / (returns.Periods * distance) : 1;
        return Make(returns, means, target, alpha);
    }

    /// <summary>Bayes-Stein (Jorion 1986): alpha = (n + 2) / (n + 2 + T d'S^-1 d), d = mean - target, S the sample covariance with ddof 1.</summary>
    /// <param name="returns">Complete; more periods than assets, so that S can be inverted.</param>
    /// <param name="towardsMinimumVariance">Target: the mean return of the minimum-variance portfolio (Jorion's choice) instead of the plain mean of all assets (default).</param>
    public static MeanShrinkage BayesStein(ReturnSeries returns, bool towardsMinimumVariance = false)
    {
        (double[] means, double[] covariance, double target) = Start(returns, "Bayes-Stein shrinkage", towardsMinimumVariance);
        double[] distance = [.. means.Select(m => m - target)];
        double[] solved = (double[])distance.Clone();
        PositiveSystem.Solve(covariance, means.Length, solved, () => Singular(returns, "Bayes-Stein shrinkage"));
        double quadratic = Dot.Product(distance, solved);
        return Make(returns, means, target, (means.Length + 2) / (means.Length + 2 + (returns.Periods * quadratic)));
    }

    private static (double[] Means, double[] Covariance, double Target) Start(ReturnSeries returns, string estimator, bool minimumVariance)
    {
        ArgumentNullException.ThrowIfNull(returns);
        returns.RequireComplete(estimator, 2);
        double[] means = Moments.Means(returns), covariance = SampleCovariance.Matrix(returns, 1);
        if (!minimumVariance) return (means, covariance, means.Sum() / means.Length);
        var ones = new double[means.Length];
        Array.Fill(ones, 1.0);
        PositiveSystem.Solve(covariance, means.Length, ones, () => Singular(returns, estimator));
        return (means, covariance, Dot.Product(ones, means) / Sum.Of(ones));
    }

    private static ArgumentException Singular(ReturnSeries returns, string estimator) =>
        new($"{estimator} inverts the sample covariance, which is singular: {returns.Periods} periods for {returns.Count} assets, or assets that are combinations of others. Give more than {returns.Count} periods, or leave the redundant assets out.");

    private static MeanShrinkage Make(ReturnSeries returns, double[] means, double target, double alpha)
    {
        alpha = Math.Clamp(alpha, 0, 1);
        double year = returns.PeriodsPerYear;
        return new MeanShrinkage(new AssetValues(returns.Universe, [.. means.Select(m => year * (((1 - alpha) * m) + (alpha * target)))]), alpha, year * target);
    }
}
