using Rebalancing.Numerics;

namespace Rebalancing;

/// <summary>
/// The covariance of a set of scenarios, kept low rank: a factor model whose factors are the scenarios themselves. For T scenarios of n assets with T &lt; n
/// nothing of n x n is formed, and the variance of a portfolio is the variance of its T outcomes.
/// </summary>
public static class ScenarioCovariance
{
    /// <summary>From returns, each period one scenario: loadings r_ti - m_i, factor variances p_t, scaled by T / (T - ddof) for equal probabilities.</summary>
    /// <param name="returns">Complete; at least two periods.</param>
    /// <param name="probabilities">One a period, not negative, summing to one; null makes them equal.</param>
    /// <param name="ddof">Degrees of freedom lost to the means; default 1. With probabilities it must be 0.</param>
    /// <param name="specificVariances">Specific variance of each asset per year, added to the scenarios'; null adds none.</param>
    public static FactorEstimate Estimate(ReturnSeries returns, IReadOnlyList<double>? probabilities = null, int ddof = 1, AssetValues? specificVariances = null)
    {
        ArgumentNullException.ThrowIfNull(returns);
        ArgumentOutOfRangeException.ThrowIfNegative(ddof);
        if (probabilities is not null && ddof != 0) throw new ArgumentException("Scenarios with probabilities are a distribution, not a sample: pass ddof 0.", nameof(ddof));
        returns.RequireComplete("A scenario covariance", Math.Max(2, ddof + 1));
        int n = returns.Count, periods = returns.Periods;
        double[] p = Probabilities(probabilities, periods);
        var means = new double[n];
        for (int t = 0; t < periods; t++) Axpy.Add(p[t], returns.Row(t), means);
        var loadings = new double[n * periods];
        for (int t = 0; t < periods; t++)
            for (int i = 0; i < n; i++) loadings[(i * periods) + t] = returns[t, i] - means[i];
        double[] variances = [.. p.Select(q => q * returns.PeriodsPerYear * periods / (periods - ddof))];
        AssetValues specific = specificVariances ?? new AssetValues(returns.Universe, new double[n]);
        FactorModel model = FactorModel.Diagonal(DenseMap.FromColumns(loadings, periods, n), variances, specific);
        var identity = new double[periods * periods];
        var explained = new double[n];
        for (int t = 0; t < periods; t++) identity[(t * periods) + t] = 1;
        for (int i = 0; i < n; i++)
        {
            double own = model.AssetVariance(i);
            explained[i] = own > 0 ? 1 - (specific[i] / own) : double.NaN;
        }
        return new FactorEstimate(model, $"Scenario covariance ({periods} scenarios{(probabilities is null ? $", ddof {ddof}" : ", with probabilities")})", identity, explained, [], returns);
    }

    private static double[] Probabilities(IReadOnlyList<double>? probabilities, int periods)
    {
        var p = new double[periods];
        Array.Fill(p, 1.0 / periods);
        if (probabilities is null) return p;
        if (probabilities.Count != periods) throw new ArgumentException($"Got {probabilities.Count} probabilities for {periods} scenarios.", nameof(probabilities));
        double sum = 0;
        for (int t = 0; t < periods; t++) sum += p[t] = Require.NotNegative(probabilities[t], $"probability of scenario {t}", "probabilities must be finite and >= 0");
        if (Math.Abs(sum - 1) > 1e-9) throw new ArgumentException(FormattableString.Invariant($"The probabilities of the {periods} scenarios sum to {sum}; they must sum to 1."), nameof(probabilities));
        return p;
    }
}
