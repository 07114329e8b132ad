namespace Rebalancing.Core.Tests;

public class TradingCostLaws : TermLaws
{
    protected override Term Create(LawData data) => new TradingCost(data.Draw("buy", 0, 0.004), data.Draw("sell", 0, 0.004));

    protected override double Formula(LawData data, double[] w, double[] z, double cash)
    {
        double[] buy = data.Draw("buy", 0, 0.004), sell = data.Draw("sell", 0, 0.004);
        return z.Select((x, i) => x > 0 ? buy[i] * x : -sell[i] * x).Sum();
    }
}

public class TieredCostLaws : TermLaws
{
    protected override Term Create(LawData data) => new TieredCost(data.Count, new CostTier(0, 0.0005), new CostTier(10_000, 0.001), new CostTier(50_000, 0.004));

    protected override double Formula(LawData data, double[] w, double[] z, double cash) => z.Sum(x =>
    {
        double money = Math.Abs(x) * 1e6;
        return (0.0005 * money + 0.0005 * Math.Max(0, money - 10_000) + 0.003 * Math.Max(0, money - 50_000)) / 1e6;
    });
}

public class MarketImpactLaws : TermLaws
{
    protected override Term Create(LawData data) => new MarketImpact(data.Draw("volatility", 0.005, 0.03), data.Draw("volume", 1e5, 5e6), coefficient: 0.8, exponent: 1.5);

    protected override double Formula(LawData data, double[] w, double[] z, double cash)
    {
        double[] volatility = data.Draw("volatility", 0.005, 0.03), volume = data.Draw("volume", 1e5, 5e6);
        return z.Select((x, i) => 0.8 * volatility[i] * Math.Abs(x) * Math.Sqrt(Math.Abs(x) * 1e6 / volume[i])).Sum();
    }
}

public class MarketImpactOfAlmgrenLaws : TermLaws
{
    protected override Term Create(LawData data) => MarketImpact.Almgren2005(data.Draw("volatility", 0.005, 0.03), data.Draw("volume", 1e5, 5e6));

    protected override double Formula(LawData data, double[] w, double[] z, double cash)
    {
        double[] volatility = data.Draw("volatility", 0.005, 0.03), volume = data.Draw("volume", 1e5, 5e6);
        return z.Select((x, i) => 0.142 * volatility[i] * Math.Abs(x) * Math.Pow(Math.Abs(x) * 1e6 / volume[i], 0.6)).Sum();
    }
}

public class CurrencyCostLaws : TermLaws
{
    protected override Term Create(LawData data) => new CurrencyCost(data.Currencies, new Dictionary<string, double> { ["EUR"] = 0.0002, ["JPY"] = 0.0005 });

    protected override double Formula(LawData data, double[] w, double[] z, double cash) =>
        0.0002 * Math.Abs(z.Where((_, i) => data.Universe[i].Currency == "EUR").Sum()) + 0.0005 * Math.Abs(z.Where((_, i) => data.Universe[i].Currency == "JPY").Sum());
}

public class HoldingCostLaws : TermLaws
{
    protected override Term Create(LawData data) => new HoldingCost(data.Draw("fee", 0, 0.01));

    protected override double Formula(LawData data, double[] w, double[] z, double cash) => w.Zip(data.Draw("fee", 0, 0.01), (x, fee) => fee * Math.Max(0, x)).Sum();
}

public class BorrowCostLaws : TermLaws
{
    protected override Term Create(LawData data) => new BorrowCost(data.Draw("borrow", 0, 0.03), cashRate: 0.06);

    protected override double Formula(LawData data, double[] w, double[] z, double cash) =>
        w.Zip(data.Draw("borrow", 0, 0.03), (x, fee) => fee * Math.Max(0, -x)).Sum() + 0.06 * Math.Max(0, -cash);
}

public class LiquidityPenaltyLaws : TermLaws
{
    protected override Term Create(LawData data) => new LiquidityPenalty(data.Buckets, new Dictionary<string, LiquidityTier>
    {
        ["fast"] = new(0.0001),
        ["slow"] = new(0.002, SaleWindow: 20_000, ForcedSaleDiscount: 0.08),
    });

    protected override double Formula(LawData data, double[] w, double[] z, double cash) => z.Select((x, i) =>
        data.Universe[i].LiquidityBucket == "fast" ? 0.0001 * Math.Abs(x) : 0.002 * Math.Abs(x) + 0.08 * Math.Max(0, -x - 0.02)).Sum();
}

public class DaysToLiquidateLaws : TermLaws
{
    protected override Term Create(LawData data) => new DaysToLiquidate(data.Draw("volume", 1e5, 5e6), 0.1);

    protected override double Formula(LawData data, double[] w, double[] z, double cash) =>
        w.Zip(data.Draw("volume", 1e5, 5e6), (x, volume) => Math.Abs(x) * (Math.Abs(x) * 1e6 / (0.1 * volume))).Sum();
}

public class TurnoverLaws : TermLaws
{
    protected override Term Create(LawData data) => new Turnover();

    protected override double Formula(LawData data, double[] w, double[] z, double cash) => Math.Max(z.Sum(x => Math.Max(0, x)), z.Sum(x => Math.Max(0, -x)));
}

public class TurnoverTwoWayLaws : TermLaws
{
    protected override Term Create(LawData data) => new Turnover(TurnoverKind.TwoWay);

    protected override double Formula(LawData data, double[] w, double[] z, double cash) => z.Sum(Math.Abs);
}
