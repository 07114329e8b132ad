using System.Text.Json;

namespace Rebalancing.Core.Tests.Estimation;

/// <summary>What this library gives for published cases of estimation and portfolio rules, beside what was published: the rows of benchmarks/results/reference-cases.md.</summary>
internal static class ReferenceAnswers
{
    private static readonly string[] Families = ["estimator", "shrinkage", "ewma", "function", "black-litterman", "min-variance", "max-diversification", "max-sharpe", "risk-parity", "hierarchical", "risk-measure", "tracking-error", "robust"];

    /// <summary>Cases of these families that are not answered, and why.</summary>
    public static string? NotAnswered(ReferenceCase one) => one.Id switch
    {
        "lit-min-variance-016" or "lit-min-variance-021" => "covariance not symmetric as printed",
        "lit-min-variance-008" or "lit-min-variance-022" or "lit-min-variance-024" or "lit-min-variance-025" or "lit-min-variance-026" => "singular covariance, no unique answer",
        "lit-max-sharpe-048" => "no portfolio earns more than the riskless return; refused by name",
        "ppo-maxsharpe-explicit-bounds" => "a limit on the sum of two assets; the rule takes bounds on single ones",
        "ppo-minvol-l2-1" or "ppo-minvol-lwcc-l2" => "a mandate with a quadratic penalty, no portfolio rule",
        "rpl-riskparity-tgrg" or "rpl-riskparity-evar" or "rpl-riskparity-edar" => "measure without a word of its own",
        "rpl-riskparity-gmd" => "the peer approximates the measure; see the test of Gini's mean difference",
        "rpl-worstcase-sharpe-box-box" => "uncertainty sets from a random stream that is not ours; with a bootstrap of our own every long-only worst-case return is below zero, the best about -1.3E-4 a day",
        "rpl-worstcase-minrisk-box-ellip" or "rpl-worstcase-minrisk-ellip-ellip" or "rpl-worstcase-sharpe-box-ellip" => "an ellipsoid of covariances from a random stream that is not ours: a semidefinite program without a word of its own",
        IndexTrackingCaseTests.NotTheLeast => "the printed weights are not the least: sum of squared differences 9.5719E-04, ours 9.5129E-04; see the test of index tracking",
        _ => one.Id.StartsWith("rpl-h", StringComparison.Ordinal) || one.Id.StartsWith("rpl-nco", StringComparison.Ordinal) ? "hierarchies with other measures, linkages or leaf orders" : null,
    };

    public static IEnumerable<ReferenceCase> Cases => ReferenceCases.All.Where(c => Families.Contains(c.Family)).OrderBy(c => Array.IndexOf(Families, c.Family)).ThenBy(c => c.Id, StringComparer.Ordinal);

    /// <summary>Published numbers and ours, in the same order.</summary>
    public static (double[] Expected, double[] Ours) Of(ReferenceCase one) => one.Family switch
    {
        "risk-measure" => (one.Expected.GetProperty("value") is { ValueKind: JsonValueKind.Array } values ? RiskParityTests.Numbers(values) : [one.ExpectedNumber("value")!.Value], RiskMeasureTests.Ours(one)),
        "risk-parity" => OfParity(one),
        "robust" => RobustCaseTests.Answer(one, seed: 1),
        "tracking-error" => OfTracking(one),
        "hierarchical" => OfHierarchy(one),
        "max-sharpe" or "max-diversification" or "min-variance" => OfRule(one),
        "ewma" when one.Id == "ppo-maxsharpe-ewma" => OfRule(one),
        "black-litterman" => ExpectedReturnReferenceTests.BlackLittermanAnswer(one),
        _ => OfEstimator(one),
    };

