namespace Rebalancing.Solvers.Tests.Random;

/// <summary>
/// A separable function on a block, evaluated by its definition. It counts in the objective by its weight, in a budget by the
/// budget's weight, and inside a norm as a square without the half.
/// </summary>
internal abstract record PlainFunction(int On)
{
    public double Weight { get; init; } = 1;

    public int Budget { get; init; } = -1;

    public double BudgetWeight { get; init; }

    public int Norm { get; init; } = -1;

    public abstract double Value(double[] x);

    public abstract void Say(ProgramBuilder builder, Block on);
}

internal sealed record PlainLinear(int On, double[] Slope) : PlainFunction(On)
{
    public override double Value(double[] x) => x.Zip(Slope, (a, b) => a * b).Sum();

    public override void Say(ProgramBuilder builder, Block on) => builder.Linear(on, Slope);
}

internal sealed record PlainQuadratic(int On, double[] Curvature) : PlainFunction(On)
{
    public override double Value(double[] x) => (Norm >= 0 ? 1 : 0.5) * x.Zip(Curvature, (a, q) => q * a * a).Sum();

    public override void Say(ProgramBuilder builder, Block on) => builder.Quadratic(on, Curvature);
}

internal sealed record PlainKinked(int On, double[] At, double[] Below, double[] Above) : PlainFunction(On)
{
    public override double Value(double[] x) =>
        Enumerable.Range(0, x.Length).Sum(i => (x[i] < At[i] ? Below[i] : Above[i]) * (x[i] - At[i]));

    public override void Say(ProgramBuilder builder, Block on) => builder.Kinked(on, new Kink { At = At, SlopeBelow = Below, SlopeAbove = Above });
}

internal sealed record PlainPieces(int On, int[] Start, double[] First, double[] Breaks, double[] Steps) : PlainFunction(On)
{
    public override double Value(double[] x)
    {
        double total = 0;
        for (int i = 0; i < x.Length; i++)
        {
            total += First[i] * x[i];
            for (int q = Start[i]; q < Start[i + 1]; q++) total += Steps[q] * (Math.Max(0, x[i] - Breaks[q]) - Math.Max(0, -Breaks[q]));
        }
        return total;
    }

    public override void Say(ProgramBuilder builder, Block on) =>
        builder.Pieces(on, new ConvexPieces { Start = Start, FirstSlope = First, Breaks = Breaks, SlopeStep = Steps });
}

internal sealed record PlainPower(int On, double[] Coefficient, double Exponent) : PlainFunction(On)
{
    public override double Value(double[] x) => x.Zip(Coefficient, (a, c) => c * Math.Pow(Math.Abs(a), Exponent)).Sum();

    public override void Say(ProgramBuilder builder, Block on) => builder.Power(on, Coefficient, Exponent);
}

internal sealed record PlainLog(int On, double[] Amount) : PlainFunction(On)
{
    public override double Value(double[] x) => x.Zip(Amount, (a, b) => b == 0 ? 0 : -b * Math.Log(a)).Sum();

    public override void Say(ProgramBuilder builder, Block on) => builder.Log(on, Amount);
}

internal sealed record PlainCovariance(int On, double[,] Matrix, double Scale) : PlainFunction(On)
{
    public override double Value(double[] x)
    {
        double form = 0;
        for (int i = 0; i < x.Length; i++)
        {
            for (int j = 0; j < x.Length; j++) form += x[i] * Matrix[i, j] * x[j];
        }
        return (Norm >= 0 ? 1 : 0.5) * Scale * form;
    }

    public override void Say(ProgramBuilder builder, Block on) => builder.Covariance(on, CovarianceMatrix.FromRows([.. Matrix.Cast<double>()], Matrix.GetLength(0)), Scale);
}
