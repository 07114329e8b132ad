using BenchmarkDotNet.Attributes;
using Rebalancing.Numerics;

namespace Rebalancing.Benchmarks.Kernels;

/// <summary>Weighted Gram products and matrix-vector products at the shapes of factor models: assets x factors.</summary>
public class GramBenchmarks
{
    private readonly Arena _arena = new();
    private Slab _matrix, _weights, _gram, _scratch, _image, _assets;
    private int _rows, _columns, _stride;

    /// <summary>Assets x factors.</summary>
    [Params("500x48", "3000x100", "10000x100", "50000x200")]
    public string Shape { get; set; } = "500x48";

    /// <summary>Fills a matrix with seeded numbers.</summary>
    [GlobalSetup]
    public void Setup()
    {
        string[] sizes = Shape.Split('x');
        _rows = int.Parse(sizes[0], System.Globalization.CultureInfo.InvariantCulture);
        _columns = int.Parse(sizes[1], System.Globalization.CultureInfo.InvariantCulture);
        _stride = Lanes.PadTo8(_columns);
        _matrix = _arena.Doubles((long)_rows * _stride);
        _weights = _arena.Doubles(_rows);
        _gram = _arena.Doubles(_columns * _stride);
        _scratch = _arena.Doubles(ScaledGram.ScratchLength(_columns, 2));
        _image = _arena.Doubles(_columns);
        _assets = _arena.Doubles(_rows);
        SeededNumbers.Fill(_matrix, 1);
        SeededNumbers.Fill(_weights, 2);
        SeededNumbers.Fill(_image, 3);
    }

    /// <summary>A' diag(w) A: rows * columns * (columns + 1) floating-point operations.</summary>
    [Benchmark(Baseline = true)]
    public void Gram() => ScaledGram.ByRows(_matrix, _rows, _columns, _stride, _weights, _gram, _stride, _scratch);

    /// <summary>The same on two threads, with the same bits.</summary>
    [Benchmark]
    public void GramTwoThreads() => ScaledGram.ByRows(_matrix, _rows, _columns, _stride, _weights, _gram, _stride, _scratch, 2);

    /// <summary>A x: one pass over the matrix.</summary>
    [Benchmark]
    public void Multiply() => MatrixVector.Multiply(_matrix, _rows, _columns, _stride, _image, _assets);

    /// <summary>A'x: one pass over the matrix.</summary>
    [Benchmark]
    public void MultiplyTransposed() => MatrixVector.MultiplyTransposed(_matrix, _rows, _columns, _stride, _weights, _image);
}
