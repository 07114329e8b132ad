namespace Rebalancing.Testing;

/// <summary>A quadratic part of one row: the row's value is a'x + x'Qx, with Q symmetric and every entry listed.</summary>
/// <param name="Row">Which row it belongs to.</param>
/// <param name="Entries">The entries of Q: two variables and the value; both (i, j) and (j, i) are listed.</param>
public sealed record QuadraticRow(int Row, IReadOnlyList<(int First, int Second, double Value)> Entries)
{
    /// <summary>x'Qx.</summary>
    public double Value(ReadOnlySpan<double> x)
    {
        var sum = 0.0;
        foreach (var (first, second, value) in Entries) sum += x[first] * value * x[second];
        return sum;
    }
}
