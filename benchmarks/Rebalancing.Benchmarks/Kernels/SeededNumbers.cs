namespace Rebalancing.Benchmarks.Kernels;

/// <summary>Uniform numbers on [-0.5, 0.5), the same in every run.</summary>
internal static class SeededNumbers
{
    public static void Fill(Span<double> values, int seed)
    {
        Random random = new(seed);
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = random.NextDouble() - 0.5;
        }
    }
}
