namespace Rebalancing;

/// <summary>
/// Where a portfolio's risk comes from: by asset, by factor, by group. Contributions are covariances with the portfolio divided by its volatility;
/// they add up to the volatility.
/// </summary>
/// <remarks>Immutable; safe to share between threads.</remarks>
[Rendering.TypeFormatterSource(typeof(Rendering.NotebookFormatters))]
public sealed class RiskReport
{
    private readonly double[] _weights, _marginal, _contributions, _factorContributions, _exposures;

    /// <param name="risk">Covariance per year.</param>
    /// <param name="weights">One weight an asset; signs are free.</param>
    public RiskReport(RiskModel risk, ReadOnlySpan<double> weights)
    {
        ArgumentNullException.ThrowIfNull(risk);
        if (weights.Length != risk.Count) throw new ArgumentException($"Got {weights.Length} weights for a risk model of {risk.Count} assets.", nameof(weights));
        for (int i = 0; i < weights.Length; i++)
            if (!double.IsFinite(weights[i])) throw new ArgumentException(FormattableString.Invariant($"weight of index {i} is {weights[i]}; it must be finite"), nameof(weights));
        Risk = risk;
        _weights = weights.ToArray();
        _marginal = new double[risk.Count];
        risk.Multiply(weights, _marginal);
        for (int i = 0; i < _weights.Length; i++) Variance += _weights[i] * _marginal[i];
        Variance = Math.Max(0, Variance);
        Volatility = Math.Sqrt(Variance);
        double scale = Volatility > 0 ? 1 / Volatility : 0;
        _contributions = new double[risk.Count];
        for (int i = 0; i < _weights.Length; i++)
        {
            _marginal[i] *= scale;
            _contributions[i] = _weights[i] * _marginal[i];
        }
        (_exposures, _factorContributions) = risk is FactorModel factors ? FactorParts(factors, _weights, scale) : ([], []);
        SpecificContribution = risk is FactorModel ? Volatility - _factorContributions.Sum() : 0;
        DiversificationRatio = Volatility > 0 ? WeightedVolatility(risk, _weights) / Volatility : double.NaN;
    }

    /// <summary>The risk model.</summary>
    public RiskModel Risk { get; }

    /// <summary>Standard deviation of the portfolio's yearly return.</summary>
    public double Volatility { get; }

    /// <summary>Variance of the portfolio's yearly return.</summary>
    public double Variance { get; }

    /// <summary>Change of the volatility per unit of weight: (Sw)_i / volatility; zero for a portfolio without risk.</summary>
    public IReadOnlyList<double> MarginalRisk => _marginal;

    /// <summary>Contribution of each asset, w_i (Sw)_i / volatility. They add up to the volatility; a hedge's is negative.</summary>
    public IReadOnlyList<double> Contributions => _contributions;

    /// <summary>Contribution of each asset as a share of the volatility; NaN for a portfolio without risk.</summary>
    public double Share(int asset) => Volatility > 0 ? _contributions[asset] / Volatility : double.NaN;

    /// <summary>Exposure of the portfolio to each factor; empty without a factor model.</summary>
    public IReadOnlyList<double> FactorExposures => _exposures;

    /// <summary>Contribution of each factor, exposure times its covariance with the portfolio over the volatility; with <see cref="SpecificContribution"/> they add up to the volatility. Empty without a factor model.</summary>
    public IReadOnlyList<double> FactorContributions => _factorContributions;

    /// <summary>Contribution of all specific risks together; 0 without a factor model.</summary>
    public double SpecificContribution { get; }

    /// <summary>Sum of |w_i| vol_i over the volatility: 1 when nothing diversifies, larger is better; NaN for a portfolio without risk.</summary>
    public double DiversificationRatio { get; }

    /// <summary>Inverse of the sum of squared risk shares: n when all assets contribute alike; NaN for a portfolio without risk.</summary>
    public double EffectiveAssets => Volatility > 0 ? Variance / _contributions.Sum(c => c * c) : double.NaN;

    /// <summary>
    /// Effective number of uncorrelated bets (Meucci 2009): exp of the entropy of the shares of variance by principal portfolio of a dense covariance, or by
    /// principal factor and specific risk of a factor model. NaN for a portfolio without risk. Needs an eigen-decomposition, of the assets' or of the factors' order.
    /// </summary>
    public double EffectiveBets() => Volatility > 0 ? UncorrelatedBets.Effective(Risk, _weights, Variance) : double.NaN;

    /// <summary>Contribution of each group; assets in no group are left out, so the sum may fall short of the volatility by theirs.</summary>
    /// <param name="grouping">Sectors, countries, managers.</param>
    public double[] ByGroup(Grouping grouping)
    {
        ArgumentNullException.ThrowIfNull(grouping);
        if (grouping.Universe.Count != _weights.Length) throw new ArgumentException($"The {grouping.Name} grouping is for {grouping.Universe.Count} assets and the report for {_weights.Length}.", nameof(grouping));
        var sums = new double[grouping.Count];
        for (int i = 0; i < _contributions.Length; i++)
            if (grouping.Of(i) is >= 0 and var group) sums[group] += _contributions[i];
        return sums;
    }

    private static (double[] Exposures, double[] Contributions) FactorParts(FactorModel factors, double[] weights, double scale)
    {
        double[] exposures = factors.Exposures(weights), contributions = new double[exposures.Length];
        for (int k = 0; k < exposures.Length; k++)
        {
            double covariance = 0;
            for (int l = 0; l < exposures.Length; l++) covariance += factors.FactorCovariance(k, l) * exposures[l];
            contributions[k] = exposures[k] * covariance * scale;
        }
        return (exposures, contributions);
    }

    private static double WeightedVolatility(RiskModel risk, double[] weights)
    {
        double sum = 0;
        for (int i = 0; i < weights.Length; i++)
            if (weights[i] != 0) sum += Math.Abs(weights[i]) * Math.Sqrt(risk.AssetVariance(i));
        return sum;
    }
}
