using Rebalancing.Numerics;

namespace Rebalancing.Solvers.InteriorPoint;

/// <summary>
/// The point the interior point stands at: every local variable with slack and dual of each bound, the price of each image row, network and constraint.
/// Also used for a direction, where each number is a change.
/// </summary>
internal sealed class Iterate(LocalForm form)
{
    /// <summary>Local variables: columns, image rows, flows.</summary>
    internal double[] Values { get; } = new double[form.Lower.Length];

    internal double[] LowerSlacks { get; } = new double[form.Lower.Length];

    internal double[] LowerDuals { get; } = new double[form.Lower.Length];

    internal double[] UpperSlacks { get; } = new double[form.Lower.Length];

    internal double[] UpperDuals { get; } = new double[form.Lower.Length];

    /// <summary>Multiplier of y = M x, one for each image row.</summary>
    internal double[] RowPrices { get; } = new double[form.Images];

    /// <summary>Multiplier of coordinate - origin = sum of flows.</summary>
    internal double[] NetworkPrices { get; } = new double[form.NetworkCoordinate.Length];

    internal double[] ConstraintSlacks { get; } = new double[form.Constraints.Length];

    internal double[] ConstraintPrices { get; } = new double[form.Constraints.Length];

    /// <summary>Of a direction: the prices of the inward rows of cones, by constraint.</summary>
    internal double[] InwardPrices { get; } = new double[form.Constraints.Length];

    /// <summary>this = (1 - share) this + share other.</summary>
    internal void Blend(Iterate other, double share)
    {
        Blend(Values, other.Values, share);
        Blend(LowerSlacks, other.LowerSlacks, share);
        Blend(LowerDuals, other.LowerDuals, share);
        Blend(UpperSlacks, other.UpperSlacks, share);
        Blend(UpperDuals, other.UpperDuals, share);
        Blend(RowPrices, other.RowPrices, share);
        Blend(NetworkPrices, other.NetworkPrices, share);
        Blend(ConstraintSlacks, other.ConstraintSlacks, share);
        Blend(ConstraintPrices, other.ConstraintPrices, share);
    }

    private static void Blend(double[] values, double[] others, double share) => Combine.Into(1 - share, values, share, others, values);
}
