using Rebalancing.Numerics;

namespace Rebalancing.Core.Tests.Estimation;

/// <summary>What holds for every estimator, every form of a risk model, and every term that takes one.</summary>
public class RiskModelLawsTests
{
    private const int Assets = 12;

    private static readonly Universe Universe = Universe.Of([.. Enumerable.Range(0, Assets).Select(i => $"A{i}")]);

    private static ReturnSeries Series(int seed, int periods, double gaps = 0)
    {
        var random = new TestRandom(seed);
        double[,] data = ReferenceReturns.Random(random, periods, Assets);
        for (int t = 0; t < periods && gaps > 0; t++)
            for (int i = 1; i < Assets; i++)
                if (random.Chance(gaps)) data[t, i] = double.NaN;
        ReturnSeries series = ReturnSeries.FromReturns(data, 252, ReturnKind.Simple, Universe);
        return gaps > 0 ? series.Treat(MissingReturns.Pairwise) : series;
    }

    public static IEnumerable<TestCaseData> Estimators()
    {
        yield return Case("sample, few periods", () => SampleCovariance.Estimate(Series(1, 5)).Risk);
        yield return Case("sample, pairwise", () => SampleCovariance.Estimate(Series(2, 25, 0.3)).Risk);
        yield return Case("semi", () => SemiCovariance.Estimate(Series(3, 9)).Risk);
        yield return Case("EWMA", () => EwmaCovariance.Estimate(Series(4, 9), Decay.HalfLife(4)).Risk);
        yield return Case("EWMA, pairwise", () => EwmaCovariance.Estimate(Series(5, 16, 0.3), Decay.HalfLife(4)).Risk);
        yield return Case("EWMA, two half-lives", () => EwmaCovariance.Estimate(Series(6, 9), Decay.HalfLife(2), Decay.HalfLife(20)).Risk);
        yield return Case("Ledoit-Wolf, variance", () => LedoitWolf.ConstantVariance(Series(7, 6)).Risk);
        yield return Case("Ledoit-Wolf, correlation", () => LedoitWolf.ConstantCorrelation(Series(8, 6)).Risk);
        yield return Case("Ledoit-Wolf, correlation, pairwise", () => LedoitWolf.ConstantCorrelation(Series(9, 16, 0.3)).Risk);
        yield return Case("Ledoit-Wolf, single factor", () => LedoitWolf.SingleFactor(Series(10, 6)).Risk);
        yield return Case("oracle shrinkage", () => OracleShrinkage.Estimate(Series(11, 6)).Risk);
        yield return Case("Gerber", () => GerberCovariance.Estimate(Series(12, 20)).Risk);
        yield return Case("denoised", () => CovarianceCleaning.Denoise(SampleCovariance.Estimate(Series(13, 30)).Risk, 30));
        yield return Case("principal factors", () => StatisticalFactors.Principal(Series(14, 8), 3).Model);
        yield return Case("asymptotic factors", () => StatisticalFactors.Asymptotic(Series(15, 8), 3).Model);
        yield return Case("time series", () => TimeSeriesFactors.Estimate(Series(16, 40), ReturnSeries.FromReturns(ReferenceReturns.Random(new TestRandom(1), 40, 3), 252)).Model);
        yield return Case("cross section, Newey-West", () => CrossSectionalFactors.Estimate(Series(17, 12), Exposures(), new CrossSectionalOptions { NeweyWestLags = 3 }).Model);
        yield return Case("scenarios", () => ScenarioCovariance.Estimate(Series(18, 5)).Model);

        static TestCaseData Case(string name, Func<RiskModel> estimate) => new TestCaseData(estimate).SetArgDisplayNames(name);
    }

    private static double[,] Exposures()
    {
        var random = new TestRandom(2);
        var exposures = new double[Assets, 3];
        for (int i = 0; i < Assets; i++) (exposures[i, 0], exposures[i, 1], exposures[i, 2]) = (1, random.Normal(), random.Normal());
        return exposures;
    }

    [TestCaseSource(nameof(Estimators))]
    public void Estimate_OfFewOrPatchyReturns_IsPositiveSemidefinite(Func<RiskModel> estimate)
    {
        RiskModel risk = estimate();
        double[] column = new double[Assets], unit = new double[Assets], rows = new double[Assets * Assets];
        for (int i = 0; i < Assets; i++)
        {
            Array.Clear(unit);
            unit[i] = 1;
            risk.Multiply(unit, column);
            column.CopyTo(rows, i * Assets);
            Assert.That(risk.AssetVariance(i), Is.EqualTo(column[i]).Within(Tolerances.Summation * (1 + column[i])));
        }
        double smallest = EigenSystem.Of(rows, Assets).Values[^1], trace = Enumerable.Range(0, Assets).Sum(i => rows[i * (Assets + 1)]);
        Assert.That(smallest, Is.GreaterThanOrEqualTo(-Tolerances.Summation * trace));
    }

