using System.Globalization;
using System.Text;

namespace Rebalancing;

/// <summary>A plan as a short memo: orders, cash, costs.</summary>
internal static class PlanText
{
    public static string Write(Plan plan)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{plan.Trades.Count} trades, turnover {100 * plan.Turnover:0.00} % of {plan.AccountValue:#,0.00}").AppendLine();
        foreach (Trade trade in plan.Trades) text.Append("  ").AppendLine(trade.ToString());
        text.Append(CultureInfo.InvariantCulture, $"Cash {plan.CashBefore:#,0.00} - bought {plan.Bought:#,0.00} + sold {plan.Sold:#,0.00} - costs {plan.CostsPaid:#,0.00} = {plan.CashAfter:#,0.00}").AppendLine();
        text.AppendLine("Cost (bp of account value)             nothing     target       plan");
        foreach (CostLine line in plan.Costs) Line(text, line);
        Line(text, plan.Total);
        foreach (LimitLine limit in plan.Limits)
            if (!limit.IsMet) text.Append(CultureInfo.InvariantCulture, $"Limit not met: {limit.Name} is exceeded by {limit.Plan:G4}{(limit.Where is null ? "" : " at " + limit.Where)}").AppendLine();
        return text.ToString();
    }

    private static void Line(StringBuilder text, CostLine line)
    {
        string name = line.IsOneOff ? line.Name + " (once)" : line.Name;
        string target = line.Target is { } figure ? figure.Bps.ToString("0.00", CultureInfo.InvariantCulture) : "-";
        text.Append(CultureInfo.InvariantCulture, $"  {(name.Length > 32 ? name[..32] : name),-32}{line.DoNothing.Bps,11:0.00}{target,11}{line.Plan.Bps,11:0.00}").AppendLine();
    }
}
