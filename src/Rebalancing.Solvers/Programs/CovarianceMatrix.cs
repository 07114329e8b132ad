using System.Globalization;
using Rebalancing.Numerics;

namespace Rebalancing;

/// <summary>
/// A dense symmetric positive semidefinite matrix, checked once: the covariance of returns (per year, in squared return units).
/// Immutable and safe to share between threads.
/// </summary>
public sealed class CovarianceMatrix
{
    /// <summary>A negative eigenvalue up to this fraction of the largest diagonal element is rounding, not a mistake.</summary>
    private const double EigenvalueTolerance = 1e-10;

    private readonly Slab _values;

    private CovarianceMatrix(Slab values, int order, int stride)
    {
        _values = values;
        Order = order;
        Stride = stride;
    }

    /// <summary>Number of rows, which is the number of columns.</summary>
    public int Order { get; }

    internal int Stride { get; }

    /// <summary>Whether every direction has a variance well above rounding; false is "not so sure".</summary>
    internal bool IsDefinite { get; private init; }

    /// <summary>All of the symmetric matrix, row by row, each row padded to <see cref="Stride"/>.</summary>
    internal ReadOnlySpan<double> Storage => _values.Span;

    /// <summary>
    /// From numbers kept row by row. The matrix must be symmetric to 1e-9 of its largest element (the mean of the two halves is kept) and
    /// positive semidefinite; an indefinite one is refused with its smallest eigenvalue.
    /// </summary>
    public static CovarianceMatrix FromRows(ReadOnlySpan<double> values, int order)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(order);
        if (values.Length != (long)order * order)
            throw new ArgumentException($"a covariance of order {order} needs {(long)order * order} numbers; found {values.Length}");
        double largest = MaxAbs.Of(values);
        int stride = Lanes.PadTo8(order);
        Slab kept = new Arena().Doubles((long)order * stride);
        for (int i = 0; i < order; i++)
            for (int j = 0; j <= i; j++)
                SetPair(kept.Span, values, order, stride, i, j, largest);
        bool isDefinite = RefuseIndefinite(kept.Span, order, stride, largest);
        return new CovarianceMatrix(kept, order, stride) { IsDefinite = isDefinite };
    }

    /// <summary>y = S x.</summary>
    internal void Apply(ReadOnlySpan<double> x, Span<double> y) => SymmetricMatrixVector.Multiply(Storage, Order, Stride, x, y);

    /// <summary>D S D for powers of two d: neither symmetry nor a sign is rounded away, so nothing is checked again.</summary>
    internal CovarianceMatrix Rescaled(ReadOnlySpan<double> d)
    {
        Slab kept = new Arena().Doubles((long)Order * Stride);
        for (int i = 0; i < Order; i++)
            for (int j = 0; j < Order; j++)
                kept.Span[(i * Stride) + j] = d[i] * Storage[(i * Stride) + j] * d[j];
        return new CovarianceMatrix(kept, Order, Stride) { IsDefinite = IsDefinite };
    }

    private static void SetPair(Span<double> kept, ReadOnlySpan<double> values, int order, int stride, int i, int j, double largest)
    {
        double a = values[(i * order) + j];
        double b = values[(j * order) + i];
        if (!double.IsFinite(a) || !double.IsFinite(b))
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"the covariance of coordinates {i} and {j} is {(double.IsFinite(a) ? b : a)}; it must be finite"));
        if (Math.Abs(a - b) > 1e-9 * largest)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"the covariance of coordinates {i} and {j} is {a} in one half and {b} in the other; a covariance is symmetric"));
        kept[(i * stride) + j] = kept[(j * stride) + i] = 0.5 * (a + b);
    }

    /// <summary>Cholesky of S + tolerance I decides; the eigenvalue is computed only for the message. True where every pivot is well above what was added.</summary>
    private static bool RefuseIndefinite(ReadOnlySpan<double> kept, int order, int stride, double largest)
    {
        if (order == 0)
            return true;
        var arena = new Arena();
        Span<double> factor = arena.Doubles((long)order * stride);
        kept.CopyTo(factor);
        double added = EigenvalueTolerance * largest * Math.Max(1, order / 100.0);
        for (int i = 0; i < order; i++)
            factor[(i * stride) + i] += added;
        if (largest == 0)
            return false;
        if (Cholesky.Factor(factor, order, stride, arena.Doubles(Cholesky.ScratchLength(order)), out int failed))
        {
            double least = double.PositiveInfinity;
            for (int i = 0; i < order; i++)
                least = Math.Min(least, factor[(i * stride) + i]);
            return least * least > 1e3 * added;
        }

        double smallest = SymmetricEigen.SmallestEigenvalue(kept, order, stride, arena.Doubles(SymmetricEigen.ScratchLength(order)));
        throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
            $"the covariance is not positive semidefinite: its smallest eigenvalue is {smallest:G6} (the factorisation fails at coordinate {failed}); repair it, or use an estimator that keeps it semidefinite"));
    }
}