    [TestCaseSource(nameof(Estimators))]
    public void Report_OfAnyModel_AddsUpToTheRisk(Func<RiskModel> estimate)
    {
        RiskModel risk = estimate();
        double[] weights = new TestRandom(4).NormalVector(Assets);
        var report = new RiskReport(risk, weights);
        Assert.That(report.Contributions.Sum(), Is.EqualTo(report.Volatility).Within(Tolerances.Summation));
        Assert.That(report.Volatility * report.Volatility, Is.EqualTo(risk.Variance(weights)).Within(Tolerances.Summation));
        if (risk is not FactorModel) return;
        Assert.That(report.FactorContributions.Sum() + report.SpecificContribution, Is.EqualTo(report.Volatility).Within(Tolerances.Summation));
    }

    /// <summary>A factor model and the same covariance entry by entry are one risk for every term that takes one, and give one plan, roots included.</summary>
    [Test]
    public void EveryTerm_OfAFactorModelAndItsDenseCovariance_IsTheSameAndSoIsThePlan([Range(1, 4)] int seed)
    {
        var random = new TestRandom(seed);
        FactorModel factors = RiskReportTests.RandomModel(random, Universe, 3);
        var dense = DenseRisk.FromRows([.. NaiveAlgebra.Dense(factors).Cast<double>()], Assets, Universe);
        // more than there is money for, so that no optimum sits on the target itself, where a tracking error has no slope
        AssetValues target = random.Simplex(Assets).Select(w => 1.2 * w).ToArray(), returns = random.UniformVector(Assets, 0.02, 0.1);
        Account account = Account.FromWeights(Universe, random.Simplex(Assets), 1_000_000m);
        double[] weights = random.NormalVector(Assets);
        Func<RiskModel, Term>[] terms =
        [
            r => new Variance(r), r => new Volatility(r), r => new TrackingVariance(r, target), r => new TrackingError(r, target), r => new TradeVariance(r),
            r => new RobustReturn(returns, ReturnUncertainty.Ellipsoid(r, 0.3)),
        ];
        foreach (Func<RiskModel, Term> make in terms)
        {
            double first = make(factors).ValueAt(account, weights), second = make(dense).ValueAt(account, weights);
            Assert.That(second, Is.EqualTo(first).Within(Tolerances.LinearAlgebra * (1 + Math.Abs(first))), make(factors).Name);
            RebalanceResult one = Solve(make(factors)), other = Solve(make(dense));
            Assert.That(other.Objective, Is.EqualTo(one.Objective).Within(Tolerances.SolverAgreement * (1 + Math.Abs(one.Objective))), make(factors).Name);
            Assert.That(other.Weights.ToArray(), Is.EqualTo(one.Weights.ToArray()).Within(1e-5), make(factors).Name);
        }

        RebalanceResult Solve(Term term)
        {
            // the square of the distance to the target makes every optimum unique
            var mandate = new Mandate { Objective = term + 0.05 * new TargetDistance(target) + new TradingCost(Enumerable.Repeat(0.0005, Assets).ToArray()), Limits = [Limits.LongOnly, new CashBand(0, 0.01)] };
            RebalanceResult result = new Rebalancer(mandate, Universe).Rebalance(account);
            Assert.That(result.Status, Is.EqualTo(RebalanceStatus.Optimal), $"{term.Name}: {result.Engine}, {result.Iterations} iterations");
            return result;
        }
    }

    /// <summary>A short-term and a long-term view of risk stand in one mandate: as two costs they act as their sum, as cost and limit both hold.</summary>
    [Test]
    public void Mandate_WithTwoRiskModels_ObeysBoth()
    {
        var random = new TestRandom(5);
        FactorModel slow = RiskReportTests.RandomModel(random, Universe, 3), fast = RiskReportTests.RandomModel(random, Universe, 4);
        double[,] first = NaiveAlgebra.Dense(slow), second = NaiveAlgebra.Dense(fast);
        var sum = new double[Assets * Assets];
        for (int i = 0; i < Assets; i++)
            for (int j = 0; j < Assets; j++) sum[(i * Assets) + j] = (2 * first[i, j]) + (3 * second[i, j]);
        AssetValues returns = random.UniformVector(Assets, 0.02, 0.1);
        Account account = Account.FromWeights(Universe, random.Simplex(Assets), 1_000_000m);
        RebalanceResult both = Solve(2.0 * new Variance(slow) + 3.0 * new Variance(fast)), one = Solve(1.0 * new Variance(DenseRisk.FromRows(sum, Assets)));
        Assert.That(both.Weights.ToArray(), Is.EqualTo(one.Weights.ToArray()).Within(1e-5));

        RebalanceResult free = Solve(2.0 * new Variance(slow));
        double cap = 0.8 * fast.Volatility(free.Weights);
        RebalanceResult capped = Solve(2.0 * new Variance(slow), new Volatility(fast).AtMost(cap));
        Assert.That(fast.Volatility(capped.Weights), Is.LessThanOrEqualTo(cap + Tolerances.Weight));
        Assert.That(slow.Volatility(capped.Weights), Is.Not.EqualTo(slow.Volatility(free.Weights)).Within(Tolerances.Weight));

        RebalanceResult Solve(Objective objective, params Limit[] limits)
        {
            var mandate = new Mandate { Objective = objective + new ExpectedReturn(returns), Limits = [Limits.LongOnly, new CashBand(0, 0.5), .. limits] };
            RebalanceResult result = new Rebalancer(mandate, Universe).Rebalance(account);
            Assert.That(result.Status, Is.EqualTo(RebalanceStatus.Optimal));
            return result;
        }
    }
}
