namespace Rebalancing.Numerics;

/// <summary>The runs that describe one side of the bounds; each as long as the first, a multiple of 8.</summary>
internal readonly ref struct BoundRuns
{
    /// <summary>Infinite where there is no bound (slack 1 and dual 0 there).</summary>
    public required ReadOnlySpan<double> Bound { get; init; }

    public required ReadOnlySpan<double> Slack { get; init; }

    public required ReadOnlySpan<double> Dual { get; init; }

    /// <summary>Slack * dual wanted of each pair; only where a Newton step is made.</summary>
    public ReadOnlySpan<double> Target { get; init; }

    /// <summary>The common length, after checking that every run has it.</summary>
    public int Check()
    {
        int n = Bound.Length;
        Guard.SameLength(n % Lanes.Count, 0, nameof(Bound));
        Guard.SameLength(Slack.Length, n, nameof(Slack));
        Guard.SameLength(Dual.Length, n, nameof(Dual));
        return n;
    }

    /// <summary>The same with the targets.</summary>
    public int CheckTargets()
    {
        Guard.SameLength(Target.Length, Bound.Length, nameof(Target));
        return Check();
    }
}
