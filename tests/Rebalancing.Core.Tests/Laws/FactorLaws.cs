namespace Rebalancing.Core.Tests;

/// <summary>Exposures and covariances of the laws' factor model, written plainly.</summary>
internal static class PlainFactors
{
    public static readonly double[,] Covariance = { { 0.04, 0.01, 0.0 }, { 0.01, 0.02, 0.004 }, { 0.0, 0.004, 0.03 } };

    public static readonly double[] Target = [0.3, -0.1, 0.05];

    public static readonly double[] Scale = [2.0, 0.0, 0.7];

    public static double[] Of(LawData data, double[] x) => [.. Enumerable.Range(0, 3).Select(k => x.Select((v, i) => v * data.Loadings[(3 * i) + k]).Sum())];

    public static double[] Gap(LawData data, double[] w) => [.. Of(data, w).Zip(Target, (y, f) => y - f)];
}

public class FactorTrackingLaws : TermLaws
{
    protected override Term Create(LawData data) => new FactorTracking(data.Factor, PlainFactors.Target);

    protected override double Formula(LawData data, double[] w, double[] z, double cash)
    {
        double[] gap = PlainFactors.Gap(data, w);
        double sum = 0;
        for (int k = 0; k < 3; k++)
            for (int l = 0; l < 3; l++) sum += gap[k] * PlainFactors.Covariance[k, l] * gap[l];
        return sum;
    }
}

public class FactorTrackingInGivenUnitsLaws : TermLaws
{
    protected override Term Create(LawData data) => new FactorTracking(data.Factor, PlainFactors.Target, DistanceKind.Squared, PlainFactors.Scale);

    protected override double Formula(LawData data, double[] w, double[] z, double cash) => PlainFactors.Gap(data, w).Select((gap, k) => PlainFactors.Scale[k] * gap * gap).Sum();
}

public class FactorTrackingAbsoluteLaws : TermLaws
{
    protected override Term Create(LawData data) => new FactorTracking(data.Factor, PlainFactors.Target, DistanceKind.Absolute);

    protected override double Formula(LawData data, double[] w, double[] z, double cash) =>
        PlainFactors.Gap(data, w).Select((gap, k) => Math.Sqrt(PlainFactors.Covariance[k, k]) * Math.Abs(gap)).Sum();
}

public class FactorTrackingAbsoluteInGivenUnitsLaws : TermLaws
{
    protected override Term Create(LawData data) => new FactorTracking(data.Factor, PlainFactors.Target, DistanceKind.Absolute, PlainFactors.Scale);

    protected override double Formula(LawData data, double[] w, double[] z, double cash) => PlainFactors.Gap(data, w).Select((gap, k) => PlainFactors.Scale[k] * Math.Abs(gap)).Sum();
}

public class TradeVarianceLaws : TermLaws
{
    protected override Term Create(LawData data) => new TradeVariance(data.Factor);

    protected override double Formula(LawData data, double[] w, double[] z, double cash) => data.Quadratic(i => z[i]);
}

public class SpecificVarianceLaws : TermLaws
{
    protected override Term Create(LawData data) => new SpecificVariance(data.Factor, data.Universe.Values(data.Draw("benchmark", 0, 0.2)));

    protected override double Formula(LawData data, double[] w, double[] z, double cash)
    {
        double[] benchmark = data.Draw("benchmark", 0, 0.2);
        return w.Select((x, i) => data.Factor.SpecificVariances[i] * (x - benchmark[i]) * (x - benchmark[i])).Sum();
    }
}

public class FactorChangeLaws : LimitLaws
{
    protected override Limit Create(LawData data) => new FactorChange(data.Factor, [-0.02, double.NegativeInfinity, 0.01], [0.02, 0.03, 0.05]);

    protected override double Excess(LawData data, double[] w, double[] z, double cash)
    {
        double[] change = PlainFactors.Of(data, z);
        return new[] { Math.Abs(change[0]) - 0.02, change[1] - 0.03, 0.01 - change[2], change[2] - 0.05 }.Max();
    }
}

public class FactorExposureBandLaws : LimitLaws
{
    protected override Limit Create(LawData data) => FactorExposureBounds.Within(data.Factor, PlainFactors.Target, [0.4, 0.2, double.PositiveInfinity]);

    protected override double Excess(LawData data, double[] w, double[] z, double cash)
    {
        double[] gap = PlainFactors.Gap(data, w);
        return Math.Max(Math.Abs(gap[0]) - 0.4, Math.Abs(gap[1]) - 0.2);
    }
}
