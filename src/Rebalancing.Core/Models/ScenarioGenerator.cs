using Rebalancing.Numerics;

namespace Rebalancing;

/// <summary>Makes scenario sets from models of returns. The same seed gives the same scenarios, to the bit, on every machine.</summary>
public static class ScenarioGenerator
{
    /// <summary>Normal returns with the given means and covariance.</summary>
    /// <param name="means">Mean return of each asset over the period.</param>
    /// <param name="covariance">Covariance of the returns over the period, row by row; symmetric, positive semidefinite.</param>
    /// <param name="scenarios">How many; at least 1.</param>
    /// <param name="periodYears">Length of the period, in years.</param>
    /// <param name="seed">Chooses the numbers.</param>
    public static ScenarioSet Normal(AssetValues means, ReadOnlySpan<double> covariance, int scenarios, double periodYears, ulong seed)
    {
        double[] lower = Root(means, covariance, scenarios), shocks = new double[Require.Finite(means, "mean return").Count], values = new double[scenarios * means.Count];
        var random = new SeededNumbers(seed);
        for (int s = 0; s < scenarios; s++)
        {
            Shocks(random, lower, shocks, values.AsSpan(s * shocks.Length, shocks.Length));
            Shift(means, 1, values.AsSpan(s * shocks.Length, shocks.Length));
        }
        return ScenarioSet.Weighted(values, means.Count, null, periodYears, means.Universe);
    }

    /// <summary>Student-t returns: fatter tails with the same means and covariance, extremes that come together.</summary>
    /// <param name="means">Mean return of each asset over the period.</param>
    /// <param name="covariance">Covariance of the returns over the period (not the scale matrix), row by row.</param>
    /// <param name="degreesOfFreedom">Above 2; 4 is customary for daily returns, large numbers approach the normal.</param>
    /// <param name="scenarios">How many; at least 1.</param>
    /// <param name="periodYears">Length of the period, in years.</param>
    /// <param name="seed">Chooses the numbers.</param>
    public static ScenarioSet StudentT(AssetValues means, ReadOnlySpan<double> covariance, double degreesOfFreedom, int scenarios, double periodYears, ulong seed)
    {
        RequireTail(degreesOfFreedom);
        double[] lower = Root(means, covariance, scenarios), shocks = new double[Require.Finite(means, "mean return").Count], values = new double[scenarios * means.Count];
        var random = new SeededNumbers(seed);
        for (int s = 0; s < scenarios; s++)
        {
            Span<double> row = values.AsSpan(s * shocks.Length, shocks.Length);
            Shocks(random, lower, shocks, row);

            // t = z sqrt(nu / chi2) has covariance S nu / (nu - 2); chi2 is twice a gamma of shape nu / 2
            Shift(means, Math.Sqrt((degreesOfFreedom - 2) / (2 * random.Gamma(degreesOfFreedom / 2))), row);
        }
        return ScenarioSet.Weighted(values, means.Count, null, periodYears, means.Universe);
    }

    /// <summary>
    /// Filtered bootstrap: past returns are divided by the volatility of their day (an exponentially weighted one), drawn in blocks with all assets of a day together, and
    /// multiplied by today's volatility. Keeps the shape of the tails and their joint extremes, at today's level of risk.
    /// </summary>
    /// <param name="history">Simple returns without gaps, at least 30 periods.</param>
    /// <param name="scenarios">How many; at least 1.</param>
    /// <param name="seed">Chooses the draws.</param>
    /// <param name="decay">Decay of the volatility; default lambda 0.94.</param>
    /// <param name="block">Length of the blocks of consecutive periods that are drawn, at least 1 (default); scenarios remain one period long.</param>
    public static ScenarioSet FilteredBootstrap(ReturnSeries history, int scenarios, ulong seed, Decay? decay = null, int block = 1)
    {
        ArgumentNullException.ThrowIfNull(history);
        ArgumentOutOfRangeException.ThrowIfLessThan(scenarios, 1);
        history.RequireComplete("A filtered bootstrap", 30);
        if (block < 1 || block > history.Periods) throw new ArgumentOutOfRangeException(nameof(block), $"block is {block}; it must be between 1 and the {history.Periods} periods of the history");
        int n = history.Count, periods = history.Periods;
        double[] volatility = Volatilities(history, (decay ?? Decay.Lambda(0.94)).Factor), values = new double[scenarios * n];
        var random = new SeededNumbers(seed);
        for (int s = 0, t = 0; s < scenarios; s++, t++)
        {
            if (s % block == 0) t = random.Index(periods - block + 1);
            for (int i = 0; i < n; i++) values[(s * n) + i] = history[t, i] * volatility[(periods * n) + i] / volatility[(t * n) + i];
        }
        return ScenarioSet.Weighted(values, n, null, 1 / history.PeriodsPerYear, history.Universe);
    }

