using Rebalancing.Numerics;
using Rebalancing.Testing;

namespace Rebalancing.Solvers.Tests.DualNewton;

/// <summary>1/2 d x^2 + g(x) over [lower, last end], g convex piecewise linear; minimised by trying every kink and every stationary point.</summary>
internal sealed record PlainPieces(double Curvature, double Lower, double[] Slopes, double[] Ends)
{
    public const int Most = 7;

    public static PlainPieces Draw(TestRandom random)
    {
        int pieces = random.Integer(1, Most + 1);
        double[] slopes = [.. random.Vector(pieces, r => r.Normal()).Order()];
        double[] ends = [.. random.Vector(pieces, r => 3 * r.Normal()).Order()];
        return new PlainPieces(random.Uniform(0.05, 3), ends[0] - random.Uniform(0.1, 2), slopes, ends);
    }

    /// <summary>Writes these pieces into a table, as a slope and its rises.</summary>
    public void WriteTo(PieceTable table, int coordinate) =>
        table.SetSteps(coordinate, Slopes[0], Ends.AsSpan(0, Ends.Length - 1), [.. Slopes.Skip(1).Select((s, j) => s - Slopes[j])], Ends[^1]);

    public double Value(double price, double x)
    {
        double value = x * (price + (0.5 * Curvature * x)), from = 0;
        for (int j = 0; j < Slopes.Length; j++)
        {
            double to = Math.Min(x, Ends[j]);
            value += Slopes[j] * (to - from);
            from = to;
        }

        return value;
    }

    public double Least(double price, out double at)
    {
        double best = Value(price, Lower);
        at = Lower;
        for (int j = 0; j < Slopes.Length; j++)
        {
            Try(price, Ends[j], ref best, ref at);
            double stationary = -(price + Slopes[j]) / Curvature, from = j == 0 ? Lower : Ends[j - 1];
            if (stationary > from && stationary < Ends[j])
                Try(price, stationary, ref best, ref at);
        }

        return best;
    }

    public bool IsAtKink(double x) => x == Lower || Ends.Contains(x);

    private void Try(double price, double x, ref double best, ref double at)
    {
        double value = Value(price, x);
        if (value < best)
            (best, at) = (value, x);
    }
}
