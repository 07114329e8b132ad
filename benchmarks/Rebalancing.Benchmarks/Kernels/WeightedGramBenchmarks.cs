using BenchmarkDotNet.Attributes;
using Rebalancing.Numerics;

namespace Rebalancing.Benchmarks.Kernels;

/// <summary>A' diag(w) A, the dearest step of an interior point, at the sizes of factor models.</summary>
[MemoryDiagnoser]
public class WeightedGramBenchmarks
{
    private double[] matrix = [];
    private double[] weights = [];
    private double[] gram = [];
    private double[] scratch = [];

    [Params(500, 3_000)]
    public int Rows { get; set; }

    [Params(60)]
    public int Columns { get; set; }

    [GlobalSetup]
    public void Fill()
    {
        var random = new Random(1);
        matrix = [.. Enumerable.Range(0, Rows * Columns).Select(_ => random.NextDouble() - 0.5)];
        weights = [.. Enumerable.Range(0, Rows).Select(_ => random.NextDouble())];
        gram = new double[Columns * Columns];
        scratch = new double[ScaledGram.ScratchLength(Columns)];
    }

    [Benchmark]
    public double ByRows()
    {
        ScaledGram.ByRows(matrix, Rows, Columns, Columns, weights, gram, Columns, scratch);
        return gram[0];
    }

    /// <summary>The definition, for the ratio.</summary>
    [Benchmark(Baseline = true)]
    public double Textbook()
    {
        for (var i = 0; i < Columns; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var sum = 0.0;
                for (var r = 0; r < Rows; r++) sum += weights[r] * matrix[r * Columns + i] * matrix[r * Columns + j];
                gram[i * Columns + j] = sum;
            }
        }
        return gram[0];
    }
}
