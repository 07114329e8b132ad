using System.Globalization;

namespace Rebalancing.Cli;

/// <summary>A plan as tables: orders, costs, limits.</summary>
internal static class PlanTables
{
    /// <summary>Orders on a screen; the rest is in --json, --html and --orders.</summary>
    private const int MostRows = 40;

    public static void Write(TableOutput table, Plan plan)
    {
        table.Title("Orders");
        table.Row("asset", "side", "quantity", "price", "money", "before %", "after %");
        foreach (Trade trade in plan.Trades.OrderByDescending(trade => trade.Money).Take(MostRows))
            table.Row(trade.Symbol, trade.Side.ToString(), Number(trade.Shares, "#,0.######"), Number(trade.Price, "#,0.00####"), Number(trade.Money, "#,0.00"), Percent(trade.WeightBefore), Percent(trade.WeightAfter));
        if (plan.Trades.Count > MostRows) table.Note($"The {MostRows} largest of {plan.Trades.Count} orders.");
        table.Note(string.Create(CultureInfo.InvariantCulture, $"Cash {plan.CashBefore:#,0.00} - bought {plan.Bought:#,0.00} + sold {plan.Sold:#,0.00} - costs {plan.CostsPaid:#,0.00} = {plan.CashAfter:#,0.00}"));

        bool inMoney = plan.Costs.All(line => line.Measure is Measure.Fraction or Measure.SquaredFraction);
        table.Title(inMoney ? "Costs in the objective, bp a year" : "Costs in the objective");
        table.Row("cost", "nothing", "target", "plan");
        foreach (CostLine line in plan.Costs.Append(plan.Total))
            table.Row(line.Name + (line.IsOneOff ? " (once)" : ""), Part(line.DoNothing, line, inMoney), line.Target is { } target ? Part(target, line, inMoney) : "-", Part(line.Plan, line, inMoney));

        if (plan.Limits.Count > 0)
        {
            table.Title("Limits");
            table.Row("limit", "nothing", "plan");
            foreach (LimitLine line in plan.Limits) table.Row(line.Name, Fares(line.DoNothing), Fares(line.Plan));
        }
        table.Note("");
    }

    private static string Fares(double excess) => excess <= 1e-6 ? "met" : "exceeded by " + excess.ToString("G3", CultureInfo.InvariantCulture);

    private static string Part(CostFigure figure, CostLine line, bool inMoney) =>
        inMoney ? (line.Weight * figure.Bps).ToString("0.00", CultureInfo.InvariantCulture) : (line.Weight * figure.Value).ToString("G6", CultureInfo.InvariantCulture);

    private static string Percent(double weight) => (100 * weight).ToString("0.000", CultureInfo.InvariantCulture);

    private static string Number(decimal? value, string form) => value is { } given ? given.ToString(form, CultureInfo.InvariantCulture) : "-";
}
