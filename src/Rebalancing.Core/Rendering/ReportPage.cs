using System.Globalization;
using Rebalancing.Mandates;

namespace Rebalancing.Rendering;

/// <summary>Results as HTML: a fragment for notebooks, a page for everyone else.</summary>
internal static class ReportPage
{
    private const string Style = """
        <style>
        .rbr{font:15px/1.5 system-ui,sans-serif;color:#1b1f24;max-width:1080px;margin:0 auto}
        .rbr h1{font-size:1.5em;margin:.4em 0}.rbr h2{font-size:1.15em;margin:1.6em 0 .5em}.rbr p{margin:.4em 0}
        .rbr .scroll{overflow-x:auto}.rbr table{border-collapse:collapse;font-variant-numeric:tabular-nums;min-width:min(100%,26em)}
        .rbr th,.rbr td{padding:.25em .8em .25em 0;text-align:right;border-bottom:1px solid #d0d7de;white-space:nowrap;color:inherit;background:none}
        .rbr th:first-child,.rbr td:first-child,.rbr td.w{text-align:left}.rbr td.w{white-space:normal;min-width:16em}.rbr th{font-weight:600;white-space:normal;vertical-align:bottom}
        .rbr .pictures{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,420px),1fr));gap:1.5em}.rbr .soft{color:#57606a}.rbr .bad{color:#a40e26;font-weight:600}
        @media (prefers-color-scheme:dark){.rbr{color:#e6edf3}.rbr th,.rbr td{border-color:#3d444d}.rbr .soft{color:#9da7b1}.rbr .bad{color:#ff938a}}
        @media print{.rbr{color:#000;font-size:11px}.rbr .scroll{overflow:visible}}
        </style>
        """;

    public static string Page(RebalanceResult result, bool explain) => Page(Title(result), Fragment(result, explain));

    /// <summary>The frontier as a page: the picture, and its points in figures. Without a point that has a plan there is no picture.</summary>
    public static string Page(string title, string picture, string[] head, IEnumerable<string[]> points)
    {
        var page = new MarkupText();
        page.Raw("<div class=\"rbr\">").Raw(Style).Element("h1", title);
        if (picture.Length > 0) page.Raw("<div class=\"pictures\">\n").Raw(picture).Raw("</div>\n");
        else page.Raw("<p><span class=\"bad\">There is no frontier.</span> No point has a plan.</p>\n");
        page.Element("h2", "Points");
        Table(page, head, points);
        return Page(title, page.Raw("</div>\n").ToString());
    }

    private static string Page(string title, string body) => new MarkupText()
        .Raw("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n")
        .Element("title", title)
        .Raw("<style>body{margin:1.2em;background:#fff}@media (prefers-color-scheme:dark){body{background:#0d1117}}@media print{body{background:#fff}}</style>\n</head>\n<body>\n")
        .Raw(body).Raw("</body>\n</html>\n").ToString();

    public static string Fragment(RebalanceResult result, bool explain)
    {
        var page = new MarkupText();
        page.Raw("<div class=\"rbr\">").Raw(Style).Element("h1", Title(result));
        if (result.Plan is { } plan) Body(page, result, plan, explain ? result.Explain() : null);
        else Failure(page, result);
        return page.Raw("</div>\n").ToString();
    }

    /// <summary>"Rebalance of A-17 on 2026-03-31".</summary>
    public static string Title(string what, Account account) =>
        what + (account.Id.Length > 0 ? " of " + account.Id : "") + (account.AsOf != default ? " on " + account.AsOf.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : "");

    private static string Title(RebalanceResult result) => Title("Rebalance", result.Account);

    private static void Failure(MarkupText page, RebalanceResult result)
    {
        page.Raw("<p><span class=\"bad\">").Text(result.Status.ToString()).Raw("</span> There is no plan.</p>\n<ul>\n");
        foreach (string problem in result.Problems) page.Element("li", problem);
        foreach (Conflict conflict in result.Conflicts) page.Element("li", conflict.ToString());
        page.Raw("</ul>\n");
    }

    private static void Body(MarkupText page, RebalanceResult result, Plan plan, Explanation? explanation)
    {
        page.Element("p", $"{result.Status}. {plan.ToLine()}.");
        page.Element("p", string.Create(CultureInfo.InvariantCulture,
            $"No allowed plan is better by more than {Gap(result.Certificate.Gap, plan.Total.Measure)} a year. {result.Iterations} iterations; engine: {result.Engine}."), "class=\"soft\"");
        page.Raw("<div class=\"pictures\">\n").Raw(result.ToSvg(PictureKind.Weights));
        if (PictureData.Costs(plan).Count > 0) page.Raw(result.ToSvg(PictureKind.Costs));
        if (explanation is { NoTrade.Count: > 0 }) page.Raw(explanation.ToSvg());
        foreach (string picture in RiskPictures.Of(result, plan)) page.Raw(picture);
        page.Raw("</div>\n");
        Trades(page, plan);
        Costs(page, plan);
        Limits(page, plan);
        Decisions(page, result.Overrides);
        if (explanation is not null) Reasons(page, explanation);
    }

