namespace Rebalancing;

/// <summary>
/// Target rules. Where a rule needs a risk model it takes the estimator as a function of the known returns, such as
/// <c>r => LedoitWolf.ConstantCorrelation(r).Risk</c>; every limit and option of the portfolio behind it is there too.
/// </summary>
public static class Targets
{
    /// <summary>The same weights on every date.</summary>
    public static TargetRule Fixed(AssetValues weights)
    {
        Require.Finite(weights, "target weight");
        return new CalculatedTarget("Fixed weights", (_, _) => weights);
    }

    /// <summary>A rule of one's own as a function.</summary>
    /// <param name="name">In words, for results and messages.</param>
    /// <param name="weights">Weights from the known returns and the date; must depend on nothing else.</param>
    public static TargetRule Custom(string name, Func<ReturnSeries, DateOnly, AssetValues> weights)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(weights);
        return new CalculatedTarget(name, weights);
    }

    /// <summary><see cref="Rebalancing.InverseVolatility"/>.</summary>
    public static TargetRule InverseVolatility(Func<ReturnSeries, RiskModel> risk, bool byVariance = false) =>
        Of(byVariance ? "Inverse variance" : "Inverse volatility", risk, model => Rebalancing.InverseVolatility.Weights(model, byVariance));

    /// <summary><see cref="Rebalancing.RiskParity"/>: equal risk contributions, or budgets; long, or long and short by signs. Budgets by group: <see cref="Rebalancing.RiskParity.GroupBudgets"/>.</summary>
    public static TargetRule RiskParity(Func<ReturnSeries, RiskModel> risk, AssetValues? budgets = null, AssetValues? signs = null) =>
        Of(budgets is null ? "Risk parity" : "Risk budgeting", risk, model => Rebalancing.RiskParity.Weights(model, budgets, signs));

    /// <summary><see cref="Rebalancing.FactorRiskParity"/>: risk budgets of factors, for a fixed pattern of signs.</summary>
    /// <param name="model">Estimates a factor model with the same factors on every date.</param>
    /// <param name="budgets">One a factor; null (default) for equal ones.</param>
    /// <param name="signs">+1 or -1 a factor; null (default) for positive exposures.</param>
    public static TargetRule FactorRiskParity(Func<ReturnSeries, FactorModel> model, IReadOnlyList<double>? budgets = null, IReadOnlyList<double>? signs = null) =>
        Of("Factor risk budgeting", model, factors => Rebalancing.FactorRiskParity.Weights(factors, budgets?.ToArray() ?? [], signs?.ToArray() ?? []));

    /// <summary><see cref="Rebalancing.MinimumVariance"/>.</summary>
    public static TargetRule MinimumVariance(Func<ReturnSeries, RiskModel> risk, AssetValues? lower = null, AssetValues? upper = null, IReadOnlyList<PortfolioLimit>? limits = null) =>
        Of("Minimum variance", risk, model => Rebalancing.MinimumVariance.Weights(model, lower, upper, limits));

    /// <summary><see cref="Rebalancing.MaximumDiversification"/>.</summary>
    public static TargetRule MaximumDiversification(Func<ReturnSeries, RiskModel> risk, AssetValues? lower = null, AssetValues? upper = null, IReadOnlyList<PortfolioLimit>? limits = null) =>
        Of("Maximum diversification", risk, model => Rebalancing.MaximumDiversification.Weights(model, lower, upper, limits));

    /// <summary><see cref="Rebalancing.MaximumSharpe"/>.</summary>
    /// <param name="risk">Estimates the risk model.</param>
    /// <param name="expectedReturns">Estimates expected returns per year.</param>
    /// <param name="riskFree">Riskless return per year; default 0.</param>
    /// <param name="lower">Smallest weights; default 0.</param>
    /// <param name="upper">Largest weights; default without limit.</param>
    /// <param name="limits">Limits on weighted sums of weights; default none.</param>
    public static TargetRule MaximumSharpe(Func<ReturnSeries, RiskModel> risk, Func<ReturnSeries, AssetValues> expectedReturns, double riskFree = 0, AssetValues? lower = null, AssetValues? upper = null, IReadOnlyList<PortfolioLimit>? limits = null)
    {
        ArgumentNullException.ThrowIfNull(risk);
        ArgumentNullException.ThrowIfNull(expectedReturns);
        return new CalculatedTarget("Maximum Sharpe ratio", (known, _) => Rebalancing.MaximumSharpe.Weights(risk(known), expectedReturns(known), riskFree, lower, upper, limits));
    }

    /// <summary><see cref="Rebalancing.HierarchicalRiskParity"/>.</summary>
    public static TargetRule Hierarchical(Func<ReturnSeries, DenseRisk> risk) => Of("Hierarchical risk parity", risk, model => HierarchicalRiskParity.Weights(model));

    /// <summary>Another rule, scaled to a volatility: w = base * volatility / vol(base); the rest is cash.</summary>
    /// <param name="rule">The base.</param>
    /// <param name="risk">Estimates the risk model that measures the base's volatility.</param>
    /// <param name="volatility">Wanted, per year, positive.</param>
    /// <param name="largestScale">The scale is at most this, positive; default 1, which never borrows.</param>
    public static TargetRule VolatilityTarget(TargetRule rule, Func<ReturnSeries, RiskModel> risk, double volatility, double largestScale = 1)
    {
        ArgumentNullException.ThrowIfNull(rule);
        ArgumentNullException.ThrowIfNull(risk);
        Require.Positive(volatility, "wanted volatility", "it is a fraction a year and must be finite and > 0");
        Require.Positive(largestScale, "largest scale", "it must be finite and > 0; 1 never borrows");
        return new CalculatedTarget(FormattableString.Invariant($"{rule.Name}, scaled to {100 * volatility:0.##} % volatility"), (known, date) =>
        {
            AssetValues weights = rule.Weights(known, date);
            double scale = Math.Min(largestScale, volatility / risk(known).Volatility(weights.Span));
            return new AssetValues(weights.Universe, [.. weights.Select(w => w == 0 ? 0 : scale * w)]);
        });
    }

    /// <summary>Another rule, tilted towards what went up: w_i = base_i * (1 + strength * trend_i), <see cref="Trend"/> in [-1, 1].</summary>
    /// <param name="rule">The base.</param>
    /// <param name="lookback">Periods over which the trend is measured, at least 2.</param>
    /// <param name="strength">In [0, 1], so that no position changes its side.</param>
    /// <param name="skip">Last periods left out, not negative; default 0.</param>
    /// <param name="stayInvested">Whether the weights are scaled back to the base's sum (default); otherwise cash takes what falling assets give up.</param>
    public static TargetRule TrendTilt(TargetRule rule, int lookback, double strength, int skip = 0, bool stayInvested = true)
    {
        ArgumentNullException.ThrowIfNull(rule);
        ArgumentOutOfRangeException.ThrowIfLessThan(lookback, 2);
        ArgumentOutOfRangeException.ThrowIfNegative(skip);
        if (!(strength is >= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(strength), FormattableString.Invariant($"strength of the tilt is {strength}; it must lie in [0, 1], so that no position changes its side"));
        return new CalculatedTarget(FormattableString.Invariant($"{rule.Name}, tilted by {strength:0.##} towards trends of {lookback} periods"), (known, date) =>
            Trend.Tilt(rule.Weights(known, date), Trend.Scores(known, lookback, skip), strength, stayInvested));
    }

    /// <summary>A rule for each regime, and a function that says which regime holds.</summary>
    /// <param name="regime">Name of the regime from the known returns and the date.</param>
    /// <param name="rules">The rule of every regime.</param>
    public static TargetRule Regime(Func<ReturnSeries, DateOnly, string> regime, IReadOnlyDictionary<string, TargetRule> rules)
    {
        ArgumentNullException.ThrowIfNull(regime);
        ArgumentNullException.ThrowIfNull(rules);
        var kept = rules.ToDictionary(StringComparer.Ordinal);
        return new CalculatedTarget($"By regime ({string.Join(", ", kept.Keys.Order(StringComparer.Ordinal))})", (known, date) =>
        {
            string now = regime(known, date);
            return kept.TryGetValue(now, out TargetRule? rule) ? rule.Weights(known, date)
                : throw new KeyNotFoundException($"The regime is '{now}', but there are rules only for {string.Join(", ", kept.Keys.Order(StringComparer.Ordinal))}.");
        });
    }

    /// <summary>A mixture of rules: sum of share * weights. What the shares leave of one is cash.</summary>
    /// <param name="parts">Rules and their shares: finite, not negative, at most one in all.</param>
    public static TargetRule Blend(params ReadOnlySpan<(TargetRule Rule, double Share)> parts)
    {
        if (parts.Length == 0) throw new ArgumentException("a blend needs at least one rule", nameof(parts));
        double sum = 0;
        foreach ((TargetRule rule, double share) in parts)
        {
            ArgumentNullException.ThrowIfNull(rule, nameof(parts));
            sum += Require.NotNegative(share, $"share of '{rule.Name}'", "shares must be finite and >= 0", nameof(parts));
        }
        if (sum > 1 + 1e-9) throw new ArgumentException(FormattableString.Invariant($"shares of the blend add up to {sum}; expected at most 1, the rest is cash"), nameof(parts));
        (TargetRule Rule, double Share)[] kept = parts.ToArray();
        return new CalculatedTarget(string.Join(" + ", kept.Select(part => FormattableString.Invariant($"{100 * part.Share:0.##} % {part.Rule.Name}"))), (known, date) =>
        {
            var blend = new double[known.Count];
            foreach ((TargetRule rule, double share) in kept)
            {
                AssetValues weights = rule.Weights(known, date);
                if (weights.Count != blend.Length) throw new ArgumentException($"{rule.Name}: the rule gives {weights.Count} weights, but the returns are of {blend.Length} assets.");
                for (int i = 0; i < blend.Length; i++) blend[i] += share * weights[i];
            }
            return new AssetValues(known.Universe, blend);
        });
    }

    private static CalculatedTarget Of<TModel>(string name, Func<ReturnSeries, TModel> model, Func<TModel, AssetValues> weights)
    {
        ArgumentNullException.ThrowIfNull(model);
        return new CalculatedTarget(name, (known, _) => weights(model(known)));
    }
}
