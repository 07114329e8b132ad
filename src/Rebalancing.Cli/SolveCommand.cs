
namespace Rebalancing.Cli;

/// <summary>The trades of each account, and their reasons where asked for.</summary>
internal static class SolveCommand
{
    public static int Run(RebalanceDocument document, CommandLine line, TextWriter output, Stream rawOutput, TextWriter error, CancellationToken cancellation)
    {
        Account[] accounts = [.. document.Accounts.Where(account => line.Account is null || account.Id == line.Account)];
        if (accounts.Length == 0)
            throw new DocumentException("accounts", 0, line.Account is null ? "the document holds no account" : $"there is no account '{line.Account}'; known: {string.Join(", ", document.Accounts.Select(account => account.Id))}");
        if (line.Html is not null && accounts.Length > 1) throw new DocumentException("accounts", 0, $"an HTML report is of one account and the document holds {accounts.Length}; choose one with --account");
        bool explain = line.Command == "explain";
        var rebalancer = new Rebalancer(document.Mandate, document.Universe, document.Settings);
        var reports = new List<RebalanceReport>();
        int worst = ExitCode.Solved;
        foreach (Account account in accounts)
        {
            if (accounts.Length > 1 && !Console.IsErrorRedirected) error.Write($"\r{reports.Count + 1} of {accounts.Length} accounts");
            RebalanceResult result = rebalancer.Rebalance(account, cancellation);
            worst = Math.Max(worst, ExitCode.Of(result.Status));
            reports.Add(RebalanceReport.Of(result, explain && result.IsOptimal));
            if (!line.Json) Write(output, result, explain);
            if (line.Html is { } html) File.WriteAllText(html, result.ToHtml(explain));
            if (result.Status == RebalanceStatus.Cancelled) break;
        }
        if (accounts.Length > 1 && !Console.IsErrorRedirected) error.WriteLine();
        if (line.Json) WriteJson(rawOutput, reports);
        if (line.Record is { } record) DocumentFile.Write(record, document with { Accounts = accounts, Results = reports });
        return worst;
    }

    private static void Write(TextWriter output, RebalanceResult result, bool explain)
    {
        output.WriteLine(result.ToString());
        if (result.Plan is not { } plan) return;
        output.WriteLine();
        output.WriteLine(plan.ToString());
        if (explain) output.WriteLine(result.Explain().ToString());
    }

    private static void WriteJson(Stream output, IReadOnlyList<RebalanceReport> reports)
    {
        foreach (RebalanceReport report in reports) report.Write(output);
    }
}
