namespace Rebalancing.Core.Tests;

public class ExpectedReturnLaws : TermLaws
{
    protected override Term Create(LawData data) => new ExpectedReturn(data.Draw("return", -0.05, 0.12), cashRate: 0.03);

    protected override double Formula(LawData data, double[] w, double[] z, double cash) => -w.Zip(data.Draw("return", -0.05, 0.12), (x, r) => x * r).Sum() - 0.03 * cash;
}

public class VarianceLaws : TermLaws
{
    protected override Term Create(LawData data) => new Variance(data.Factor);

    protected override double Formula(LawData data, double[] w, double[] z, double cash) => data.Quadratic(i => w[i]);
}

public class VarianceOfDenseCovarianceLaws : TermLaws
{
    protected override Term Create(LawData data) => new Variance(data.Dense);

    protected override double Formula(LawData data, double[] w, double[] z, double cash) => data.Quadratic(i => w[i]);
}

public class VolatilityLaws : TermLaws
{
    protected override Term Create(LawData data) => new Volatility(data.Factor);

    protected override double Formula(LawData data, double[] w, double[] z, double cash) => Math.Sqrt(data.Quadratic(i => w[i]));
}

public class TrackingErrorLaws : TermLaws
{
    protected override Term Create(LawData data) => new TrackingError(data.Factor, data.Universe.Values(data.Draw("target", 0, 0.2)));

    protected override double Formula(LawData data, double[] w, double[] z, double cash)
    {
        double[] target = data.Draw("target", 0, 0.2);
        return Math.Sqrt(data.Quadratic(i => w[i] - target[i]));
    }
}

public class TrackingVarianceLaws : TermLaws
{
    protected override Term Create(LawData data) => new TrackingVariance(data.Dense, data.Universe.Values(data.Draw("target", 0, 0.2)));

    protected override double Formula(LawData data, double[] w, double[] z, double cash)
    {
        double[] target = data.Draw("target", 0, 0.2);
        return data.Quadratic(i => w[i] - target[i]);
    }
}

public class TargetDistanceLaws : TermLaws
{
    protected override Term Create(LawData data) => new TargetDistance(data.Draw("target", 0, 0.2), DistanceKind.Squared, data.Draw("scale", 0, 3));

    protected override double Formula(LawData data, double[] w, double[] z, double cash)
    {
        double[] target = data.Draw("target", 0, 0.2), scale = data.Draw("scale", 0, 3);
        return w.Select((x, i) => scale[i] * (x - target[i]) * (x - target[i])).Sum();
    }
}

public class TargetDistanceAbsoluteLaws : TermLaws
{
    protected override Term Create(LawData data) => new TargetDistance(data.Draw("target", 0, 0.2), DistanceKind.Absolute, data.Draw("scale", 0, 3));

    protected override double Formula(LawData data, double[] w, double[] z, double cash)
    {
        double[] target = data.Draw("target", 0, 0.2), scale = data.Draw("scale", 0, 3);
        return w.Select((x, i) => scale[i] * Math.Abs(x - target[i])).Sum();
    }
}

public class RobustReturnLaws : TermLaws
{
    protected override Term Create(LawData data) => new RobustReturn(data.Draw("return", -0.05, 0.12), ReturnUncertainty.Ellipsoid(data.Factor, 0.7));

    protected override double Formula(LawData data, double[] w, double[] z, double cash) =>
        0.7 * Math.Sqrt(data.Quadratic(i => w[i])) - w.Zip(data.Draw("return", -0.05, 0.12), (x, r) => x * r).Sum();
}

public class RobustReturnInABoxLaws : TermLaws
{
    protected override Term Create(LawData data) => new RobustReturn(data.Draw("return", -0.05, 0.12), ReturnUncertainty.Box(data.Draw("half-width", 0, 0.04)));

    protected override double Formula(LawData data, double[] w, double[] z, double cash)
    {
        double[] returns = data.Draw("return", -0.05, 0.12), half = data.Draw("half-width", 0, 0.04);
        return w.Select((x, i) => half[i] * Math.Abs(x) - returns[i] * x).Sum();
    }
}

public class ConcentrationLaws : TermLaws
{
    protected override Term Create(LawData data) => new Concentration();

    protected override double Formula(LawData data, double[] w, double[] z, double cash) => w.Sum(x => x * x);
}

public class ConcentrationInGroupsLaws : TermLaws
{
    protected override Term Create(LawData data) => new Concentration(data.Sectors);

    protected override double Formula(LawData data, double[] w, double[] z, double cash) =>
        Enumerable.Range(0, 3).Sum(g => Math.Pow(w.Where((_, i) => data.Universe[i].Sector == $"S{g}").Sum(), 2));
}

public class GrossExposureLaws : TermLaws
{
    protected override Term Create(LawData data) => new GrossExposure();

    protected override double Formula(LawData data, double[] w, double[] z, double cash) => w.Sum(Math.Abs);
}
