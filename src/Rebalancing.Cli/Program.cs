using Rebalancing.Cli;

using var cancelled = new CancellationTokenSource();
Console.CancelKeyPress += (_, press) =>
{
    // The first Ctrl+C ends the work within one iteration; a second one ends the process.
    press.Cancel = !cancelled.IsCancellationRequested;
    cancelled.Cancel();
};
using Stream raw = Console.OpenStandardOutput();
return new CommandRunner(new Surroundings(Console.Out, raw, Console.Error, cancelled.Token) { IsTerminal = !Console.IsOutputRedirected, ShowsProgress = !Console.IsErrorRedirected }).Run(args);
