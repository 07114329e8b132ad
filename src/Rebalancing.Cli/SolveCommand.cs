namespace Rebalancing.Cli;

/// <summary>The trades of each account, and their reasons where asked for.</summary>
internal sealed class SolveCommand(CommandLine line, Surroundings around)
{
    private readonly bool _explain = line.Command == "explain";

    public int Run(RebalanceDocument document)
    {
        Account[] accounts = [.. document.Accounts.Where(account => line.Account is null || account.Id == line.Account)];
        if (accounts.Length == 0)
            throw new DocumentException("accounts", 0, line.Account is null ? "the document holds no account" : $"there is no account '{line.Account}'; known: {string.Join(", ", document.Accounts.Select(account => account.Id))}");
        if (line.Html is not null && accounts.Length > 1) throw new DocumentException("accounts", 0, $"an HTML report is of one account and the document holds {accounts.Length}; choose one with --account");
        List<RebalanceResult> results = LongWork.Run("solving", accounts.Length > 1 ? accounts.Length : 0, around.ShowsProgress, step => Solve(document, accounts, step));

        var reports = new List<RebalanceReport>();
        foreach (RebalanceResult result in results)
        {
            // a cancelled run says so and ends: reasons would need more solving
            bool explain = _explain && result.IsOptimal && !around.Cancellation.IsCancellationRequested;
            if (line.Json || line.Record is not null) reports.Add(RebalanceReport.Of(result, explain));
            if (!line.Json) Write(result, explain);
            if (line.Html is { } html) File.WriteAllText(html, result.ToHtml(explain));
        }
        if (line.Json) foreach (RebalanceReport report in reports) report.Write(around.RawOutput);
        if (line.Record is { } record) DocumentFile.Write(record, document with { Accounts = [.. results.Select(result => result.Account)], Results = reports });
        if (line.Orders is { } orders) File.WriteAllText(orders, OrderList.Of(results).ToCsv());
        return results.Max(result => ExitCode.Of(result.Status));
    }

    private List<RebalanceResult> Solve(RebalanceDocument document, Account[] accounts, Action<string> step)
    {
        RebalanceSettings settings = document.Settings;
        if (around.ShowsProgress && accounts.Length == 1)
            settings = settings with { Discrete = settings.Discrete with { Progress = new Sink<Solvers.DiscreteProgress>(p => step(FormattableString.Invariant($"searching: {p.Nodes} nodes, {p.OpenNodes} open"))) } };
        var rebalancer = new Rebalancer(document.Mandate, document.Universe, settings);
        var results = new List<RebalanceResult>();
        foreach (Account account in accounts)
        {
            RebalanceResult result = document.Rebalance(rebalancer, account, around.Cancellation);
            results.Add(result);
            step("");
            if (result.Status == RebalanceStatus.Cancelled) break;
        }
        return results;
    }

    private void Write(RebalanceResult result, bool explain)
    {
        around.Output.WriteLine(result.ToString());
        if (result.Plan is not { } plan) return;
        if (around.IsTerminal)
        {
            PlanTables.Write(new TerminalTable(around.Output), plan);
        }
        else
        {
            around.Output.WriteLine();
            around.Output.WriteLine(plan.ToString());
        }
        if (explain) around.Output.WriteLine(result.Explain(around.Cancellation).ToString());
    }
}
