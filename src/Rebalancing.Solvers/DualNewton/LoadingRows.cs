using Rebalancing.Numerics;

namespace Rebalancing.Solvers.DualNewton;

/// <summary>
/// The loadings F, one padded run of factors for each coordinate, shared by reference, with the Euclidean norm of each run.
/// <code>
///   F = [ f_1' ]    stride numbers each, zeros beyond the last factor;      y = F'x,   c = F lambda + ...
///       [ ...  ]
/// </code>
/// </summary>
internal sealed class LoadingRows
{
    private readonly Slab _values;
    private readonly Slab _norms;

    /// <param name="values">The runs, one after the other.</param>
    /// <param name="norms">The norm of each run, padded with zeros to a multiple of eight; rounded up.</param>
    /// <param name="count">Runs.</param>
    /// <param name="factors">Factors in a run.</param>
    /// <param name="stride">Numbers from run to run, a multiple of eight.</param>
    public LoadingRows(Slab values, Slab norms, int count, int factors, int stride)
    {
        (_values, _norms, Count, Factors, Stride) = (values, norms, count, factors, stride);
        double squares = 0;
        foreach (double norm in norms.Span)
            squares += norm * norm;
        MeanSquare = squares / Math.Max(1, count);
    }

    public int Count { get; }

    public int Factors { get; }

    public int Stride { get; }

    /// <summary>Mean of the squared norms.</summary>
    public double MeanSquare { get; }

    public ReadOnlySpan<double> Values => _values.Span;

    /// <summary>Upper bounds of the norms, padded.</summary>
    public ReadOnlySpan<double> Norms => _norms.Span;

    public ReadOnlySpan<double> Row(int coordinate) => Values.Slice(coordinate * Stride, Stride);

    /// <summary>prices = F lambda for all coordinates.</summary>
    public void Multiply(ReadOnlySpan<double> lambda, Span<double> prices) =>
        MatrixVector.Multiply(Values, Count, Stride, Stride, lambda, prices[..Count]);

    /// <summary>exposure += sum of x_t f_(list_t).</summary>
    public void AddExposures(ReadOnlySpan<int> list, ReadOnlySpan<double> x, Span<double> exposure) =>
        MatrixVector.AddTransposedGather(1.0, Values, Stride, Stride, list, x[..list.Length], exposure);
}
