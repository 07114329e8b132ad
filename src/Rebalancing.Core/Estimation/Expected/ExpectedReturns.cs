using Rebalancing.Numerics;

namespace Rebalancing;

/// <summary>Expected returns per year from a history of returns, from a risk model, and mixtures of them.</summary>
public static class ExpectedReturns
{
    /// <summary>Mean return of each asset over the periods it has, times the periods of a year.</summary>
    /// <param name="returns">At least one period; gaps must be treated.</param>
    public static AssetValues Mean(ReturnSeries returns)
    {
        ArgumentNullException.ThrowIfNull(returns);
        returns.RequireDecided("The mean return", 1);
        double[] means = returns.HasGaps ? PairwiseMoments.Means(returns) : Moments.Means(returns);
        Scale.By(returns.PeriodsPerYear, means);
        return new AssetValues(returns.Universe, means);
    }

    /// <summary>Compound growth per year: the product of (1 + r) over an asset's periods, to the power of periods per year over their number, less one. For logarithmic returns exp(mean per year) - 1.</summary>
    /// <param name="returns">At least one period; gaps must be treated.</param>
    public static AssetValues CompoundMean(ReturnSeries returns)
    {
        ArgumentNullException.ThrowIfNull(returns);
        returns.RequireDecided("The compound return", 1);
        var values = new double[returns.Count];
        for (int i = 0; i < values.Length; i++)
        {
            double growth = 0;
            int own = 0;
            foreach (double r in returns.Asset(i))
            {
                if (double.IsNaN(r)) continue;
                growth += returns.Kind == ReturnKind.Log ? r : Math.Log(1 + r);
                own++;
            }
            if (own == 0) throw new ArgumentException($"{returns.Label(i)} has no return at all; leave it out.", nameof(returns));
            values[i] = Math.Exp(growth * returns.PeriodsPerYear / own) - 1;
        }
        return new AssetValues(returns.Universe, values);
    }

    /// <summary>Exponentially weighted mean, weights normalised over the periods an asset has, times the periods of a year.</summary>
    /// <param name="returns">At least one period; gaps must be treated.</param>
    /// <param name="decay">How fast old periods lose weight.</param>
    public static AssetValues Ewma(ReturnSeries returns, Decay decay)
    {
        ArgumentNullException.ThrowIfNull(returns);
        returns.RequireDecided("The EWMA mean", 1);
        double[] weights = decay.Weights(returns.Periods);
        var values = new double[returns.Count];
        for (int i = 0; i < values.Length; i++)
        {
            double sum = 0, total = 0;
            for (int t = 0; t < weights.Length; t++)
            {
                double r = returns[t, i];
                if (double.IsNaN(r)) continue;
                sum += weights[t] * r;
                total += weights[t];
            }
            values[i] = total > 0 ? returns.PeriodsPerYear * sum / total : throw new ArgumentException($"{returns.Label(i)} has no return at all; leave it out.", nameof(returns));
        }
        return new AssetValues(returns.Universe, values);
    }

    /// <summary>Capital asset pricing: riskFree + beta (market - riskFree), beta = cov(asset, market) / var(market) over the periods both have.</summary>
    /// <param name="returns">Assets; at least two periods; gaps must be treated.</param>
    /// <param name="market">The market's returns over the same periods: a series of one column. <see cref="ReturnSeries.Portfolio"/> makes one.</param>
    /// <param name="riskFree">Riskless return per year.</param>
    /// <param name="marketReturn">Expected return of the market per year; null takes the compound mean of its history.</param>
    public static AssetValues Capm(ReturnSeries returns, ReturnSeries market, double riskFree, double? marketReturn = null)
    {
        ArgumentNullException.ThrowIfNull(returns);
        ArgumentNullException.ThrowIfNull(market);
        returns.RequireDecided("Capital asset pricing", 2);
        market.RequireComplete("Capital asset pricing", 2);
        Require.Finite(riskFree, "riskless return");
        if (market.Count != 1) throw new ArgumentException($"The market has {market.Count} columns; expected one. Make a portfolio of them first.", nameof(market));
        if (market.Periods != returns.Periods) throw new ArgumentException($"The market has {market.Periods} periods and the assets {returns.Periods}; expected the same periods.", nameof(market));
        double premium = (marketReturn ?? CompoundMean(market)[0]) - riskFree;
        double[] m = market.Asset(0), beta = MarketBetas.Of(returns, m);
        return new AssetValues(returns.Universe, [.. beta.Select(b => riskFree + (b * premium))]);
    }

