namespace Rebalancing.Numerics;

/// <summary>The runs that describe one side of the bounds; each as long as the first, a multiple of 8.</summary>
internal readonly ref struct BoundRuns
{
    /// <summary>1 where there is a bound, 0 where there is none (slack 1 and dual 0 there).</summary>
    public required ReadOnlySpan<double> Has { get; init; }

    public required ReadOnlySpan<double> Slack { get; init; }

    public required ReadOnlySpan<double> Dual { get; init; }

    public required ReadOnlySpan<double> Bound { get; init; }

    /// <summary>Added to the target number by number; empty for nothing.</summary>
    public ReadOnlySpan<double> Extra { get; init; }

    /// <summary>A predictor's change of slack; empty for none.</summary>
    public ReadOnlySpan<double> SlackChange { get; init; }

    /// <summary>A predictor's change of dual; empty for none.</summary>
    public ReadOnlySpan<double> DualChange { get; init; }

    /// <summary>The common length, after checking that every run has it.</summary>
    public int Check(int other, int result)
    {
        int n = Has.Length;
        Guard.SameLength(n % Lanes.Count, 0, nameof(Has));
        Guard.SameLength(Slack.Length, n, nameof(Slack));
        Guard.SameLength(Dual.Length, n, nameof(Dual));
        Guard.SameLength(Bound.Length, n, nameof(Bound));
        Guard.SameLength(DualChange.Length, SlackChange.Length, nameof(DualChange));
        if (Extra.Length > 0)
            Guard.SameLength(Extra.Length, n, nameof(Extra));
        if (SlackChange.Length > 0)
            Guard.SameLength(SlackChange.Length, n, nameof(SlackChange));
        Guard.SameLength(other, n, nameof(other));
        Guard.SameLength(result, n, nameof(result));
        return n;
    }
}
