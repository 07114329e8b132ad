namespace Rebalancing;

/// <summary>A limit on a weighted sum of weights that a portfolio rule keeps: lower &lt;= coefficients'w &lt;= upper. Sectors, countries, pairs of assets.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed class PortfolioLimit
{
    /// <param name="coefficients">One an asset, finite.</param>
    /// <param name="lower">Smallest sum; negative infinity for none.</param>
    /// <param name="upper">Largest sum; positive infinity for none.</param>
    public PortfolioLimit(AssetValues coefficients, double lower, double upper)
    {
        Coefficients = Require.Finite(coefficients, "coefficient of a limit");
        if (double.IsNaN(lower) || double.IsNaN(upper) || lower > upper)
            throw new ArgumentException(FormattableString.Invariant($"bounds of the limit are [{lower}, {upper}]; expected lower <= upper"), nameof(lower));
        (Lower, Upper) = (lower, upper);
    }

    /// <summary>One an asset.</summary>
    public AssetValues Coefficients { get; }

    /// <summary>Smallest sum.</summary>
    public double Lower { get; }

    /// <summary>Largest sum.</summary>
    public double Upper { get; }

    internal static void Check(IReadOnlyList<PortfolioLimit>? limits, int count)
    {
        foreach (PortfolioLimit limit in limits ?? [])
            if (limit.Coefficients.Count != count) throw new ArgumentException($"a limit has {limit.Coefficients.Count} coefficients for {count} assets; expected one an asset", nameof(limits));
    }
}
