using Rebalancing.Numerics;

namespace Rebalancing;

/// <summary>
/// Least squares on a few regressors by Householder's method: min |X b - y| for many y. A regressor that is a combination of earlier
/// ones is found by its remainder and refused by name.
/// </summary>
internal sealed class LeastSquares
{
    private const double CollinearBelow = 1e-10;

    private readonly double[] _columns, _diagonal;
    private readonly int _rows, _count;

    /// <param name="columns">Regressors one after the other, each of length rows; overwritten.</param>
    /// <param name="rows">Observations.</param>
    /// <param name="count">Regressors, at most as many as observations.</param>
    /// <param name="name">How a regressor is called in messages.</param>
    /// <param name="context">What the regression is for.</param>
    public LeastSquares(double[] columns, int rows, int count, Func<int, string> name, string context)
    {
        if (rows < count) throw new ArgumentException($"{context} has {count} unknowns and {rows} observations; it needs at least {count}.");
        _columns = columns;
        _rows = rows;
        _count = count;
        _diagonal = new double[count];
        for (int k = 0; k < count; k++)
        {
            double whole = Math.Sqrt(SumOfSquares.Of(columns.AsSpan(k * rows, rows)));
            for (int p = 0; p < k; p++) Reflect(p, Column(k));
            Span<double> v = Column(k)[k..];
            double norm = Math.Sqrt(SumOfSquares.Of(v));
            if (!(norm > CollinearBelow * whole))
                throw new ArgumentException(FormattableString.Invariant($"{context}: {name(k)} is a combination of the regressors before it (what is left of it is {(whole > 0 ? norm / whole : 0):G3} of its length). Leave it out, or merge it with one of them."));
            _diagonal[k] = v[0] > 0 ? -norm : norm;
            v[0] -= _diagonal[k];
            Scale.By(Math.Sqrt(2 / SumOfSquares.Of(v)), v);
        }
    }

    /// <summary>Coefficients for one y, which is overwritten: its last rows - count numbers carry the residual's length.</summary>
    public void Solve(Span<double> y, Span<double> coefficients)
    {
        for (int k = 0; k < _count; k++) Reflect(k, y);
        for (int k = _count - 1; k >= 0; k--)
        {
            double sum = y[k];
            for (int j = k + 1; j < _count; j++) sum -= _columns[(j * _rows) + k] * coefficients[j];
            coefficients[k] = sum / _diagonal[k];
        }
    }

    private Span<double> Column(int k) => _columns.AsSpan(k * _rows, _rows);

    private void Reflect(int k, Span<double> y)
    {
        ReadOnlySpan<double> v = _columns.AsSpan((k * _rows) + k, _rows - k);
        Axpy.Add(-Dot.Product(v, y[k..]), v, y[k..]);
    }
}
