using System.Globalization;

namespace Rebalancing.Cli;

/// <summary>The efficient frontier that the mandate's return, risk, costs and limits draw.</summary>
internal static class FrontierCommand
{
    public static int Run(RebalanceDocument document, CommandLine line, TextWriter output, CancellationToken cancellation)
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
        EfficientFrontier frontier = EfficientFrontier.Of(account, request, document.Settings, cancellation: cancellation);
        if (line.Json) output.Write(frontier.ToVegaLite());
        else
        {
            output.WriteLine("  volatility, % a year   return, % a year   status");
            foreach (FrontierPoint point in frontier.Points)
                output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {100 * point.Volatility,20:0.0000}   {100 * point.Return,16:0.0000}   {point.Result.Status}"));
        }
        if (line.Html is { } html) File.WriteAllText(html, frontier.ToSvg());
        return frontier.Points.Max(point => ExitCode.Of(point.Result.Status));
    }

    private static RiskModel? RiskOf(Term term) => term switch
    {
        Variance variance => variance.Risk,
        Volatility volatility => volatility.Risk,
        _ => null,
    };
}