    private static string Gap(double gap, Measure measure) => measure == Measure.Fraction && gap < 1e-10 ? "a millionth of a basis point" : MeasureText.Of(Math.Max(0, gap), measure);

    private static void Trades(MarkupText page, Plan plan)
    {
        page.Element("h2", "Trades");
        Table(page, ["Asset", "Side", "Quantity", "Price", "Value", "Change, pp", "Before, %", "After, %"], plan.Trades.Select(trade => new[]
        {
            trade.Symbol, trade.Side.ToString(), Optional(trade.Shares, "#,0.######"), Optional(trade.Price, "#,0.00####"), Money(trade.Money),
            Number(100 * trade.Weight, "+0.000;-0.000;0.000"), Number(100 * trade.WeightBefore, "0.000"), Number(100 * trade.WeightAfter, "0.000"),
        }));
        page.Element("p", string.Create(CultureInfo.InvariantCulture,
            $"Cash {plan.CashBefore:#,0.00} - bought {plan.Bought:#,0.00} + sold {plan.Sold:#,0.00} - costs {plan.CostsPaid:#,0.00} = {plan.CashAfter:#,0.00}."));
    }

    private static void Costs(MarkupText page, Plan plan)
    {
        page.Element("h2", "What it costs");
        bool inMoney = plan.Costs.All(line => line.Measure is Measure.Fraction or Measure.SquaredFraction);
        string what = inMoney ? "Part in the objective, bp a year" : "Part in the objective";
        bool hasTarget = PictureData.HasTarget(plan);
        Table(page, hasTarget ? [what, "Doing nothing", "Target", "Plan"] : [what, "Doing nothing", "Plan"], plan.Costs.Append(plan.Total).Select(line =>
        {
            string name = (line.Weight == 1 ? "" : Number(line.Weight, "G4") + " x ") + line.Name + (line.IsOneOff ? " (once)" : ""), nothing = Part(line, line.DoNothing, inMoney), done = Part(line, line.Plan, inMoney);
            return hasTarget ? new[] { name, nothing, Part(line, line.Target, inMoney), done } : [name, nothing, done];
        }));
    }

    private static string Part(CostLine line, CostFigure? figure, bool inMoney) =>
        figure is not { } given ? "-" : inMoney ? Number(line.Weight * given.Bps, "0.00") : Number(line.Weight * given.Value, "G6");

    private static void Limits(MarkupText page, Plan plan)
    {
        if (plan.Limits.Count == 0) return;
        page.Element("h2", "Limits");
        Table(page, ["Limit", "Doing nothing", "Plan"], plan.Limits.Select(line => new[] { line.Name, Fares(line.DoNothing, line), Fares(line.Plan, line) }));
    }

    private static void Decisions(MarkupText page, IReadOnlyList<Override> overrides)
    {
        if (overrides.Count == 0) return;
        page.Element("h2", "Decisions by people").Raw("<ul>\n");
        foreach (Override item in overrides) page.Element("li", item.ToString());
        page.Raw("</ul>\n");
    }

    private static string Fares(double excess, LimitLine line) => excess <= 1e-6 ? "met" : "exceeded by " + MeasureText.Of(excess, line.Measure);

    private static void Reasons(MarkupText page, Explanation explanation)
    {
        page.Element("h2", "Reasons");
        page.Raw("<ul>\n");
        foreach (TradeReasons trade in explanation.Trades.Take(BarChart.MostRows)) page.Element("li", trade.ToString());
        page.Raw("</ul>\n");
        if (explanation.Trades.Count > BarChart.MostRows) page.Element("p", $"And {explanation.Trades.Count - BarChart.MostRows} trades more.", "class=\"soft\"");
        if (explanation.Prices.Count == 0) return;
        page.Element("h2", "Prices of the limits that bind").Raw("<ul>\n");
        foreach (LimitPrice price in explanation.Prices.Take(BarChart.MostRows)) page.Element("li", price.ToString());
        page.Raw("</ul>\n");
    }

    private static void Table(MarkupText page, string[] head, IEnumerable<string[]> rows)
    {
        page.Raw("<div class=\"scroll\"><table>\n<thead><tr>");
        foreach (string cell in head) page.Element("th", cell, "scope=\"col\"");
        page.Raw("</tr></thead>\n<tbody>\n");
        foreach (string[] row in rows)
        {
            page.Raw("<tr>");
            foreach (string cell in row) page.Element("td", cell);
            page.Raw("</tr>\n");
        }
        page.Raw("</tbody></table></div>\n");
    }

    private static string Number(double value, string form) => value.ToString(form, CultureInfo.InvariantCulture);

    private static string Money(decimal value) => value.ToString("#,0.00", CultureInfo.InvariantCulture);

    private static string Optional(decimal? value, string form) => value is { } given ? given.ToString(form, CultureInfo.InvariantCulture) : "-";
}
