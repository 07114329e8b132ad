using System.Globalization;

namespace Rebalancing.Cli;

/// <summary>The worked example: naive trades, trades that weigh costs, where not to trade, a locked asset, and what each alternative costs.</summary>
internal static class SixAssetDemo
{
    private static readonly Universe Universe = SixAssets.Universe;
    private static readonly Account Account = SixAssets.Account;

    public static void Write(TextWriter output, bool isTerminal)
    {
        TableOutput table = TableOutput.For(output, isTerminal);
        Mandate mandate = MandateWith([]);
        output.WriteLine("Rebalancing six assets, account value 10,000,000. The mandate:");
        output.WriteLine();
        output.Write(mandate.Describe(Account));

        Naive(table);
        RebalanceResult best = new Rebalancer(mandate, Universe).Rebalance(Account);
        Plan plan = best.GetPlanOrThrow();
        Trades(table, "2. The plan: tracking error weighed against costs", plan);
        Bands(table, best);
        RebalanceResult locked = new Rebalancer(MandateWith([Limits.NoTrade("PRIV_EQ")]), Universe).Rebalance(WithMorePrivateEquity());
        Locked(table, locked.GetPlanOrThrow());
        Compare(table, plan);
        table.End();
        output.WriteLine(FormattableString.Invariant(
            $"Proof: no allowed plan is better by {GapText(best)} a year, before orders are rounded to whole shares ({best.Status}; {best.Iterations} iterations)."));
    }

    private static string GapText(RebalanceResult result)
    {
        double bps = 1e4 * Math.Max(0, result.Certificate.Gap);
        return bps < 1e-6 ? "as much as 0.000001 bp" : FormattableString.Invariant($"more than {bps:0.######} bp");
    }

    private static Mandate MandateWith(Limit[] more) => new()
    {
        Objective = SixAssets.Aversion * new TrackingVariance(SixAssets.Risk, SixAssets.Target) + SixAssets.Costs,
        Limits = [new CashBand(0, 0.001), Limits.LongOnly, .. more],
    };

    /// <summary>Straight to target, whatever it costs.</summary>
    private static void Naive(TableOutput table)
    {
        table.Title("1. Naive: trade straight to target");
        table.Row("asset", "now %", "target %", "trade pp", "money", "cost");
        double cost = SixAssets.Costs.ValueAt(Account, SixAssets.Target.Span);
        for (int i = 0; i < Universe.Count; i++)
        {
            double now = Account.Weights[i], target = SixAssets.Target[i], trade = target - now;
            table.Row(Universe[i].Symbol, Percent(now), Percent(target), Signed(trade), Money(trade * 1e7), Money(Math.Abs(trade) * 1e7 * SixAssets.Costs.Buy[i]));
        }
        table.Note(FormattableString.Invariant($"Costs {cost * 1e7:#,0.00} ({cost * 1e4:0.00} bp), and no cash to pay them from."));
    }

    private static void Trades(TableOutput table, string title, Plan plan)
    {
        table.Title(title);
        table.Row("asset", "now %", "target %", "after %", "trade pp", "shares", "money");
        for (int i = 0; i < Universe.Count; i++)
        {
            Trade? trade = plan.Trades.FirstOrDefault(t => t.Symbol == Universe[i].Symbol);
            decimal sign = trade?.Side == TradeSide.Sell ? -1m : 1m;
            table.Row(Universe[i].Symbol, Percent(plan.WeightsBefore[i]), Percent(SixAssets.Target[i]), Percent(plan.WeightsAfter[i]), trade is null ? "-" : Signed(trade.Weight),
                trade is null ? "-" : (sign * trade.Shares!.Value).ToString("+#,0;-#,0;-", CultureInfo.InvariantCulture), trade is null ? "-" : Money((double)(sign * trade.Money)));
        }
        double cashBefore = (double)(plan.CashBefore / plan.AccountValue), cashAfter = (double)(plan.CashAfter / plan.AccountValue);
        table.Row("cash", Percent(cashBefore), Percent(1 - SixAssets.Target.Sum()), Percent(cashAfter), Signed(cashAfter - cashBefore), "", Money((double)(plan.CashAfter - plan.CashBefore)));
        table.Note(FormattableString.Invariant($"Cash {plan.CashBefore:#,0.00} - bought {plan.Bought:#,0.00} + sold {plan.Sold:#,0.00} - costs {plan.CostsPaid:#,0.00} = {plan.CashAfter:#,0.00}"));
    }