    private static (double[] Expected, double[] Ours) OfEstimator(ReferenceCase one)
    {
        if (one.Id is "ppo-est-mean-historical" or "ppo-est-capm-equal-market")
        {
            ReturnSeries prices = ReferenceReturns.Prices(one, 252).Treat(MissingReturns.Pairwise);
            return Named(one, "vector", prices.Universe!, one.Id == "ppo-est-mean-historical" ? ExpectedReturns.CompoundMean(prices) : ExpectedReturns.Capm(prices, ExpectedReturnReferenceTests.EqualMarket(prices), 0.02));
        }
        if (one.Id is "ppo-fn-eqw-variance" or "ppo-fn-tracking-error")
        {
            double[] weights = [.. Enumerable.Range(0, 20).Select(i => one.Id == "ppo-fn-eqw-variance" ? 0.05 : (i < 5 ? 0.2 : 0) - 0.05)];
            return ([one.ExpectedNumber("value")!.Value], [ReferenceReturns.Covariance(one).Variance(weights)]);
        }
        if (one.Id.StartsWith("skf-mu", StringComparison.Ordinal))
        {
            ReturnSeries returns = ReferenceReturns.Returns(one, 1);
            AssetValues equal = Enumerable.Repeat(1.0 / returns.Count, returns.Count).ToArray();
            return Named(one, "vector", returns.Universe!, one.Id switch
            {
                "skf-mu-ew_mu_default-0" => ExpectedReturns.Ewma(returns, Decay.HalfLife(40)),
                "skf-mu-equilibrium_mu-0" => ExpectedReturns.Equilibrium(SampleCovariance.Estimate(returns).Risk, equal, 1),
                "skf-mu-shrinkage_mu-2" => MeanShrinkage.BayesStein(returns, false).Returns,
                _ => MeanShrinkage.JamesStein(returns, one.Id == "skf-mu-shrinkage_mu-1").Returns,
            });
        }
        CovarianceEstimate estimate = one.Id switch
        {
            "ppo-est-samplecov-dummy" => SampleCovariance.Estimate(ReferenceReturns.Prices(one, 1)),
            "ppo-est-samplecov-log-dummy" => SampleCovariance.Estimate(ReferenceReturns.Prices(one, 1, ReturnKind.Log)),
            "ppo-est-ewma" => EwmaCovariance.Estimate(ReferenceReturns.Prices(one, 252).Treat(MissingReturns.Pairwise), Decay.Span(180)),
            "ppo-est-oas" => OracleShrinkage.Estimate(ReferenceReturns.Prices(one, 252).Treat(MissingReturns.Zero)),
            "ppo-est-lw-constant-variance" => LedoitWolf.ConstantVariance(ReferenceReturns.Prices(one, 252).Treat(MissingReturns.Zero)),
            "ppo-est-lw-constant-correlation" => LedoitWolf.ConstantCorrelation(ReferenceReturns.Prices(one, 252).Treat(MissingReturns.Pairwise)),
            "skf-cov-gerber_covariance-0" => GerberCovariance.Estimate(ReferenceReturns.Returns(one, 1), kind: GerberKind.AnyMoved, ddof: 0),
            "skf-cov-gerber_covariance-1" => GerberCovariance.Estimate(ReferenceReturns.Returns(one, 1), kind: GerberKind.Geometric, ddof: 0),
            _ => throw new InvalidOperationException($"no answer for {one.Id}"),
        };
        double[,] expected = ReferenceReturns.ExpectedMatrix(one);
        int n = expected.GetLength(0);
        return ([.. expected.Cast<double>()], [.. Enumerable.Range(0, n * n).Select(at => estimate[at / n, at % n])]);
    }

    private static (double[] Expected, double[] Ours) OfRule(ReferenceCase one)
    {
        if (one.Id.StartsWith("lit-", StringComparison.Ordinal)) return (RiskParityTests.Numbers(one.Expected.GetProperty("weights")), [.. PortfolioReferenceTests.LiteratureAnswer(one)]);
        DenseRisk risk = ReferenceReturns.Covariance(one);
        AssetValues mu = PortfolioReferenceTests.Returns(one, risk.Universe!), weights = PortfolioReferenceTests.PeerAnswer(one, risk, mu);
        double expected = weights.Select((w, i) => w * mu[i]).Sum(), volatility = risk.Volatility(weights.Span);
        return ([.. new[] { "expected_return", "volatility", "sharpe" }.Select(name => one.ExpectedNumber(name)!.Value)], [expected, volatility, (expected - 0.02) / volatility]);
    }

