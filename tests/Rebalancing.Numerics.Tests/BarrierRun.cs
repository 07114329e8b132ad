namespace Rebalancing.Numerics.Tests;

/// <summary>The runs of one side of the bounds, drawn at random.</summary>
internal sealed class BarrierRun(int n, int seed = 1)
{
    public double[] Has { get; } = [.. Samples.Vector(n, seed + 10).Select(v => v > 0 ? 1.0 : 0)];

    public double[] Slack { get; } = Samples.Positive(n, seed + 11);

    public double[] Dual { get; } = Samples.Positive(n, seed + 12);

    public double[] Bound { get; } = Samples.Vector(n, seed + 13);

    /// <summary>Zero for two thirds of the numbers.</summary>
    public double[] Extra { get; } = [.. Samples.Positive(n, seed + 14).Select((v, i) => i % 3 == 0 ? v : 0)];

    public double[] Ds { get; } = Samples.Vector(n, seed + 15);

    public double[] Dz { get; } = Samples.Vector(n, seed + 16);

    public double[] U { get; } = Samples.Vector(n, seed + 17);

    public double[] Change { get; } = Samples.Vector(n, seed + 18);

    /// <summary>Targets that are not the same for all pairs.</summary>
    public double[] Target { get; } = Samples.Positive(n, seed + 19);

    public BoundRuns Side() => new() { Has = Has, Slack = Slack, Dual = Dual, Bound = Bound, Target = Target };
}