    /// <summary>
    /// With F = a (w - t)'S(w - t) and a price of cash p an asset is left alone while |dF/dw_i - p| is at most its cost c_i: at fixed other holdings and prices, an
    /// interval of half-width c_i / (2 a S_ii). The price of cash is read off the largest trade, which ends at the edge of its interval.
    /// </summary>
    private static void Bands(TableOutput table, RebalanceResult result)
    {
        table.Title("3. Where not to trade: weights at which each asset is left alone, the others as in the optimum");
        int n = Universe.Count;
        double[] before = Account.Weights.ToArray(), after = result.Weights.ToArray(), off = [.. after.Select((w, i) => w - SixAssets.Target[i])], gradient = new double[n];
        SixAssets.Risk.Multiply(off, gradient);
        int largest = Enumerable.Range(0, n).MaxBy(i => Math.Abs(after[i] - before[i]));
        double edge = after[largest] > before[largest] ? SixAssets.Costs.Buy[largest] : -SixAssets.Costs.Sell[largest];
        double cashPrice = (2 * SixAssets.Aversion * gradient[largest]) + edge;
        table.Note(FormattableString.Invariant($"Price of cash: one more unit of it, were it allowed, would be worth {1e4 * cashPrice:0.00} bp a year."));
        table.Row("asset", "from %", "to %", "now %", "");
        var unit = new double[n];
        for (int i = 0; i < n; i++)
        {
            unit[i] = 1;
            double curvature = 2 * SixAssets.Aversion * SixAssets.Risk.Variance(unit);
            unit[i] = 0;
            double slope = (2 * SixAssets.Aversion * gradient[i]) - cashPrice, centre = after[i] - (slope / curvature), half = SixAssets.Costs.Buy[i] / curvature;
            double now = before[i];
            table.Row(Universe[i].Symbol, Percent(Math.Max(0, centre - half)), Percent(centre + half), Percent(now), now < centre - half ? "buy" : now > centre + half ? "sell" : "leave");
        }
    }

    /// <summary>Two per cent more private equity, out of domestic equities.</summary>
    private static Account WithMorePrivateEquity() =>
        Account.FromWeights(Universe, [0.33, 0.18, 0.17, 0.15, 0.12, 0.05], value: 10_000_000m, SixAssets.Account.Options);

    private static void Locked(TableOutput table, Plan plan)
    {
        Trades(table, "4. Private equity at 12 % and locked: the others make room for its risk", plan);
    }

    private static void Compare(TableOutput table, Plan plan)
    {
        table.Title("5. Comparison (account of section 2), bp of account value");
        table.Row("", "nothing", "to target", "plan");
        foreach (CostLine line in plan.Costs)
            table.Row(line.Name + (line.IsOneOff ? " (once)" : FormattableString.Invariant($" x {line.Weight:0} (a year)")), Bps(line.DoNothing, line), Bps(line.Target!.Value, line), Bps(line.Plan, line));
        table.Row("Total over one year", Bps(plan.Total.DoNothing, plan.Total), Bps(plan.Total.Target!.Value, plan.Total), Bps(plan.Total.Plan, plan.Total));
        table.Row("Tracking error %", TrackingError(plan.WeightsBefore), TrackingError(SixAssets.Target), TrackingError(plan.WeightsAfter));
        table.Note("");
    }

    private static string TrackingError(IReadOnlyList<double> weights) =>
        (100 * new TrackingError(SixAssets.Risk, SixAssets.Target).ValueAt(Account, [.. weights])).ToString("0.000", CultureInfo.InvariantCulture);

    private static string Bps(CostFigure figure, CostLine line) => (line.Weight * figure.Bps).ToString("0.000", CultureInfo.InvariantCulture);

    private static string Percent(double weight) => (100 * weight).ToString("0.000", CultureInfo.InvariantCulture);

    private static string Signed(double weight) => (100 * weight).ToString("+0.000;-0.000;-", CultureInfo.InvariantCulture);

    private static string Money(double money) => money.ToString("+#,0;-#,0;-", CultureInfo.InvariantCulture);
}