    /// <summary>Equilibrium returns of reverse optimisation: riskFree + aversion * covariance * weights. The holder of these weights with this risk aversion wants no trade.</summary>
    /// <param name="risk">Covariance per year.</param>
    /// <param name="weights">Market weights.</param>
    /// <param name="riskAversion">Coefficient of the variance in mean - aversion/2 variance; positive.</param>
    /// <param name="riskFree">Riskless return per year; default 0.</param>
    public static AssetValues Equilibrium(RiskModel risk, AssetValues weights, double riskAversion, double riskFree = 0)
    {
        ArgumentNullException.ThrowIfNull(risk);
        Require.Finite(weights, "market weight");
        Require.Positive(riskAversion, "risk aversion", "it must be finite and > 0");
        Require.Finite(riskFree, "riskless return");
        if (weights.Count != risk.Count) throw new ArgumentException($"Got {weights.Count} weights for a risk model of {risk.Count} assets.", nameof(weights));
        var values = new double[risk.Count];
        risk.Multiply(weights.Span, values);
        for (int i = 0; i < values.Length; i++) values[i] = riskFree + (riskAversion * values[i]);
        return new AssetValues(weights.Universe ?? risk.Universe, values);
    }

    /// <summary>Risk aversion that a market's history implies: (mean - riskFree) / variance, both per year, variance with ddof 1.</summary>
    /// <param name="market">One column; at least two periods.</param>
    /// <param name="riskFree">Riskless return per year.</param>
    public static double ImpliedRiskAversion(ReturnSeries market, double riskFree)
    {
        ArgumentNullException.ThrowIfNull(market);
        market.RequireComplete("The implied risk aversion", 2);
        if (market.Count != 1) throw new ArgumentException($"The market has {market.Count} columns; expected one. Make a portfolio of them first.", nameof(market));
        double variance = SampleCovariance.Matrix(market, 1)[0] * market.PeriodsPerYear;
        if (!(variance > 0)) throw new ArgumentException($"The market's return is constant over {market.Periods} periods (variance 0): it implies no risk aversion.", nameof(market));
        return (Mean(market)[0] - Require.Finite(riskFree, "riskless return")) / variance;
    }

    /// <summary>Weighted mean of several estimates.</summary>
    /// <param name="parts">Estimates and their shares; shares are not negative and sum to one.</param>
    public static AssetValues Blend(params ReadOnlySpan<(AssetValues Returns, double Share)> parts)
    {
        if (parts.Length == 0) throw new ArgumentException("Got nothing to blend.", nameof(parts));
        double total = 0;
        var values = new double[parts[0].Returns.Count];
        foreach ((AssetValues returns, double share) in parts)
        {
            Require.Finite(returns, "expected return");
            total += Require.NotNegative(share, "share of a blended estimate", "shares must be finite and >= 0");
            if (returns.Count != values.Length) throw new ArgumentException($"Estimates for {values.Length} and {returns.Count} assets cannot be blended; expected the same assets.", nameof(parts));
            Axpy.Add(share, returns.Span, values);
        }
        if (Math.Abs(total - 1) > 1e-9) throw new ArgumentException(FormattableString.Invariant($"The shares of the blended estimates sum to {total}; they must sum to 1."), nameof(parts));
        return new AssetValues(parts[0].Returns.Universe, values);
    }
}
