using Rebalancing.Numerics;

namespace Rebalancing.Solvers.DualNewton;

/// <summary>One-sided derivatives of a coordinate's whole function, prices included, at the answer: what its bounds and flows must balance.</summary>
internal sealed class ColumnSlopes
{
    private readonly DualCompiler _compiler;
    private readonly double[] _price;

    public ColumnSlopes(DualCompiler compiler)
    {
        _compiler = compiler;
        _price = new double[compiler.Program.Functions.Padded];
    }

    /// <summary>Takes the exact prices that the final pass left at the reference.</summary>
    public void Prepare(DualNewtonEngine engine)
    {
        engine.Reference.Carried.CopyTo(_price);
        Axpy.Add(1.0, _compiler.Program.Linear, _price);
    }

    public double Right(int c, double x) => At(c, x, true);

    public double Left(int c, double x) => At(c, x, false);

    private double At(int c, double x, bool right)
    {
        ColumnFunctions columns = _compiler.Reader.Columns;
        double slope = _price[c] + (columns.Curvature[c] * x);
        ReadOnlySpan<double> at = columns.At(c), step = columns.Step(c);
        for (int e = 0; e < at.Length && (at[e] < x || (right && at[e] == x)); e++)
            slope += step[e];
        double a = columns.PowerCoefficient[c];
        if (a > 0)
        {
            double from = x - columns.PowerCentre[c];
            slope += 1.5 * a * Math.Sqrt(Math.Abs(from)) * Math.Sign(from);
        }

        return slope;
    }
}
