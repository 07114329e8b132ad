namespace Rebalancing.Cli;

/// <summary>What the command tells its caller. Of several accounts, the worst.</summary>
internal static class ExitCode
{
    public const int Solved = 0, Relaxed = 1, Infeasible = 2, LimitReached = 3, Unbounded = 4, NumericalFailure = 5, Usage = 64, BadData = 65, Cancelled = 130;

    public static int Of(RebalanceStatus status) => status switch
    {
        RebalanceStatus.Optimal or RebalanceStatus.OptimalWithinGap => Solved,
        // a plan that breaks a limit is not sent by a script that asks for success
        RebalanceStatus.Relaxed => Relaxed,
        RebalanceStatus.Infeasible => Infeasible,
        RebalanceStatus.IterationLimit or RebalanceStatus.TimeLimit => LimitReached,
        RebalanceStatus.Unbounded => Unbounded,
        RebalanceStatus.Cancelled => Cancelled,
        RebalanceStatus.Rejected => BadData,
        _ => NumericalFailure,
    };
}
