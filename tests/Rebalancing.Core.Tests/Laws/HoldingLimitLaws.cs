namespace Rebalancing.Core.Tests;

public class FullyInvestedLaws : LimitLaws
{
    protected override Limit Create(LawData data) => new FullyInvested();

    protected override double Excess(LawData data, double[] w, double[] z, double cash) =>
        Math.Max(-cash, cash - (double)Enumerable.Range(0, data.Count).Min(i => data.Account.Prices[i] * data.Universe[i].LotSize) / 1e6);
}

public class CashBandLaws : LimitLaws
{
    protected override Limit Create(LawData data) => new CashBand(0.01, 0.05);

    protected override double Excess(LawData data, double[] w, double[] z, double cash) => Math.Max(0.01 - cash, cash - 0.05);
}

public class LongOnlyLaws : LimitLaws
{
    protected override Limit Create(LawData data) => new LongOnly();

    protected override double Excess(LawData data, double[] w, double[] z, double cash) => -w.Min();
}

public class WeightBoundsLaws : LimitLaws
{
    protected override Limit Create(LawData data) => new WeightBounds(data.Draw("lower", -0.1, 0.02), data.Draw("upper", 0.16, 0.3));

    protected override double Excess(LawData data, double[] w, double[] z, double cash)
    {
        double[] lower = data.Draw("lower", -0.1, 0.02), upper = data.Draw("upper", 0.16, 0.3);
        return w.Select((x, i) => Math.Max(lower[i] - x, x - upper[i])).Max();
    }
}

public class WeightBoundsForAllLaws : LimitLaws
{
    protected override Limit Create(LawData data) => new WeightBounds(-0.02, 0.15);

    protected override double Excess(LawData data, double[] w, double[] z, double cash) => w.Max(x => Math.Max(-0.02 - x, x - 0.15));
}

public class GroupBoundsLaws : LimitLaws
{
    protected override Limit Create(LawData data) => GroupBounds.AtMost(data.Sectors, new Dictionary<string, double> { ["S0"] = 0.3, ["S1"] = 0.35, ["S2"] = 0.2 });

    protected override double Excess(LawData data, double[] w, double[] z, double cash)
    {
        double[] upper = [0.3, 0.35, 0.2];
        return Enumerable.Range(0, 3).Max(g => w.Where((_, i) => data.Universe[i].Sector == $"S{g}").Sum() - upper[g]);
    }
}

public class GroupBoundsAgainstABenchmarkLaws : LimitLaws
{
    protected override Limit Create(LawData data) => GroupBounds.Within(data.Sectors, data.Universe.Values(data.Draw("benchmark", 0, 0.2)), 0.04);

    protected override double Excess(LawData data, double[] w, double[] z, double cash)
    {
        double[] benchmark = data.Draw("benchmark", 0, 0.2);
        return Enumerable.Range(0, 3).Max(g => Math.Abs(w.Select((x, i) => data.Universe[i].Sector == $"S{g}" ? x - benchmark[i] : 0).Sum()) - 0.04);
    }
}

public class FactorExposureBoundsLaws : LimitLaws
{
    protected override Limit Create(LawData data) => new FactorExposureBounds(data.Factor, [-0.1, -0.2, -0.05], [0.1, 0.3, 0.05]);

    protected override double Excess(LawData data, double[] w, double[] z, double cash)
    {
        double[] lower = [-0.1, -0.2, -0.05], upper = [0.1, 0.3, 0.05];
        return Enumerable.Range(0, 3).Max(k =>
        {
            double exposure = w.Select((x, i) => x * data.Loadings[(3 * i) + k]).Sum();
            return Math.Max(lower[k] - exposure, exposure - upper[k]);
        });
    }
}

public class FactorNeutralToABenchmarkLaws : LimitLaws
{
    protected override Limit Create(LawData data) => FactorExposureBounds.Neutral(data.Factor, [1], data.Universe.Values(data.Draw("benchmark", 0, 0.2)));

    protected override double Excess(LawData data, double[] w, double[] z, double cash)
    {
        double[] benchmark = data.Draw("benchmark", 0, 0.2);
        return Math.Abs(w.Select((x, i) => (x - benchmark[i]) * data.Loadings[(3 * i) + 1]).Sum());
    }
}

public class LinearLimitLaws : LimitLaws
{
    protected override Limit Create(LawData data) => new LinearLimit("Duration", data.Draw("duration", 0, 9), 3, 4.5);

    protected override double Excess(LawData data, double[] w, double[] z, double cash)
    {
        double duration = w.Zip(data.Draw("duration", 0, 9), (x, d) => x * d).Sum();
        return Math.Max(3 - duration, duration - 4.5);
    }
}

public class NetExposureLaws : LimitLaws
{
    protected override Limit Create(LawData data) => new NetExposure(0.9, 0.95);

    protected override double Excess(LawData data, double[] w, double[] z, double cash) => Math.Max(0.9 - w.Sum(), w.Sum() - 0.95);
}

public class DoNotHoldLaws : LimitLaws
{
    protected override string[] FreeAssets => ["A0", "A1", "A8"];

    protected override Limit Create(LawData data) => new DoNotHold("A1", "A8");

    protected override double Excess(LawData data, double[] w, double[] z, double cash) => w.Where((_, i) => data.Universe[i].Symbol is "A1" or "A8").Max(Math.Abs);
}

public class LiquidityProfileLaws : LimitLaws
{
    protected override Limit Create(LawData data) => new LiquidityProfile(data.Draw("volume", 1e5, 5e6), 0.1, new LiquidityDemand(1, 0.5), new LiquidityDemand(5, 0.8));

    protected override double Excess(LawData data, double[] w, double[] z, double cash)
    {
        double[] volume = data.Draw("volume", 1e5, 5e6);
        double Sellable(double days) => w.Select((x, i) => Math.Min(x, days * 0.1 * volume[i] / 1e6)).Sum();
        return Math.Max(0.5 - Sellable(1), 0.8 - Sellable(5));
    }
}
