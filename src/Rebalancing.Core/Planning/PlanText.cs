using System.Globalization;
using System.Text;
using Rebalancing.Mandates;

namespace Rebalancing;

/// <summary>A plan as a short memo: orders, cash, what each cost contributes to the objective.</summary>
internal static class PlanText
{
    /// <summary>Orders that are written out; the others are counted, so that a plan of thousands still fits into a log.</summary>
    private const int Shown = 20;

    public static string Write(Plan plan)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{plan.Trades.Count} {(plan.Trades.Count == 1 ? "trade" : "trades")}, turnover {100 * plan.Turnover:0.00} % of {plan.AccountValue:#,0.00}").AppendLine();
        foreach (Trade trade in plan.Trades.Take(Shown)) text.Append("  ").Append(trade).AppendLine();
        if (plan.Trades.Count > Shown)
            text.Append(CultureInfo.InvariantCulture, $"  and {plan.Trades.Count - Shown} more, {plan.Trades.Skip(Shown).Sum(trade => trade.Money):#,0.00} in all").AppendLine();
        text.Append(CashLine(plan)).AppendLine();
        if (plan.Taxes is { } taxes) text.Append(taxes);
        Table(text, plan);
        foreach (LimitLine limit in plan.Limits)
            if (!limit.IsMet) text.Append(CultureInfo.InvariantCulture, $"Limit not met: {limit.Name} is exceeded by {MeasureText.Of(limit.Plan, limit.Measure)}{(limit.Where is null ? "" : " at " + limit.Where)}").AppendLine();
        return text.ToString();
    }

    /// <summary>The plan in one line, for logs.</summary>
    public static string Line(Plan plan) => FormattableString.Invariant(
        $"{plan.Trades.Count} {(plan.Trades.Count == 1 ? "trade" : "trades")}, turnover {100 * plan.Turnover:0.00} % of {plan.AccountValue:#,0.00}, costs {plan.CostsPaid:#,0.00}, cash {plan.CashBefore:#,0.00} -> {plan.CashAfter:#,0.00}");

    private static string CashLine(Plan plan) => FormattableString.Invariant(
        $"Cash {plan.CashBefore:#,0.00} - bought {plan.Bought:#,0.00} + sold {plan.Sold:#,0.00} - costs {plan.CostsPaid:#,0.00} = {plan.CashAfter:#,0.00}");

    /// <summary>
    /// What each cost contributes, weight included, so that the rows add up to the last one. In basis points of account value where the objective is money (every cost a fraction
    /// of account value or a squared one with its aversion); otherwise in the objective's own unit.
    /// </summary>
    private static void Table(StringBuilder text, Plan plan)
    {
        bool money = plan.Costs.All(line => line.Measure is Measure.Fraction or Measure.SquaredFraction);
        text.Append(CultureInfo.InvariantCulture, $"{(money ? "Objective, bp a year" : "Objective"),-34}{"nothing",12}{"target",12}{"plan",12}").AppendLine();
        foreach (CostLine line in plan.Costs)
            Row(text, line, money, FormattableString.Invariant($"{(line.Weight == 1 ? "" : $"{line.Weight:G4} x ")}{line.Name}{(line.IsOneOff ? " (once)" : "")}"));
        if (plan.Costs.Count > 1) Row(text, plan.Total, money, "Total");
    }

    private static void Row(StringBuilder text, CostLine line, bool money, string name)
    {
        string target = line.Target is { } figure ? Cell(line.Weight * figure.Value, money) : "-";
        text.Append(CultureInfo.InvariantCulture, $"  {(name.Length > 32 ? name[..32] : name),-32}{Cell(line.Weight * line.DoNothing.Value, money),12}{target,12}{Cell(line.Weight * line.Plan.Value, money),12}").AppendLine();
    }

    private static string Cell(double value, bool money) => (money ? 10000 * value : value).ToString(money ? "0.00" : "0.######", CultureInfo.InvariantCulture);
}
