namespace Rebalancing.Numerics;

/// <summary>
/// Eigenvalues, largest first, and eigenvectors of a symmetric matrix: A = sum of value_j v_j v_j'. Householder reduction to a
/// tridiagonal matrix and implicit QL; eigenvectors are kept as rows, so that every step works on contiguous numbers.
/// </summary>
internal sealed class EigenSystem
{
    private readonly double[] _vectors;

    private EigenSystem(double[] values, double[] vectors, int order)
    {
        Values = values;
        _vectors = vectors;
        Order = order;
    }

    public int Order { get; }

    /// <summary>Descending.</summary>
    public double[] Values { get; }

    /// <summary>Unit eigenvector of <see cref="Values"/>[index].</summary>
    public ReadOnlySpan<double> Vector(int index) => _vectors.AsSpan(index * Order, Order);

    /// <summary>Decomposes a symmetric matrix given row by row.</summary>
    public static EigenSystem Of(ReadOnlySpan<double> matrix, int order)
    {
        var diagonal = new double[order];
        var beside = new double[order];
        double[] vectors = Tridiagonal.Reduce(matrix.ToArray(), order, diagonal, beside);
        ImplicitQl.Run(diagonal, beside, vectors, order);
        var index = new int[order];
        for (int i = 0; i < order; i++) index[i] = i;
        Array.Sort(index, (a, b) => diagonal[a] != diagonal[b] ? diagonal[b].CompareTo(diagonal[a]) : a.CompareTo(b));
        var values = new double[order];
        var sorted = new double[order * order];
        for (int i = 0; i < order; i++)
        {
            values[i] = diagonal[index[i]];
            Span<double> row = sorted.AsSpan(i * order, order);
            vectors.AsSpan(index[i] * order, order).CopyTo(row);
            OrientUp(row);
        }
        return new EigenSystem(values, sorted, order);
    }

    /// <summary>All eigenvectors, one after the other.</summary>
    public ReadOnlySpan<double> Vectors => _vectors;

    /// <summary>The sign of an eigenvector is free: the component of largest magnitude is made positive, so that answers do not depend on it.</summary>
    private static void OrientUp(Span<double> vector)
    {
        int at = 0;
        for (int i = 1; i < vector.Length; i++) if (Math.Abs(vector[i]) > Math.Abs(vector[at]) * (1 + 1e-12)) at = i;
        if (vector.Length > 0 && vector[at] < 0) Scale.By(-1.0, vector);
    }
}