    private static (double[] Expected, double[] Ours) OfParity(ReferenceCase one)
    {
        if (one.Id.StartsWith("lit-risk-parity", StringComparison.Ordinal))
        {
            JsonElement arguments = one.Problem.GetProperty("arguments"), limits = arguments[1].GetProperty("constraints");
            return (RiskParityTests.Numbers(one.Expected.GetProperty("weights")),
                [.. RiskParity.WeightsWithin(RiskParityTests.Risk(ReferenceReturns.Matrix(arguments[0])), RiskParityTests.Numbers(limits.GetProperty("minWeights")), RiskParityTests.Numbers(limits.GetProperty("maxWeights")))]);
        }
        if (one.Id.StartsWith("lit-", StringComparison.Ordinal))
        {
            AssetValues? budgets = one.Problem.TryGetProperty("risk_budgets", out JsonElement b) ? AssetValues.Create(RiskParityTests.Numbers(b)) : null;
            return (RiskParityTests.Numbers(one.Expected.GetProperty("weights")), [.. RiskParity.Weights(RiskParityTests.Risk(ReferenceReturns.Matrix(one.Problem.GetProperty("cov"))), budgets)]);
        }
        ReturnSeries returns = ReferenceReturns.Returns(one, 252);
        ScenarioSet scenarios = ScenarioSet.FromHistory(returns);
        AssetValues ours = one.Id switch
        {
            "rpl-riskparity-mv" or "skf-riskbudgeting-equal-20" => RiskParity.Weights(ReferenceReturns.Covariance(one)),
            "skf-riskbudgeting-bounds-2022" => RiskParityTests.PeersWithinBounds(one),
            "rpl-riskparity-mad" => ScenarioRiskParity.Weights(scenarios, BudgetedMeasure.MeanAbsoluteDeviation),
            "rpl-riskparity-msv" => ScenarioRiskParity.Weights(scenarios, BudgetedMeasure.SemiDeviation),
            "rpl-riskparity-flpm" => ScenarioRiskParity.Weights(scenarios, BudgetedMeasure.MeanShortfall),
            "rpl-riskparity-slpm" => ScenarioRiskParity.Weights(scenarios, BudgetedMeasure.DownsideDeviation),
            "rpl-riskparity-cdar" => ScenarioRiskParity.Weights(scenarios, BudgetedMeasure.ConditionalDrawdown),
            _ => throw new InvalidOperationException($"no answer for {one.Id}"),
        };
        return Named(one, "weights", ours.Universe!, ours);
    }

    private static (double[] Expected, double[] Ours) OfTracking(ReferenceCase one)
    {
        if (one.Id.StartsWith("lit-", StringComparison.Ordinal))
        {
            (double[] expected, double[] ours, _) = IndexTrackingCaseTests.Answer(one);
            return (expected, ours);
        }
        var pose = new CasePose(one);
        return Named(one, "weights", pose.Universe, new Rebalancer(pose.Mandate, pose.Universe).Rebalance(pose.Account).Weights.ToArray());
    }

    private static (double[] Expected, double[] Ours) OfHierarchy(ReferenceCase one)
    {
        if (one.Id == "ppo-hrp-lw")
        {
            DenseRisk risk = ReferenceReturns.Covariance(one);
            return ([one.ExpectedNumber("volatility")!.Value], [risk.Volatility(HierarchicalRiskParity.Weights(risk).Span)]);
        }
        ReturnSeries returns = ReferenceReturns.Prices(one, 252).Treat(MissingReturns.Pairwise);
        return Named(one, "weights", returns.Universe!, HierarchicalRiskParity.Weights(returns));
    }

    private static (double[] Expected, double[] Ours) Named(ReferenceCase one, string property, Universe universe, IReadOnlyList<double> ours)
    {
        Dictionary<string, double> expected = ReferenceReturns.ExpectedVector(one, property);
        return ([.. expected.Values], [.. expected.Keys.Select(symbol => ours[universe.IndexOf(symbol)])]);
    }
}
