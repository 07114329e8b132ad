using Rebalancing.Numerics;

namespace Rebalancing.Solvers.Kkt;

/// <summary>
/// The factorisation of a small dense system whose last few rows have negative pivots: Cholesky where there are none, LDL' with known signs otherwise.
/// </summary>
internal sealed class SignedFactor
{
    private const double LeastPivot = 1e-300;

    private readonly int _negative;
    private readonly Slab _scratch;
    private readonly sbyte[] _signs;

    /// <param name="capacity">Largest order.</param>
    /// <param name="negative">How many of the last rows have negative pivots.</param>
    /// <param name="arena">Where the scratch comes from.</param>
    internal SignedFactor(int capacity, int negative, Arena arena)
    {
        _negative = negative;
        _scratch = arena.Doubles(negative == 0 ? Cholesky.ScratchLength(capacity) : Ldl.ScratchLength(capacity));
        _signs = new sbyte[capacity];
    }

    /// <summary>Factorises in place; false where a pivot does not have its sign.</summary>
    internal bool Factor(Span<double> matrix, int order, int stride)
    {
        if (_negative == 0)
            return Cholesky.Factor(matrix, order, stride, _scratch, out _);
        for (int i = 0; i < order; i++)
            _signs[i] = (sbyte)(i < order - _negative ? 1 : -1);
        Ldl.Factor(matrix, order, stride, _signs.AsSpan(0, order), LeastPivot, _scratch, out int wrong);
        return wrong == 0;
    }

    internal void Solve(ReadOnlySpan<double> factor, int order, int stride, Span<double> unknown)
    {
        if (_negative == 0)
            Cholesky.SolveInPlace(factor, order, stride, unknown);
        else
            Ldl.Solve(factor, order, stride, unknown);
    }
}
