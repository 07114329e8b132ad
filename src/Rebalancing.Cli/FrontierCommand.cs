using System.Globalization;

namespace Rebalancing.Cli;

/// <summary>The efficient frontier that the mandate's return, risk, costs and limits draw.</summary>
internal static class FrontierCommand
{
    public static int Run(RebalanceDocument document, CommandLine line, Surroundings around)
    {
        Account account = document.Accounts.FirstOrDefault(a => line.Account is null || a.Id == line.Account) ?? throw new DocumentException("accounts", 0, "the document holds no such account");
        IReadOnlyList<Term> terms = [.. document.Mandate.Objective.Parts.Select(part => part.Term)];
        ExpectedReturn expected = terms.OfType<ExpectedReturn>().FirstOrDefault() ?? throw new DocumentException("mandate.objective", 0, "a frontier needs the term expectedReturn");
        RiskModel risk = terms.Select(RiskOf).FirstOrDefault(model => model is not null) ?? throw new DocumentException("mandate.objective", 0, "a frontier needs a term with a risk model: variance or volatility");
        var request = new FrontierRequest
        {
            Return = expected, Risk = risk, Points = line.Points, Limits = document.Mandate.Limits, CostSettlement = document.Mandate.CostSettlement,
            Costs = [.. terms.Where(term => term is not ExpectedReturn && RiskOf(term) is null)],
        };
        EfficientFrontier frontier = LongWork.Run("frontier", line.Points, around.ShowsProgress, step =>
            EfficientFrontier.Of(account, request with { Progress = new Sink<FrontierPoint>(_ => step("")) }, document.Settings, cancellation: around.Cancellation));
        if (line.Json && !frontier.Points.Any(point => point.Result.IsOptimal)) around.Error.WriteLine("rebalance: no point of the frontier has a plan; there is no picture of it.");
        else if (line.Json) around.Output.Write(frontier.ToVegaLite());
        else Write(TableOutput.For(around.Output, around.IsTerminal), frontier);
        if (line.Html is { } html) File.WriteAllText(html, frontier.ToHtml());
        return frontier.Points.Max(point => ExitCode.Of(point.Result.Status));
    }

    private static void Write(TableOutput table, EfficientFrontier frontier)
    {
        table.Title("Efficient frontier");
        table.Row("status", "volatility %", "return %");
        // a cancelled frontier is the points that were reached
        foreach (FrontierPoint point in frontier.Points.Where(point => point.Result.Status != RebalanceStatus.Cancelled)) table.Row(point.Result.Status.ToString(), Percent(point.Volatility), Percent(point.Return));
        table.End();
    }

    private static string Percent(double value) => (100 * value).ToString("0.0000", CultureInfo.InvariantCulture);

    private static RiskModel? RiskOf(Term term) => term switch
    {
        Variance variance => variance.Risk,
        Volatility volatility => volatility.Risk,
        _ => null,
    };
}
