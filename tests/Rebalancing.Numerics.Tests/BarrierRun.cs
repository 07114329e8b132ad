namespace Rebalancing.Numerics.Tests;

/// <summary>The runs of one side of the bounds, drawn at random.</summary>
internal sealed class BarrierRun(int n, int seed = 1)
{
    public double[] Slack { get; } = Samples.Positive(n, seed + 11);

    public double[] Dual { get; } = Samples.Positive(n, seed + 12);

    /// <summary>Infinite for about half of the numbers: they have no bound.</summary>
    public double[] Bound { get; } = [.. Samples.Vector(n, seed + 13).Zip(Samples.Vector(n, seed + 10), (bound, v) => v > 0 ? bound : double.PositiveInfinity)];

    /// <summary>Zero for two thirds of the numbers.</summary>
    public double[] Extra { get; } = [.. Samples.Positive(n, seed + 14).Select((v, i) => i % 3 == 0 ? v : 0)];

    public double[] Ds { get; } = Samples.Vector(n, seed + 15);

    public double[] Dz { get; } = Samples.Vector(n, seed + 16);

    public double[] U { get; } = Samples.Vector(n, seed + 17);

    public double[] Change { get; } = Samples.Vector(n, seed + 18);

    /// <summary>Targets that are not the same for all pairs.</summary>
    public double[] Target { get; } = Samples.Positive(n, seed + 19);

    /// <summary>The first <paramref name="count"/> numbers as a side of the bounds.</summary>
    public BoundRuns Side(int count) => new()
    {
        Bound = Bound.AsSpan(0, count),
        Slack = Slack.AsSpan(0, count),
        Dual = Dual.AsSpan(0, count),
        Target = Target.AsSpan(0, count),
    };
}
