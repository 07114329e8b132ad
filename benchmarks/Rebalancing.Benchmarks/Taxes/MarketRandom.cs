namespace Rebalancing.Benchmarks.Taxes;

/// <summary>Draws of one seed.</summary>
internal sealed class MarketRandom(int seed)
{
    private readonly Random random = new(seed);

    public double Uniform(double low = 0, double high = 1) => low + ((high - low) * random.NextDouble());

    public int Integer(int low, int high) => random.Next(low, high);

    public bool Chance(double probability) => random.NextDouble() < probability;

    public double[] UniformVector(int length, double low, double high) => [.. Enumerable.Range(0, length).Select(_ => Uniform(low, high))];

    public double[] NormalVector(int length) => [.. Enumerable.Range(0, length).Select(_ => Math.Sqrt(-2 * Math.Log(1 - Uniform())) * Math.Cos(2 * Math.PI * Uniform()))];
}
