namespace Rebalancing.Cli;

/// <summary>Solves a recorded document again.</summary>
internal static class ReplayCommand
{
    public static int Run(RebalanceDocument document, CommandLine line, TextWriter output, CancellationToken cancellation)
    {
        if (document.Results.Count != document.Accounts.Count || document.Results.Count == 0)
            throw new DocumentException("results", 0, $"the document holds {document.Results.Count} results for {document.Accounts.Count} accounts; record it with solve --record");
        IReadOnlyList<string> differences = document.Replay(cancellation);
        foreach (string difference in differences) output.WriteLine(difference);
        if (differences.Count == 0) output.WriteLine($"{line.File}: {document.Results.Count} {(document.Results.Count == 1 ? "answer" : "answers")}, the same to the bit (version {RebalanceReport.LibraryVersion}).");
        return differences.Count == 0 ? ExitCode.Solved : ExitCode.NumericalFailure;
    }
}
