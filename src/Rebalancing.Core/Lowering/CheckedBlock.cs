using Rebalancing.Numerics;

namespace Rebalancing.Lowering;

/// <summary>
/// Coordinates of a block at given orders: a double each, how far it may be from the true value, and, for whom that is not enough, the true value times
/// the account value as a decimal of any length. This one has values alone: they depend on the orders in a way of their own.
/// </summary>
internal class CheckedBlock(Slab values, Slab radii)
{
    /// <summary>Unit of rounding of a double.</summary>
    internal const double Rounding = 1.1102230246251565e-16;

    internal int Length => values.Length;

    internal Span<double> Values => values.Span;

    /// <summary>The true value lies within this of the double.</summary>
    internal Span<double> Radii => radii.Span;

    /// <summary>Whether coordinate i moves with the trade of asset i, one for one.</summary>
    internal virtual bool IsByAsset => false;

    /// <summary>The true value times account value; null where it is not a linear function of the orders.</summary>
    internal virtual ExactNumber? Exact(int i) => null;

    /// <summary>Adds what a unit of each trade adds to the weighted sum of the coordinates; false where they are not linear in the trades.</summary>
    internal virtual bool AddTransposed(ReadOnlySpan<double> weight, Span<double> trades) => false;

    /// <summary>What a unit of each trade adds to one coordinate; false where it is not linear in the trades.</summary>
    internal virtual bool CopyGradient(int i, Span<double> trades)
    {
        var unit = new double[Length];
        unit[i] = 1;
        trades.Clear();
        return AddTransposed(unit, trades);
    }

    /// <summary>One linear row over a block: sum of coefficient times coordinate, with the bound (n + 2) u sum |a_j x_j| on what rounding adds.</summary>
    internal static (double Value, double Radius) Row(ReadOnlySpan<double> coefficients, CheckedBlock of)
    {
        ReadOnlySpan<double> values = of.Values, radii = of.Radii;
        double sum = 0, size = 0, carried = 0;
        for (int j = 0; j < coefficients.Length; j++)
        {
            double product = coefficients[j] * values[j];
            sum += product;
            size += Math.Abs(product);
            carried += Math.Abs(coefficients[j]) * radii[j];
        }

        // the radius is computed in doubles too: a millionth more covers that
        return (sum, 1.000001 * (((coefficients.Length + 2) * Rounding * size) + carried));
    }

    /// <summary>The same row without rounding.</summary>
    internal static ExactNumber? ExactRow(ReadOnlySpan<double> coefficients, CheckedBlock of)
    {
        ExactNumber sum = ExactNumber.Zero;
        for (int j = 0; j < coefficients.Length; j++)
        {
            if (coefficients[j] == 0) continue;
            if (of.Exact(j) is not { } x) return null;
            sum += ExactNumber.Of(coefficients[j]) * x;
        }

        return sum;
    }
}
