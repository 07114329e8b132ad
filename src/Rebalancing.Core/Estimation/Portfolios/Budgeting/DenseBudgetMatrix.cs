using Rebalancing.Numerics;

namespace Rebalancing;

/// <summary>A covariance given entry by entry: a sweep costs n^2, a Newton step n^3 / 3.</summary>
internal sealed class DenseBudgetMatrix : BudgetMatrix
{
    private readonly CovarianceMatrix _matrix;
    private readonly double[] _product;
    private readonly Arena _arena = new();
    private Slab _factor, _scratch;

    public DenseBudgetMatrix(CovarianceMatrix matrix)
    {
        _matrix = matrix;
        _product = new double[matrix.Order];
    }

    public override int Order => _matrix.Order;

    public override double Diagonal(int i) => _matrix.Storage[(i * _matrix.Stride) + i];

    public override void Multiply(ReadOnlySpan<double> x, Span<double> product) => _matrix.Apply(x, product);

    public override void Sweep(ReadOnlySpan<double> budgets, Span<double> x, ReadOnlySpan<double> lower = default, ReadOnlySpan<double> upper = default)
    {
        ReadOnlySpan<double> storage = _matrix.Storage;
        _matrix.Apply(x, _product);
        for (int i = 0; i < x.Length; i++)
        {
            double diagonal = Diagonal(i);
            double next = BestCoordinate(diagonal, _product[i] - (diagonal * x[i]), budgets[i], x[i]);
            if (lower.Length > 0) next = Math.Min(Math.Max(next, lower[i]), upper[i]);
            Axpy.Add(next - x[i], storage.Slice(i * _matrix.Stride, x.Length), _product);
            x[i] = next;
        }
    }

    public override bool Solve(ReadOnlySpan<double> extra, Span<double> right)
    {
        int n = Order, stride = _matrix.Stride;
        if (_factor.Length == 0)
        {
            _factor = _arena.Doubles((long)n * stride);
            _scratch = _arena.Doubles(Cholesky.ScratchLength(n));
        }

        Span<double> factor = _factor.Span;
        _matrix.Storage.CopyTo(factor);
        for (int i = 0; i < n; i++) factor[(i * stride) + i] += extra[i];
        if (!Cholesky.Factor(factor, n, stride, _scratch, out _)) return false;
        Cholesky.SolveInPlace(factor, n, stride, right);
        return true;
    }
}
