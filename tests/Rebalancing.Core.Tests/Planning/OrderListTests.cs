namespace Rebalancing.Core.Tests;

public class OrderListTests
{
    private static readonly Universe Universe = Universe.Of([new Asset("A,1") { Price = 10m }, new Asset("B") { Price = 20.5m }, new Asset("C")]);

    private static readonly Mandate Mandate = new() { Objective = new TargetDistance([0.2, 0.5, 0.3]), Limits = [new CashBand(0, 0.05), Limits.LongOnly] };

    private static RebalanceResult Result(string id, params double[] weights) =>
        new Rebalancer(Mandate, Universe).Rebalance(Account.FromWeights(Universe, weights, 10_000m, new AccountOptions { Id = id, AsOf = new DateOnly(2026, 3, 31) }));

    [Test]
    public void ToCsv_TwoAccounts_IsOneLineAnOrderWithQuotes()
    {
        OrderList orders = OrderList.Of([Result("X \"1\"", 0.4, 0.3, 0.3), Result("Y", 0.2, 0.5, 0.3)], "monday");
        string[] lines = orders.ToCsv().Split("\r\n");
        Assert.That(lines[0], Is.EqualTo("run,order,account,symbol,side,quantity,price,money,currency"));
        // 4,000 and 3,000 held, 2,000 and 5,000 wanted: 200 shares at 10, and 97 or 98 at 20.5
        Assert.That(lines[1], Is.EqualTo("monday,\"monday/X \"\"1\"\"/A,1\",\"X \"\"1\"\"\",\"A,1\",SELL,200,10,2000,USD"));
        Assert.That(lines[2], Does.Match("^monday,\"monday/X \"\"1\"\"/B\",\"X \"\"1\"\"\",B,BUY,9[78],20.5,[0-9.]+,USD$"));
        Assert.That(orders.Orders, Has.Count.EqualTo(2), "the second account is where it should be");
        Assert.That(lines, Has.Length.EqualTo(4).And.ItemAt(3).Empty);
    }

    [Test]
    public void Of_TheSameAccountsAgain_IsTheSameRunWithTheSameOrders()
    {
        OrderList first = OrderList.Of([Result("X", 0.4, 0.3, 0.3)]), again = OrderList.Of([Result("X", 0.4, 0.3, 0.3)]), other = OrderList.Of([Result("X", 0.41, 0.29, 0.3)]);
        Assert.That(again.RunId, Is.EqualTo(first.RunId).And.Length.EqualTo(20));
        Assert.That(again.ToCsv(), Is.EqualTo(first.ToCsv()));
        Assert.That(other.RunId, Is.Not.EqualTo(first.RunId));
    }

    [Test]
    public void Of_AccountsThatCannotBeToldApart_IsRefused()
    {
        RebalanceResult nameless = new Rebalancer(Mandate, Universe).Rebalance(Account.FromWeights(Universe, [0.4, 0.3, 0.3], 10_000m));
        Assert.That(() => OrderList.Of([nameless]), Throws.ArgumentException.With.Message.Contains("Account 0 has no Id"));
        Assert.That(() => OrderList.Of([Result("X", 0.4, 0.3, 0.3), Result("X", 0.4, 0.3, 0.3)]), Throws.ArgumentException.With.Message.Contains("Account 'X' appears twice"));
    }
}