    /// <summary>
    /// Copula: each asset keeps its own past distribution of returns, while the ranks come together as those of a normal or Student-t vector whose correlations are the past rank correlations.
    /// </summary>
    /// <param name="history">Simple returns without gaps, at least 30 periods.</param>
    /// <param name="scenarios">How many; at least 2.</param>
    /// <param name="seed">Chooses the numbers.</param>
    /// <param name="degreesOfFreedom">Above 2; positive infinity (default) is the normal copula, small numbers make extremes come together.</param>
    public static ScenarioSet Copula(ReturnSeries history, int scenarios, ulong seed, double degreesOfFreedom = double.PositiveInfinity)
    {
        ArgumentNullException.ThrowIfNull(history);
        ArgumentOutOfRangeException.ThrowIfLessThan(scenarios, 2);
        RequireTail(degreesOfFreedom);
        history.RequireComplete("A copula", 30);
        int n = history.Count;
        AssetValues zero = AssetValues.Create(new double[n]);
        double[] correlation = ScenarioRanks.Correlation(history);
        ScenarioSet drawn = double.IsPositiveInfinity(degreesOfFreedom)
            ? Normal(zero, correlation, scenarios, 1, seed)
            : StudentT(zero, correlation, degreesOfFreedom, scenarios, 1, seed);
        var values = new double[scenarios * n];
        for (int i = 0; i < n; i++) ScenarioRanks.Impose(history.Asset(i), drawn, i, values);
        return ScenarioSet.Weighted(values, n, null, 1 / history.PeriodsPerYear, history.Universe);
    }

    /// <summary>Volatility of each asset before each period, and after the last one: row t, column i.</summary>
    private static double[] Volatilities(ReturnSeries history, double factor)
    {
        int n = history.Count;
        var volatility = new double[(history.Periods + 1) * n];
        for (int i = 0; i < n; i++)
        {
            double variance = 0;
            for (int t = 0; t < history.Periods; t++) variance += history[t, i] * history[t, i] / history.Periods;
            for (int t = 0; t <= history.Periods; t++)
            {
                if (t > 0) variance = (factor * variance) + ((1 - factor) * history[t - 1, i] * history[t - 1, i]);
                volatility[(t * n) + i] = Math.Sqrt(Math.Max(variance, double.Epsilon));
            }
        }
        return volatility;
    }

    private static double[] Root(AssetValues means, ReadOnlySpan<double> covariance, int scenarios)
    {
        ArgumentNullException.ThrowIfNull(means);
        ArgumentOutOfRangeException.ThrowIfLessThan(scenarios, 1);
        _ = CovarianceMatrix.FromRows(covariance, means.Count);
        return FactorRotation.LowerTriangle(covariance, means.Count);
    }

    private static void Shocks(SeededNumbers random, double[] lower, double[] shocks, Span<double> row)
    {
        int n = shocks.Length;
        for (int i = 0; i < n; i++) shocks[i] = random.Normal();
        for (int i = 0; i < n; i++)
        {
            double sum = 0;
            for (int j = 0; j <= i; j++) sum += lower[(i * n) + j] * shocks[j];
            row[i] = sum;
        }
    }

    private static void Shift(AssetValues means, double scale, Span<double> row)
    {
        for (int i = 0; i < row.Length; i++) row[i] = means[i] + (scale * row[i]);
    }

    private static void RequireTail(double degreesOfFreedom)
    {
        if (!(degreesOfFreedom > 2)) throw new ArgumentOutOfRangeException(nameof(degreesOfFreedom), FormattableString.Invariant($"degrees of freedom are {degreesOfFreedom}; they must be above 2, or the returns have no covariance"));
    }
}
