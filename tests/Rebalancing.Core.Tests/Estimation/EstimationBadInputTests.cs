namespace Rebalancing.Core.Tests.Estimation;

/// <summary>Every history or model that cannot be used is named, with the number and the remedy.</summary>
public class EstimationBadInputTests
{
    private static readonly Universe Two = Universe.Of("VTI", "BND"), Three = Universe.Of("VTI", "BND", "GLD");

    private static ReturnSeries Returns(double[,] data, Universe? universe = null) => ReturnSeries.FromReturns(data, 252, ReturnKind.Simple, universe ?? Two);

    public static IEnumerable<TestCaseData> Mistakes()
    {
        ReturnSeries one = Returns(new double[,] { { 0.01, 0.02 } }), gaps = Returns(new double[,] { { 0.01, 0.02 }, { 0.03, double.NaN }, { 0.0, 0.01 } });
        ReturnSeries four = Returns(new double[,] { { 0.01, 0.02 }, { 0.03, -0.01 }, { 0.0, 0.01 }, { -0.02, 0.01 } });
        ReturnSeries still = Returns(new double[,] { { 0.01, 0.02 }, { 0.03, 0.02 }, { 0.0, 0.02 } });
        DenseMap loadings = DenseMap.FromColumns([1, 0.5, 1, -0.5], 2, 2);

        yield return Case("too few periods for a covariance", () => SampleCovariance.Estimate(one), "needs at least 2 periods; the series has 1. Give a longer history or a higher frequency");
        yield return Case("too few periods for a shrinkage", () => LedoitWolf.SingleFactor(one), "needs at least 2 periods; the series has 1");
        yield return Case("too few periods for a regression", () => TimeSeriesFactors.Estimate(four, Returns(new double[,] { { 1, 2, 0 }, { 2, 1, 0 }, { 0, 1, 1 }, { 1, 0, 2 } }, Three)), "needs at least 5 periods; the series has 4");
        yield return Case("more factors than the data hold", () => StatisticalFactors.Principal(four, 3), "3");
        yield return Case("constant series in a shrinkage", () => LedoitWolf.ConstantCorrelation(still), "'BND' (index 1) is constant over 3 periods");
        yield return Case("constant series in a correlation", () => GerberCovariance.Estimate(still), "'BND' (index 1) is constant");
        yield return Case("constant series in a parity", () => RiskParity.Weights(SampleCovariance.Estimate(still).Risk), "'BND' (index 1) has variance 0; leave cash-like assets out");
        yield return Case("collinear factors", () => TimeSeriesFactors.Estimate(Returns(new double[,] { { 1e-2, 0 }, { 2e-2, 0.01 }, { 0, 0.02 }, { 1e-2, 0.01 }, { 0.03, 0 } }), Returns(new double[,] { { 0.01, 0.02 }, { 0.02, 0.04 }, { -0.01, -0.02 }, { 0.03, 0.06 }, { 0, 0 } })), "factor 'BND' (index 1)");
        yield return Case("collinear exposures", () => CrossSectionalFactors.Estimate(Returns(new double[,] { { 0.01, 0.02, 0.01 }, { 0.03, 0.01, 0 } }, Three), new double[,] { { 1, 2 }, { 2, 4 }, { -1, -2 } }, factorNames: ["Value", "Cheapness"]), "factor 'Cheapness'");
        yield return Case("collinear loadings", () => FactorMimicking.Weights(FactorModel.Diagonal(DenseMap.FromColumns([1, 2, 0.5, 1], 2, 2), [0.04, 0.04], [0.01, 0.01]).WithFactorNames("Value", "Cheapness"), "Value"), "loadings of Cheapness are a combination of those of the factors before it");
        yield return Case("indefinite factor covariance", () => FactorModel.Full(loadings, [0.04, 0.05, 0.05, 0.04], [0.01, 0.01]), "smallest eigenvalue is -0.01");
        yield return Case("lopsided factor covariance", () => FactorModel.Full(loadings, [0.04, 0.01, 0.02, 0.04], [0.01, 0.01]), "coordinates 1 and 0 is 0.02 in one half and 0.01 in the other; a covariance is symmetric");
        yield return Case("negative factor variance", () => FactorModel.Diagonal(loadings, [0.04, -0.01], [0.01, 0.01]), "variance of factor 1 is -0.01; variances are per year and must be finite and >= 0");
        yield return Case("negative specific variance", () => FactorModel.Diagonal(loadings, [0.04, 0.01], Two.Values(0.01, -0.02)), "specific variance for 'BND' (index 1) is -0.02; variances are per year and must be finite and >= 0");
        yield return Case("loading that is no number", () => DenseMap.FromColumns([1, double.NaN, 1, 0], 2, 2), "NaN at row 1, column 0");
        yield return Case("missing return", () => LedoitWolf.ConstantVariance(gaps), "'BND' (index 1) lacks 1 of 3, the first in period 1. Decide with Treat(MissingReturns.DropPeriods)");
        yield return Case("infinite return", () => Returns(new double[,] { { 0.01, double.PositiveInfinity } }), "return of 'BND' (index 1) in row 0 is Infinity; returns are finite, or NaN when missing");
        yield return Case("percent for fractions", () => Returns(new double[,] { { 0.01, -1.5 } }), "a simple return cannot be below -1; give 0.01 for one per cent");
        yield return Case("price zero", () => ReturnSeries.FromPrices(new double[,] { { 1, 2 }, { 1, 0 } }, 252, universe: Two), "price of 'BND' (index 1) in row 1 is 0; prices are finite and > 0, or NaN when missing");
        yield return Case("dates out of order", () => ReturnSeries.FromReturns(new double[,] { { 0, 0 }, { 0, 0 } }, 252, universe: Two, dates: [new DateOnly(2026, 3, 2), new DateOnly(2026, 2, 27)]), "date 1 is 2026-02-27, after 2026-03-02; dates must ascend strictly: sort the rows and remove duplicates");
        yield return Case("dates twice", () => ReturnSeries.FromReturns(new double[,] { { 0, 0 }, { 0, 0 } }, 252, universe: Two, dates: [new DateOnly(2026, 3, 2), new DateOnly(2026, 3, 2)]), "dates must ascend strictly");
        yield return Case("impossible sign of a factor", () => FactorRiskParity.WeightsWithin(FactorModel.Diagonal(loadings, [0.04, 0.01], [0.01, 0.01]).WithFactorNames("Market", "Value"), [0.0, 0.0], [1.0, 1.0], [], [-1, 1]), "exposure to Market cannot be negative between these bounds; the smallest possible is 1");
        yield return Case("singular parity", () => RiskParity.Weights(DenseRisk.FromRows([0.04, -0.04, -0.04, 0.04], 2)), "cancel without risk: repair or shrink it, or change the signs");
        yield return Case("exposures of another model", () => new FactorTracking(FactorModel.Diagonal(loadings, [0.04, 0.01], [0.01, 0.01]), [1.0]), "Got 1 target exposures and 0 scales for 2 factors");
        yield return Case("exposure that is no number", () => new FactorTracking(FactorModel.Diagonal(loadings, [0.04, 0.01], [0.01, 0.01]).WithFactorNames("Market", "Value"), [1.0, double.NaN]), "target exposure to Value is NaN");
        yield return Case("negative scale", () => new FactorTracking(FactorModel.Diagonal(loadings, [0.04, 0.01], [0.01, 0.01]), [1.0, 0.0], DistanceKind.Absolute, [1.0, -1.0]), "scale of factor 1 is -1; scales must be finite and >= 0");
        yield return Case("unknown factor", () => FactorChange.Hedged(FactorModel.Diagonal(loadings, [0.04, 0.01], [0.01, 0.01]).WithFactorNames("Market", "Value"), new Dictionary<string, double> { ["Size"] = 0.1 }), "Factor 'Size' is not in the model; known: Market, Value");
        yield return Case("crossed factor changes", () => new FactorChange(FactorModel.Diagonal(loadings, [0.04, 0.01], [0.01, 0.01]), [0.1, 0], [0, 0]), "bounds on the change of factor 0 are [0.1, 0]; expected lower <= upper");
        yield return Case("negative band", () => FactorExposureBounds.Within(FactorModel.Diagonal(loadings, [0.04, 0.01], [0.01, 0.01]), [1, 0], [0.1, -0.1]), "band of factor 1 is -0.1; half-widths must be >= 0");

        static TestCaseData Case(string name, Func<object> make, string sentence) => new TestCaseData(make, sentence).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(Mistakes))]
    public void Estimate_FromWhatCannotBeUsed_SaysWhatWhereFoundAndExpected(Func<object> make, string sentence) =>
        Assert.That(() => make(), Throws.InstanceOf<Exception>().With.Message.Contains(sentence).And.Matches<Exception>(e => e is ArgumentException or KeyNotFoundException));
}
