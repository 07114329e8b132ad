namespace Rebalancing.Cli;

/// <summary>Where the command writes, and who looks at it.</summary>
/// <param name="Output">Text for people and scripts.</param>
/// <param name="RawOutput">The same stream for JSON.</param>
/// <param name="Error">Mistakes and progress.</param>
/// <param name="Cancellation">Ctrl+C.</param>
internal sealed record Surroundings(TextWriter Output, Stream RawOutput, TextWriter Error, CancellationToken Cancellation)
{
    /// <summary>Whether output goes to a terminal, where tables are drawn.</summary>
    public bool IsTerminal { get; init; }

    /// <summary>Whether the error stream goes to a terminal, where progress is shown.</summary>
    public bool ShowsProgress { get; init; }
}
