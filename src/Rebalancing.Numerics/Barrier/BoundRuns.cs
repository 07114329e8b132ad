namespace Rebalancing.Numerics;

/// <summary>The runs that describe one side of the bounds; each as long as the first, a multiple of 8.</summary>
internal readonly ref struct BoundRuns
{
    /// <summary>1 where there is a bound, 0 where there is none (slack 1 and dual 0 there).</summary>
    public required ReadOnlySpan<double> Has { get; init; }

    public required ReadOnlySpan<double> Slack { get; init; }

    public required ReadOnlySpan<double> Dual { get; init; }

    public required ReadOnlySpan<double> Bound { get; init; }

    /// <summary>Slack * dual wanted of each pair; only where a Newton step is made.</summary>
    public ReadOnlySpan<double> Target { get; init; }

    /// <summary>The common length, after checking that every run has it.</summary>
    public int Check(int other, int result)
    {
        int n = Has.Length;
        Guard.SameLength(n % Lanes.Count, 0, nameof(Has));
        Guard.SameLength(Slack.Length, n, nameof(Slack));
        Guard.SameLength(Dual.Length, n, nameof(Dual));
        Guard.SameLength(Bound.Length, n, nameof(Bound));
        Guard.SameLength(other, n, nameof(other));
        Guard.SameLength(result, n, nameof(result));
        return n;
    }
}
