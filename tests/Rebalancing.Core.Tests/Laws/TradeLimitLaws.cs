namespace Rebalancing.Core.Tests;

public class TradeSizeLaws : LimitLaws
{
    protected override Limit Create(LawData data) => new TradeSize(data.Draw("buy", 0, 0.1), data.Draw("sell", 0, 0.1));

    protected override double Excess(LawData data, double[] w, double[] z, double cash)
    {
        double[] buy = data.Draw("buy", 0, 0.1), sell = data.Draw("sell", 0, 0.1);
        return z.Select((x, i) => Math.Max(x - buy[i], -x - sell[i])).Max();
    }
}

public class TradeSizeForAllLaws : LimitLaws
{
    protected override Limit Create(LawData data) => new TradeSize(0.03);

    protected override double Excess(LawData data, double[] w, double[] z, double cash) => z.Max(Math.Abs) - 0.03;
}

public class ParticipationLaws : LimitLaws
{
    protected override Limit Create(LawData data) => new Participation(data.Draw("volume", 1e5, 5e6), atMost: 0.1, days: 2);

    protected override double Excess(LawData data, double[] w, double[] z, double cash) =>
        z.Zip(data.Draw("volume", 1e5, 5e6), (x, volume) => Math.Abs(x) - (0.1 * 2 * volume / 1e6)).Max();
}

public class CostBudgetLaws : LimitLaws
{
    protected override Limit Create(LawData data) => new CostBudget(0.0008, new TradingCost(data.Draw("cost", 0, 0.004)), new HoldingCost(data.Draw("fee", 0, 0.01)));

    protected override double Excess(LawData data, double[] w, double[] z, double cash)
    {
        double[] cost = data.Draw("cost", 0, 0.004), fee = data.Draw("fee", 0, 0.01);
        return z.Select((x, i) => (cost[i] * Math.Abs(x)) + (fee[i] * Math.Max(0, w[i]))).Sum() - 0.0008;
    }
}

public class NoTradeLaws : LimitLaws
{
    protected override string[] FreeAssets => ["A0", "A5", "A7"];

    protected override Limit Create(LawData data) => new NoTrade("A0", "A5");

    protected override double Excess(LawData data, double[] w, double[] z, double cash) => z.Where((_, i) => data.Universe[i].Symbol is "A0" or "A5").Max(Math.Abs);
}

public class NoBuyLaws : LimitLaws
{
    protected override string[] FreeAssets => ["A0", "A5", "A7"];

    protected override Limit Create(LawData data) => new NoBuy("A0", "A5");

    protected override double Excess(LawData data, double[] w, double[] z, double cash) => z.Where((_, i) => data.Universe[i].Symbol is "A0" or "A5").Max();
}

public class NoSellLaws : LimitLaws
{
    protected override string[] FreeAssets => ["A0", "A5", "A7"];

    protected override Limit Create(LawData data) => new NoSell("A0", "A5");

    protected override double Excess(LawData data, double[] w, double[] z, double cash) => -z.Where((_, i) => data.Universe[i].Symbol is "A0" or "A5").Min();
}

public class HoldingLocksLaws : LimitLaws
{
    protected override string[] FreeAssets => ["A2", "A3", "A4"];

    // the account's date is 31 March 2026: the second lock has just ended
    protected override Limit Create(LawData data) => new HoldingLocks(
        new HoldingLock("A2", new DateOnly(2026, 4, 1)), new HoldingLock("A3", new DateOnly(2026, 3, 31)), new HoldingLock("A4", new DateOnly(2027, 1, 1), BuyingAllowed: true));

    protected override double Excess(LawData data, double[] w, double[] z, double cash) =>
        Math.Max(z.Where((_, i) => data.Universe[i].Symbol == "A2").Max(Math.Abs), -z.Where((_, i) => data.Universe[i].Symbol == "A4").Min());
}

public class VolatilityAtMostLaws : LimitLaws
{
    protected override Limit Create(LawData data) => new Volatility(data.Factor).AtMost(0.12);

    protected override double Excess(LawData data, double[] w, double[] z, double cash) => Math.Sqrt(data.Quadratic(i => w[i])) - 0.12;
}

public class TrackingErrorAtMostLaws : LimitLaws
{
    protected override Limit Create(LawData data) => new TrackingError(data.Dense, data.Universe.Values(data.Draw("target", 0, 0.2))).AtMost(0.05);

    protected override double Excess(LawData data, double[] w, double[] z, double cash)
    {
        double[] target = data.Draw("target", 0, 0.2);
        return Math.Sqrt(data.Quadratic(i => w[i] - target[i])) - 0.05;
    }
}

public class TurnoverAtMostLaws : LimitLaws
{
    protected override Limit Create(LawData data) => Limits.Turnover(0.2);

    protected override double Excess(LawData data, double[] w, double[] z, double cash) => Math.Max(z.Sum(x => Math.Max(0, x)), z.Sum(x => Math.Max(0, -x))) - 0.2;
}

public class LeverageLaws : LimitLaws
{
    protected override Limit Create(LawData data) => Limits.Leverage(1.3);

    protected override double Excess(LawData data, double[] w, double[] z, double cash) => w.Sum(Math.Abs) - 1.3;
}

public class RobustReturnAtMostLaws : LimitLaws
{
    protected override Limit Create(LawData data) => new RobustReturn(data.Draw("return", -0.05, 0.12), ReturnUncertainty.Ellipsoid(data.Factor, 0.7)).AtMost(0.03);

    protected override double Excess(LawData data, double[] w, double[] z, double cash) =>
        (0.7 * Math.Sqrt(data.Quadratic(i => w[i]))) - w.Zip(data.Draw("return", -0.05, 0.12), (x, r) => x * r).Sum() - 0.03;
}
