using Rebalancing.Testing;

namespace Rebalancing.Solvers.Tests.DualNewton;

/// <summary>Pieces with a logarithm and powers on top, minimised by halving on the derivative, with the runtime's own functions.</summary>
internal sealed record PlainCurve(PlainPieces Pieces, double LogWeight, double[] Coefficient, double[] Centre, double[] Exponent)
{
    public static PlainCurve Draw(TestRandom random, double[] exponents, bool logs)
    {
        PlainPieces pieces = PlainPieces.Draw(random);
        bool logged = logs && random.Chance(0.7);
        if (logged)
        {
            // the logarithm needs a positive side: moved up, with a lower bound at or above zero
            double shift = random.Uniform(0, 2) - pieces.Ends[0];
            pieces = pieces with { Ends = [.. pieces.Ends.Select(e => e + shift + 1e-3)], Lower = random.Chance(0.7) ? 0 : random.Uniform(0, 1e-3) };
        }

        if (random.Chance(0.2))
            pieces.Ends[^1] = double.PositiveInfinity;
        else if (random.Chance(0.2))
            pieces = pieces with { Curvature = random.Chance(0.5) ? 0 : 1e-6 };
        return new PlainCurve(
            pieces,
            logged ? Math.Exp(random.Uniform(-6, 1)) : 0,
            random.Vector(exponents.Length, r => r.Chance(0.3) ? 0 : Math.Exp(r.Uniform(-4, 1))),
            random.Vector(exponents.Length, r => r.Chance(0.2) ? 0 : r.Normal()),
            exponents);
    }

    public double Value(double price, double x)
    {
        double value = Pieces.Value(price, x) - (LogWeight > 0 ? LogWeight * Math.Log(x) : 0);
        for (int t = 0; t < Coefficient.Length; t++)
            value += Coefficient[t] * Math.Pow(Math.Abs(x - Centre[t]), Exponent[t]);
        return value;
    }

    /// <summary>The slope on the piece to the right of x, or to its left.</summary>
    public double Slope(double price, double x, bool right)
    {
        double slope = price + (Pieces.Curvature * x) - (LogWeight > 0 ? LogWeight / x : 0);
        int j = 0;
        while (j < Pieces.Slopes.Length - 1 && (x > Pieces.Ends[j] || (right && x == Pieces.Ends[j])))
            j++;
        slope += Pieces.Slopes[j];
        for (int t = 0; t < Coefficient.Length; t++)
            slope += Coefficient[t] * Exponent[t] * Math.Sign(x - Centre[t]) * Math.Pow(Math.Abs(x - Centre[t]), Exponent[t] - 1);
        return slope;
    }

    /// <summary>The minimiser, by halving a bracket of the slope's sign until it cannot shrink.</summary>
    public double Minimiser(double price)
    {
        double low = Pieces.Lower, high = Pieces.Ends[^1];
        if (double.IsInfinity(high))
            for (high = Math.Max(1, low + 1); Slope(price, high, true) < 0;)
                high *= 2;
        if (Slope(price, low, true) >= 0)
            return low;
        if (Slope(price, high, false) <= 0)
            return high;
        for (int round = 0; round < 300; round++)
        {
            double middle = 0.5 * (low + high);
            if (middle <= low || middle >= high)
                break;
            if (Slope(price, middle, true) < 0)
                low = middle;
            else
                high = middle;
        }

        return Math.Abs(Slope(price, low, true)) < Math.Abs(Slope(price, high, false)) ? low : high;
    }
}
