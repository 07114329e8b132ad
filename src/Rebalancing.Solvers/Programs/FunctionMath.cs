namespace Rebalancing.Solvers;

/// <summary>
/// The separable functions, one coordinate at a time and straight from their definitions. Used by certificates, evaluation and tests;
/// the engines have their own, faster forms and are checked against these.
/// </summary>
internal static class FunctionMath
{
    /// <summary>Value of coordinate <paramref name="i"/> at x; for the functions that are sums over coordinates (not a covariance).</summary>
    internal static double Value(FunctionEntry entry, int i, double x) => entry.Kind switch
    {
        FunctionKind.Linear => entry.First[i] * x,
        FunctionKind.Quadratic => (entry.Norm >= 0 ? 1.0 : 0.5) * entry.First[i] * x * x,
        FunctionKind.Kinked => (x - entry.First[i]) * (x < entry.First[i] ? entry.Second[i] : entry.Third[i]),
        FunctionKind.Pieces => PiecesValue(entry, i, x),
        FunctionKind.Power => entry.First[i] * Math.Pow(Math.Abs(x), entry.Scalar),
        FunctionKind.Log => entry.First[i] == 0 ? 0 : x > 0 ? -entry.First[i] * Math.Log(x) : double.PositiveInfinity,
        _ => throw new InvalidOperationException($"{entry.Kind} is not a sum over coordinates"),
    };

    /// <summary>Derivative of coordinate <paramref name="i"/> at x, from the right or from the left.</summary>
    internal static double Slope(FunctionEntry entry, int i, double x, bool fromRight) => entry.Kind switch
    {
        FunctionKind.Linear => entry.First[i],
        FunctionKind.Quadratic => (entry.Norm >= 0 ? 2.0 : 1.0) * entry.First[i] * x,
        FunctionKind.Kinked => x > entry.First[i] || (x == entry.First[i] && fromRight) ? entry.Third[i] : entry.Second[i],
        FunctionKind.Pieces => PiecesSlope(entry, i, x, fromRight),
        FunctionKind.Power => x == 0 ? 0 : entry.First[i] * entry.Scalar * (x < 0 ? -1 : 1) * Math.Pow(Math.Abs(x), entry.Scalar - 1),
        FunctionKind.Log => entry.First[i] == 0 ? 0 : x > 0 ? -entry.First[i] / x : double.NegativeInfinity,
        _ => throw new InvalidOperationException($"{entry.Kind} is not a sum over coordinates"),
    };

    /// <summary>Limit of the derivative at plus or minus infinity.</summary>
    internal static double SlopeAtInfinity(FunctionEntry entry, int i, bool plus)
    {
        double sign = plus ? 1.0 : -1.0;
        return entry.Kind switch
        {
            FunctionKind.Linear => entry.First[i],
            FunctionKind.Quadratic or FunctionKind.Power => entry.First[i] > 0 ? sign * double.PositiveInfinity : 0,
            FunctionKind.Kinked => plus ? entry.Third[i] : entry.Second[i],
            FunctionKind.Pieces => PiecesSlope(entry, i, sign * double.MaxValue, plus),
            FunctionKind.Log => plus || entry.First[i] == 0 ? 0 : double.NegativeInfinity,
            _ => throw new InvalidOperationException($"{entry.Kind} is not a sum over coordinates"),
        };
    }

    private static double PiecesValue(FunctionEntry entry, int i, double x)
    {
        double value = entry.First[i] * x;
        for (int q = entry.Start[i]; q < entry.Start[i + 1]; q++)
            value += entry.Third[q] * (Math.Max(0, x - entry.Second[q]) - Math.Max(0, -entry.Second[q]));
        return value;
    }

    private static double PiecesSlope(FunctionEntry entry, int i, double x, bool fromRight)
    {
        double slope = entry.First[i];
        for (int q = entry.Start[i]; q < entry.Start[i + 1]; q++)
            if (x > entry.Second[q] || (x == entry.Second[q] && fromRight))
                slope += entry.Third[q];
        return slope;
    }
}
