using Rebalancing.Numerics;

namespace Rebalancing.Lowering;

/// <summary>
/// Coordinates of a block at given orders: a double each, how far it may be from the true value, and, for whom that is not enough, the true value times
/// the account value as a decimal of any length; null where a coordinate is not a linear function of the orders.
/// </summary>
internal sealed class CheckedBlock(double[] values, double[] radii, Func<int, ExactNumber?> exact)
{
    /// <summary>Unit of rounding of a double.</summary>
    internal const double Rounding = 1.1102230246251565e-16;

    internal int Length => Values.Length;

    internal double[] Values { get; } = values;

    /// <summary>The true value lies within this of the double.</summary>
    internal double[] Radii { get; } = radii;

    /// <summary>What a unit of each trade adds to a coordinate; null where it is not linear in the trades alone.</summary>
    internal Func<int, double[]?> Gradient { get; init; } = static _ => null;

    internal ExactNumber? Exact(int i) => exact(i);

    /// <summary>Numbers that are what they are.</summary>
    internal static CheckedBlock Given(double[] values, ExactNumber accountValue) => new(values, new double[values.Length], i => ExactNumber.Of(values[i]) * accountValue);

    /// <summary>Numbers known to some units of rounding.</summary>
    internal static CheckedBlock Rounded(double[] values) => new(values, [.. values.Select(value => 8 * Rounding * Math.Abs(value))], _ => null);

    /// <summary>One linear row over blocks: sum of coefficient times coordinate, with the bound (n + 2) u sum |a_j x_j| on what rounding adds.</summary>
    internal static (double Value, double Radius) Row(ReadOnlySpan<double> coefficients, CheckedBlock of)
    {
        double sum = 0, size = 0, carried = 0;
        for (int j = 0; j < coefficients.Length; j++)
        {
            double product = coefficients[j] * of.Values[j];
            sum += product;
            size += Math.Abs(product);
            carried += Math.Abs(coefficients[j]) * of.Radii[j];
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
