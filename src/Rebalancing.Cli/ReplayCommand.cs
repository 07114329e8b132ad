namespace Rebalancing.Cli;

/// <summary>Solves a recorded document again.</summary>
internal static class ReplayCommand
{
    public static int Run(RebalanceDocument document, CommandLine line, Surroundings around)
    {
        if (document.Results.Count != document.Accounts.Count || document.Results.Count == 0)
            throw new DocumentException("results", 0, $"the document holds {document.Results.Count} results for {document.Accounts.Count} accounts; record it with solve --record");
        IReadOnlyList<string> differences = LongWork.Run("solving again", 0, around.ShowsProgress, _ => document.Replay(around.Cancellation));
        foreach (string difference in differences) around.Output.WriteLine(difference);
        if (around.Cancellation.IsCancellationRequested) return ExitCode.Cancelled;
        string[] versions = [.. document.Results.Select(result => result.Library).Distinct(StringComparer.Ordinal)];
        string recorded = versions is [var only] && only == RebalanceReport.LibraryVersion ? $"version {only}" : $"recorded by version {string.Join(", ", versions)}, replayed by {RebalanceReport.LibraryVersion}";
        if (differences.Count == 0) around.Output.WriteLine($"{line.File}: {document.Results.Count} {(document.Results.Count == 1 ? "answer" : "answers")}, the same to the bit ({recorded}).");
        return differences.Count == 0 ? ExitCode.Solved : ExitCode.NumericalFailure;
    }
}
