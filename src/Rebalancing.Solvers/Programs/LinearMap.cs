namespace Rebalancing;

/// <summary>
/// A linear map y = M x that the solvers have kernels for. The set is closed: a term chooses one
/// (<see cref="DenseMap"/>, <see cref="GroupMap"/>, <see cref="SumMap"/>, <see cref="SparseMap"/>), it does not invent one.
/// </summary>
/// <remarks>Maps are immutable, checked once at construction, held by reference and safe to share between threads and programs.</remarks>
public abstract class LinearMap
{
    private protected LinearMap(int rows, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        Rows = rows;
        Columns = columns;
    }

    /// <summary>Length of y.</summary>
    public int Rows { get; }

    /// <summary>Length of x.</summary>
    public int Columns { get; }

    /// <summary>y = M x.</summary>
    internal abstract void Apply(ReadOnlySpan<double> x, Span<double> y);

    /// <summary>y = numbers that are nowhere below |M| x, for x >= 0: what errors of x and of rounding may add up to.</summary>
    internal abstract void ApplyBound(ReadOnlySpan<double> x, Span<double> y);

    /// <summary>x += M' y.</summary>
    internal abstract void AddTransposed(ReadOnlySpan<double> y, Span<double> x);

    /// <summary>sums[c] += scale * sum over rows of M[r, c]^2 * rowWeight[r]: the diagonal of M' W M.</summary>
    internal abstract void AddColumnSquares(ReadOnlySpan<double> rowWeight, Span<double> sums);

    /// <summary>Writes row <paramref name="row"/> densely; for small programs, tests and the dense reference.</summary>
    internal abstract void CopyRow(int row, Span<double> destination);

    private protected void CheckShapes(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        if (x.Length != Columns || y.Length != Rows)
            throw new ArgumentException($"the map is {Rows} x {Columns}, the input has {x.Length} and the output {y.Length} coordinates");
    }
}
