using Rebalancing.Numerics;

namespace Rebalancing.Solvers.BranchAndBound;

/// <summary>
/// Takes as much diagonal D out of a covariance S as leaves S - D positive semidefinite: S = D + L L'. The diagonal is what makes the relaxation
/// of choices on single columns tight.
/// <code>
///   maximise  sum d_i + mu (log det (S - D) + sum log d_i),   mu to 0,   by damped Newton steps
///   gradient  1 - mu G_ii + mu / d_i,   Hessian  -mu (G o G + diag 1/d^2),   G = (S - D)^-1
/// </code>
/// </summary>
internal sealed class DiagonalExtraction
{
    /// <summary>Above this order the smallest eigenvalue serves for every coordinate: the steps cost the cube of the order.</summary>
    private const int LargestOrder = 450;

    private const double Accuracy = 2e-9;

    /// <summary>What is left of S - D counts as nothing below this part of the diagonal taken out.</summary>
    private const double Remainder = 2e-8;

    private readonly CovarianceMatrix _matrix;
    private readonly int _n;
    private readonly int _stride;
    private readonly double[] _diagonal;

    internal DiagonalExtraction(CovarianceMatrix matrix)
    {
        (_matrix, _n, _stride) = (matrix, matrix.Order, matrix.Stride);
        _diagonal = new double[_n];
        var arena = new Arena();
        double smallest = _n == 0 ? 0 : SymmetricEigen.SmallestEigenvalue(matrix.Storage, _n, _stride, arena.Doubles(SymmetricEigen.ScratchLength(_n)));
        double largest = 0;
        for (int i = 0; i < _n; i++)
            largest = Math.Max(largest, matrix.Storage[(i * _stride) + i]);
        if (smallest > 1e-9 * largest)
        {
            Array.Fill(_diagonal, 0.5 * smallest);
            if (_n <= LargestOrder)
                Grow(arena);
            else
                Array.Fill(_diagonal, 0.99 * smallest);
        }

        Rest = Factor(largest);
    }

    /// <summary>The diagonal D, not negative.</summary>
    internal ReadOnlySpan<double> Diagonal => _diagonal;

    /// <summary>L' as a map, one row for each rank of S - D.</summary>
    internal DenseMap Rest { get; }

    private void Grow(Arena arena)
    {
        Slab factor = arena.Doubles((long)_n * _stride), inverse = arena.Doubles((long)_n * _stride), hessian = arena.Doubles((long)_n * _stride), scratch = arena.Doubles(Cholesky.ScratchLength(_n));
        var step = new double[_n];
        double mu = _diagonal[0];
        for (int round = 0; round < 60 && 2 * _n * mu > Accuracy * Sum.Of(_diagonal); round++, mu *= 0.2)
            for (int newton = 0; newton < 20; newton++)
            {
                if (!Invert(factor, inverse, scratch) || !FindStep(mu, inverse.Span, hessian.Span, scratch, step))
                    return;
                double decrement = Decrement(mu, inverse.Span, step);
                double damping = decrement < 0.25 ? 1 : 1 / (1 + decrement);
                for (int i = 0; i < _n; i++)
                    _diagonal[i] += damping * step[i];
                if (decrement < 0.1)
                    break;
            }
    }

    /// <summary>G = (S - D)^-1 from the forward solutions y_j = C^-1 e_j of its Cholesky factor C: G_ij = y_i'y_j.</summary>
    private bool Invert(Slab factor, Slab inverse, Slab scratch)
    {
        Span<double> c = factor.Span, g = inverse.Span;
        _matrix.Storage.CopyTo(c);
        for (int i = 0; i < _n; i++)
            c[(i * _stride) + i] -= _diagonal[i];
        if (!Cholesky.Factor(c, _n, _stride, scratch.Span, out _))
            return false;
        g.Clear();
        for (int j = 0; j < _n; j++)
        {
            Span<double> y = g.Slice(j * _stride, _n);
            y[j] = 1;
            Cholesky.SolveForward(c, _n, _stride, y);
        }

        for (int i = 0; i < _n; i++)
            for (int j = 0; j <= i; j++)
                c[(i * _stride) + j] = Dot.Product(g.Slice((i * _stride) + i, _n - i), g.Slice((j * _stride) + i, _n - i));
        c.CopyTo(g);
        return true;
    }

    private bool FindStep(double mu, Span<double> g, Span<double> h, Slab scratch, double[] step)
    {
        for (int i = 0; i < _n; i++)
        {
            step[i] = 1 - (mu * g[(i * _stride) + i]) + (mu / _diagonal[i]);
            for (int j = 0; j <= i; j++)
                h[(i * _stride) + j] = mu * g[(i * _stride) + j] * g[(i * _stride) + j];
            h[(i * _stride) + i] += mu / (_diagonal[i] * _diagonal[i]);
        }

        if (!Cholesky.Factor(h, _n, _stride, scratch.Span, out _))
            return false;
        Cholesky.SolveInPlace(h, _n, _stride, step);
        return true;
    }

    /// <summary>Length of the step in the barrier's own measure: below 1 a whole step stays inside.</summary>
    private double Decrement(double mu, ReadOnlySpan<double> g, double[] step)
    {
        double sum = 0;
        for (int i = 0; i < _n; i++)
            sum += step[i] * (1 - (mu * g[(i * _stride) + i]) + (mu / _diagonal[i]));
        return Math.Sqrt(Math.Max(0, sum / mu));
    }

    /// <summary>S - D = L L' by Cholesky with the largest remaining pivot first, until nothing is left; what is dropped only lowers a bound.</summary>
    private DenseMap Factor(double largest)
    {
        double stop = Math.Max(1e-14 * largest, Remainder * (_n == 0 ? 0 : Sum.Of(_diagonal) / _n));
        List<double[]> columns = [];
        var left = new double[_n];
        for (int i = 0; i < _n; i++)
            left[i] = _matrix.Storage[(i * _stride) + i] - _diagonal[i];
        while (columns.Count < _n)
        {
            int p = 0;
            for (int i = 1; i < _n; i++)
                if (left[i] > left[p])
                    p = i;
            if (left[p] <= stop)
                break;
            columns.Add(NextColumn(columns, p, Math.Sqrt(left[p])));
            double[] added = columns[^1];
            for (int i = 0; i < _n; i++)
                left[i] = i == p ? 0 : left[i] - (added[i] * added[i]);
        }

        var loadings = new double[columns.Count * _n];
        for (int i = 0; i < _n; i++)
            for (int k = 0; k < columns.Count; k++)
                loadings[(i * columns.Count) + k] = columns[k][i];
        return DenseMap.FromColumns(loadings, columns.Count, _n);
    }

    private double[] NextColumn(List<double[]> columns, int p, double root)
    {
        var next = new double[_n];
        for (int i = 0; i < _n; i++)
            next[i] = _matrix.Storage[(p * _stride) + i];
        next[p] -= _diagonal[p];
        foreach (double[] column in columns)
            Axpy.Add(-column[p], column, next);
        for (int i = 0; i < _n; i++)
            next[i] /= root;
        return next;
    }
}
