using System.Text.Json;

namespace Rebalancing.Core.Tests.Estimation;

/// <summary>What this library gives for published cases of estimation and portfolio rules, beside what was published: the rows of benchmarks/results/reference-cases.md.</summary>
internal static class ReferenceAnswers
{
    private static readonly string[] Families = ["estimator", "shrinkage", "ewma", "function", "black-litterman", "min-variance", "max-diversification", "max-sharpe", "risk-parity", "hierarchical", "factor-model", "risk-measure", "tracking-error", "robust"];

    /// <summary>Cases of these families that are not answered, and why.</summary>
    public static string? NotAnswered(ReferenceCase one) => one.Id switch
    {
        "lit-min-variance-008" => "the covariance as printed is indefinite, smallest eigenvalue -5.03E-7; refused by name",
        "lit-max-sharpe-048" => "no portfolio earns more than the riskless return 2 (the best earns 2), so the ratio is at most 0; refused by name",
        "rpl-worstcase-sharpe-box-box" => "uncertainty sets from a random stream that is not ours; with a bootstrap of our own every long-only worst-case return is below zero, the best about -1.3E-4 a day",
        "rpl-worstcase-minrisk-box-ellip" or "rpl-worstcase-minrisk-ellip-ellip" or "rpl-worstcase-sharpe-box-ellip" => "an ellipsoid of covariances from a random stream that is not ours: a semidefinite program without a word of its own",
        IndexTrackingCaseTests.NotTheLeast => "the printed weights are not the least: sum of squared differences 9.5719E-04, ours 9.5129E-04; see the test of index tracking",
        _ => null,
    };

    public static IEnumerable<ReferenceCase> Cases => ReferenceCases.All.Where(c => Families.Contains(c.Family)).OrderBy(c => Array.IndexOf(Families, c.Family)).ThenBy(c => c.Id, StringComparer.Ordinal);

    /// <summary>Published numbers and ours, in the same order.</summary>
    public static (double[] Expected, double[] Ours) Of(ReferenceCase one) => one.Family switch
    {
        "risk-measure" => (one.Expected.GetProperty("value") is { ValueKind: JsonValueKind.Array } values ? RiskParityTests.Numbers(values) : [one.ExpectedNumber("value")!.Value], RiskMeasureTests.Ours(one)),
        "risk-parity" => one.Id is "rpl-riskparity-tgrg" or "rpl-riskparity-evar" or "rpl-riskparity-edar" or "rpl-riskparity-gmd" ? OfContributions(one) : OfParity(one),
        "factor-model" => OfFactorViews(one),
        "robust" => RobustCaseTests.Answer(one, seed: 1),
        "tracking-error" => OfTracking(one),
        "hierarchical" => OfHierarchy(one),
        "max-sharpe" or "max-diversification" or "min-variance" => OfRule(one),
        "ewma" when one.Id == "ppo-maxsharpe-ewma" => OfRule(one),
        "black-litterman" => ExpectedReturnReferenceTests.BlackLittermanAnswer(one),
        "shrinkage" when one.Id == "ppo-minvol-lwcc-l2" => OfRule(one),
        _ => OfEstimator(one),
    };

    /// <summary>Shares of the measure's contributions at the published weights, w_i dR/dw_i / R by central differences; equal ones were wanted.</summary>
    private static (double[] Expected, double[] Ours) OfContributions(ReferenceCase one)
    {
        ReturnSeries returns = ReferenceReturns.Returns(one, 252);
        SeriesMeasure measure = one.Id switch
        {
            "rpl-riskparity-gmd" => r => RiskMeasures.GiniMeanDifference(r),
            "rpl-riskparity-edar" => HierarchyCases.Measure("EDaR"),
            "rpl-riskparity-evar" => HierarchyCases.Measure("EVaR"),
            _ => HierarchyCases.Measure("TGRG"),
        };
        Dictionary<string, double> published = ReferenceReturns.ExpectedVector(one, "weights");
        double[] weights = [.. Enumerable.Range(0, returns.Count).Select(i => published[returns.Universe![i].Symbol])];
        double risk = Risk(weights);
        const double Step = 1e-5;
        double[] shares = [.. weights.Select((w, i) =>
        {
            double[] more = [.. weights], less = [.. weights];
            (more[i], less[i]) = (w + Step, w - Step);
            return w * (Risk(more) - Risk(less)) / (2 * Step * risk);
        })];
        return ([.. shares.Select(_ => 1.0 / shares.Length)], shares);

        double Risk(double[] w) => measure(returns.Portfolio(w).Asset(0));
    }

    /// <summary>Expected returns B m of assets from factors with views; the loadings are those of least squares, the peer's of a cross-validated Lasso.</summary>
    private static (double[] Expected, double[] Ours) OfFactorViews(ReferenceCase one)
    {
        ReturnSeries returns = ReferenceReturns.Returns(one, 1);
        LabelledMatrix file = one.File("factor_returns");
        ReturnSeries factors = ReturnSeries.FromReturns(file.ToDense(), 1, ReturnKind.Simple, Universe.Of([.. file.ColumnLabels]));
        Universe names = factors.Universe!;
        View[] views = [View.Relative(names, "MTUM", "QUAL", 0.03), View.Relative(names, "SIZE", "USMV", 0.04), View.Absolute(names, "VLUE", 0.06)];
        var posterior = new BlackLitterman(SampleCovariance.Estimate(factors).Risk, ExpectedReturns.Mean(factors), views, 1.0 / factors.Periods);
        FactorModel model = TimeSeriesFactors.Estimate(returns, factors).Model;
        AssetValues ours = returns.Universe!.Values([.. Enumerable.Range(0, returns.Count).Select(i =>
        {
            double[] unit = new double[returns.Count];
            unit[i] = 1;
            return model.Exposures(unit).Select((loading, k) => loading * posterior.Returns[k]).Sum();
        })]);
        return Named(one, "mu", returns.Universe!, ours);
    }

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
        if (one.Id is "lit-min-variance-016" or "lit-min-variance-021" or "lit-min-variance-022" or "lit-min-variance-024" or "lit-min-variance-025" or "lit-min-variance-026")
        {
            // the covariance is singular or not symmetric as printed, so the weights are not determined; the variance is
            DenseRisk printed = PortfolioReferenceTests.LiteratureRisk(one);
            return ([printed.Variance(RiskParityTests.Numbers(one.Expected.GetProperty("weights")))], [printed.Variance(PortfolioReferenceTests.LiteratureAnswer(one).Span)]);
        }
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
        if (one.Id.StartsWith("rpl-", StringComparison.Ordinal)) return HierarchyCases.Answer(one);
        ReturnSeries returns = ReferenceReturns.Prices(one, 252).Treat(MissingReturns.Pairwise);
        return Named(one, "weights", returns.Universe!, HierarchicalRiskParity.Weights(returns));
    }

    internal static (double[] Expected, double[] Ours) Named(ReferenceCase one, string property, Universe universe, IReadOnlyList<double> ours)
    {
        Dictionary<string, double> expected = ReferenceReturns.ExpectedVector(one, property);
        return ([.. expected.Values], [.. expected.Keys.Select(symbol => ours[universe.IndexOf(symbol)])]);
    }
}
