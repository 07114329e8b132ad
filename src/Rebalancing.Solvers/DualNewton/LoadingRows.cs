using Rebalancing.Numerics;

namespace Rebalancing.Solvers.DualNewton;

/// <summary>
/// The loadings F, one padded run of factors for each of the first coordinates, shared by reference, with the Euclidean norm of each run.
/// Coordinates beyond them (cash, private variables) have none.
/// <code>
///   F = [ f_1' ]    stride numbers each, zeros beyond the last factor;      y = F'x,   c = F lambda + ...
///       [ ...  ]
/// </code>
/// </summary>
internal sealed class LoadingRows
{
    private readonly Slab _values;
    private readonly Slab _norms;
    private readonly Slab _zeros;

    /// <param name="arena">Owner of a run of zeros.</param>
    /// <param name="values">The runs, one after the other.</param>
    /// <param name="norms">The norm of each run, padded with zeros to a multiple of eight; rounded up.</param>
    /// <param name="count">Runs.</param>
    /// <param name="factors">Factors in a run.</param>
    /// <param name="stride">Numbers from run to run, a multiple of eight.</param>
    public LoadingRows(Arena arena, Slab values, Slab norms, int count, int factors, int stride)
    {
        (_values, _norms, Count, Factors, Stride) = (values, norms, count, factors, stride);
        _zeros = arena.Doubles(stride);
        double squares = 0;
        foreach (double norm in norms.Span)
        {
            squares += norm * norm;
            LargestSquare = Math.Max(LargestSquare, norm * norm);
        }

        MeanSquare = squares / Math.Max(1, count);
    }

    public int Count { get; }

    public int Factors { get; }

    public int Stride { get; }

    /// <summary>Largest of the squared norms.</summary>
    public double LargestSquare { get; }

    /// <summary>Mean of the squared norms.</summary>
    public double MeanSquare { get; }

    public ReadOnlySpan<double> Values => _values.Span;

    /// <summary>Upper bounds of the norms, padded.</summary>
    public ReadOnlySpan<double> Norms => _norms.Span;

    /// <summary>The run of a coordinate; zeros for one without loadings.</summary>
    public ReadOnlySpan<double> Row(int coordinate) => coordinate < Count ? Values.Slice(coordinate * Stride, Stride) : _zeros.Span;

    /// <summary>prices = F lambda for the coordinates that have loadings; the others are left alone.</summary>
    public void Multiply(ReadOnlySpan<double> lambda, Span<double> prices) =>
        MatrixVector.Multiply(Values, Count, Stride, Stride, lambda, prices[..Count]);

    /// <summary>Two products in one pass, for the coordinates that have loadings; the others are left alone.</summary>
    public void MultiplyTwo(ReadOnlySpan<double> lambda1, ReadOnlySpan<double> lambda2, Span<double> prices1, Span<double> prices2) =>
        MatrixVector.MultiplyTwo(Values, Count, Stride, Stride, lambda1, lambda2, prices1[..Count], prices2[..Count]);

    /// <summary>Two products for listed coordinates in one pass; zero for those without loadings. The list ascends.</summary>
    public void MultiplyTwo(ReadOnlySpan<int> list, ReadOnlySpan<double> lambda1, ReadOnlySpan<double> lambda2, Span<double> prices1, Span<double> prices2)
    {
        int loaded = Loaded(list);
        MatrixVector.GatherMultiplyTwo(Values, Stride, Stride, list[..loaded], lambda1, lambda2, prices1[..loaded], prices2[..loaded]);
        prices1[loaded..list.Length].Clear();
        prices2[loaded..list.Length].Clear();
    }

    /// <summary>exposure += sum of x_t f_(list_t). The list ascends.</summary>
    public void AddExposures(ReadOnlySpan<int> list, ReadOnlySpan<double> x, Span<double> exposure)
    {
        int loaded = Loaded(list);
        MatrixVector.AddTransposedGather(1.0, Values, Stride, Stride, list[..loaded], x[..loaded], exposure);
    }

    /// <summary>How many of an ascending list have loadings.</summary>
    public int Loaded(ReadOnlySpan<int> list)
    {
        int loaded = list.Length;
        while (loaded > 0 && list[loaded - 1] >= Count)
            loaded--;
        return loaded;
    }
}
