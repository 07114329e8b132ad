using BenchmarkDotNet.Attributes;
using Rebalancing.Numerics;

namespace Rebalancing.Benchmarks.Kernels;

/// <summary>Factorisations of a dense symmetric matrix (n^3 / 3 floating-point operations, the copy included) and a solve with the factor.</summary>
public class FactorBenchmarks
{
    private readonly Arena _arena = new();
    private Slab _source, _matrix, _factor, _scratch, _vector;
    private sbyte[] _signs = [];

    /// <summary>Order of the matrix.</summary>
    [Params(48, 96, 160, 500, 1000, 2000)]
    public int Order { get; set; }

    /// <summary>A diagonally dominant matrix of seeded numbers.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _source = _arena.Doubles((long)Order * Order);
        _matrix = _arena.Doubles((long)Order * Order);
        _factor = _arena.Doubles((long)Order * Order);
        _scratch = _arena.Doubles(Numerics.Ldl.ScratchLength(Order));
        _vector = _arena.Doubles(Order);
        _signs = new sbyte[Order];
        Array.Fill(_signs, (sbyte)1);
        SeededNumbers.Fill(_source, 1);
        for (int i = 0; i < Order; i++)
        {
            _source.Span[i * Order + i] = Order;
        }

        _source.Span.CopyTo(_factor);
        if (!Numerics.Cholesky.Factor(_factor, Order, Order, _scratch, out int failed))
        {
            throw new InvalidOperationException($"pivot {failed} of a diagonally dominant matrix is not positive");
        }
    }

    /// <summary>L L'.</summary>
    [Benchmark(Baseline = true)]
    public bool Cholesky()
    {
        _source.Span.CopyTo(_matrix);
        return Numerics.Cholesky.Factor(_matrix, Order, Order, _scratch, out _);
    }

    /// <summary>L D L' with static regularisation.</summary>
    [Benchmark]
    public int Ldl()
    {
        _source.Span.CopyTo(_matrix);
        Numerics.Ldl.Factor(_matrix, Order, Order, _signs, 1e-10, _scratch, out int regularised);
        return regularised;
    }

    /// <summary>Both triangular solves for one right-hand side.</summary>
    [Benchmark]
    public void Solve()
    {
        _vector.Span.Fill(1.0);
        Numerics.Cholesky.SolveInPlace(_factor, Order, Order, _vector);
    }
}
