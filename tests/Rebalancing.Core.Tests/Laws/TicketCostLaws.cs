namespace Rebalancing.Core.Tests;

/// <summary>A ticket is not convex, so it has laws of its own: its value, and what it does to plans.</summary>
public class TicketCostLaws
{
    [Test]
    public void ValueAt_SomeTrades_CountsTickets()
    {
        LawData data = LawData.Of(5, 6);
        double[] w = [.. data.Account.Weights];
        w[0] += 0.01;
        w[3] -= 0.02;
        Assert.That(new TicketCost(25).ValueAt(data.Account, w), Is.EqualTo(50.0 / 1e6).Within(Tolerances.Summation));
        AssetValues buy = data.Universe.Values(data.Draw("buy", 5, 10)), sell = data.Universe.Values(data.Draw("sell", 1, 2));
        Assert.That(new TicketCost(buy, sell).ValueAt(data.Account, w), Is.EqualTo((buy[0] + sell[3]) / 1e6).Within(Tolerances.Summation));
    }

    [Test]
    public void Rebalance_TicketsRise_FewerOrdersAndCashAddsUp()
    {
        LawData data = LawData.Of(7, 8);
        int last = int.MaxValue;
        foreach (double ticket in new[] { 0.01, 300.0, 3000.0, 300000.0 })
        {
            var mandate = new Mandate { Objective = 2.0 * new Variance(data.Factor) + 0.05 * new Concentration() + 1.0 * new TicketCost(ticket), Limits = [new LongOnly(), new CashBand(0, 0.05)] };
            RebalanceResult result = new Rebalancer(mandate, data.Universe).Rebalance(data.Account);
            Plan plan = result.GetPlanOrThrow();
            Assert.That(plan.Trades, Has.Count.LessThanOrEqualTo(last), $"ticket {ticket}");
            Assert.That(plan.CostsPaid, Is.EqualTo(decimal.Round((decimal)(ticket * plan.Trades.Count), 2)));
            Assert.That(plan.CashAfter, Is.EqualTo(plan.CashBefore - plan.Bought + plan.Sold - plan.CostsPaid));
            last = plan.Trades.Count;
        }
        Assert.That(last, Is.Zero, "no order is worth a third of the account");
    }
}
