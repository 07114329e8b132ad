using Rebalancing.Numerics;

namespace Rebalancing.Solvers.BranchAndBound;

/// <summary>
/// A diagonal D taken out of a covariance S that leaves the rest positive semidefinite: S = D + L L'. The diagonal is what makes the relaxation of choices
/// on single columns tight. The first one has the largest sum; <see cref="SplitSearch"/> finds those that suit a program better.
/// </summary>
internal sealed class DiagonalExtraction
{
    /// <summary>Above this order the smallest eigenvalue serves for every coordinate: the steps cost the cube of the order.</summary>
    internal const int LargestOrder = 450;

    private const double Accuracy = 2e-9;

    private const int MostRounds = 60;

    /// <summary>What is left of S - D counts as nothing below this part of the diagonal taken out.</summary>
    private const double Remainder = 2e-8;

    private readonly CovarianceMatrix _matrix;
    private readonly int _n;
    private readonly double[] _diagonal;

    /// <summary>A given diagonal.</summary>
    internal DiagonalExtraction(CovarianceMatrix matrix, double[] diagonal)
    {
        (_matrix, _n, _diagonal) = (matrix, matrix.Order, diagonal);
        Rest = Factor(Largest(matrix));
    }

    /// <summary>The diagonal D, not negative.</summary>
    internal ReadOnlySpan<double> Diagonal => _diagonal;

    /// <summary>L' as a map, one row for each rank of S - D.</summary>
    internal DenseMap Rest { get; }

    /// <summary>The diagonal with the largest sum at these worths of its coordinates.</summary>
    /// <param name="matrix">S.</param>
    /// <param name="inside">Where to begin: positive, S - D positive definite.</param>
    /// <param name="worth">What a unit of each coordinate counts, positive.</param>
    internal static DiagonalExtraction Weighted(CovarianceMatrix matrix, double[] inside, double[] worth)
    {
        var barrier = new DiagonalBarrier(matrix, inside);
        barrier.AddCut(worth, 0, new double[inside.Length]);
        double mu = Dot.Product(worth, inside) / inside.Length;
        for (int round = 0; round < MostRounds && 2 * inside.Length * mu > Accuracy * Dot.Product(worth, barrier.Diagonal); round++, mu *= 0.2)
            if (!barrier.Centre(mu))
                break;
        return new DiagonalExtraction(matrix, barrier.Diagonal.ToArray());
    }

    /// <summary>The diagonal with the largest sum.</summary>
    internal static DiagonalExtraction Of(CovarianceMatrix matrix)
    {
        int n = matrix.Order;
        var diagonal = new double[n];
        var arena = new Arena();
        double smallest = n == 0 ? 0 : SymmetricEigen.SmallestEigenvalue(matrix.Storage, n, matrix.Stride, arena.Doubles(SymmetricEigen.ScratchLength(n)));
        if (smallest <= 1e-9 * Largest(matrix))
            return new DiagonalExtraction(matrix, diagonal);
        Array.Fill(diagonal, (n <= LargestOrder ? 0.5 : 0.99) * smallest);
        if (n > LargestOrder)
            return new DiagonalExtraction(matrix, diagonal);
        var ones = new double[n];
        Array.Fill(ones, 1.0);
        return Weighted(matrix, diagonal, ones);
    }

    private static double Largest(CovarianceMatrix matrix)
    {
        double largest = 0;
        for (int i = 0; i < matrix.Order; i++)
            largest = Math.Max(largest, matrix.Storage[(i * matrix.Stride) + i]);
        return largest;
    }

    /// <summary>S - D = L L' by Cholesky with the largest remaining pivot first, until nothing is left; what is dropped only lowers a bound.</summary>
    private DenseMap Factor(double largest)
    {
        double stop = Math.Max(1e-14 * largest, Remainder * (_n == 0 ? 0 : Sum.Of(_diagonal) / _n));
        List<double[]> columns = [];
        var left = new double[_n];
        for (int i = 0; i < _n; i++)
            left[i] = _matrix.Storage[(i * _matrix.Stride) + i] - _diagonal[i];
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
            next[i] = _matrix.Storage[(p * _matrix.Stride) + i];
        next[p] -= _diagonal[p];
        foreach (double[] column in columns)
            Axpy.Add(-column[p], column, next);
        for (int i = 0; i < _n; i++)
            next[i] /= root;
        return next;
    }
}
