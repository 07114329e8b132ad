using Rebalancing.Numerics;
using Rebalancing.Solvers.Networks;

namespace Rebalancing.Solvers.DualNewton;

/// <summary>One-sided derivatives of a coordinate's whole function, prices included, at the answer: what its bounds and flows must balance.</summary>
internal sealed class ColumnSlopes : INetworkAnswer
{
    private readonly DualCompiler _compiler;
    private readonly double[] _price;
    private readonly double[] _beta;
    private readonly double[] _minimiser;
    private readonly double[] _rate;
    private DualNewtonEngine? _engine;

    public ColumnSlopes(DualCompiler compiler)
    {
        _compiler = compiler;
        _price = new double[compiler.Program.Functions.Padded];
        _beta = new double[compiler.Program.Functions.Budgets];
        _minimiser = new double[compiler.Program.Functions.Padded];
        _rate = new double[compiler.Program.Functions.Padded];
    }

    /// <summary>Takes the exact prices that the final pass left at the reference.</summary>
    public void Prepare(DualNewtonEngine engine)
    {
        _engine = engine;
        engine.Reference.Carried.CopyTo(_price);
        Axpy.Add(1.0, _compiler.Program.Linear, _price);
        _compiler.Program.Rows.OfBudgets(engine.Point.Nu).CopyTo(_beta);
        _compiler.Program.Functions.MinimiseTrue(_price, _minimiser, _rate);
    }

    public double Value(int c) => _engine!.Point.X[c];

    /// <summary>Where the coordinate's whole function is least at the final prices.</summary>
    public double Minimiser(int c) => _minimiser[c];

    public double Right(int c, double x) => At(c, x, true);

    public double Left(int c, double x) => At(c, x, false);

    public double Slope(int c, double x, bool fromRight) => At(c, x, fromRight);

    private double At(int c, double x, bool right)
    {
        ColumnFunctions columns = _compiler.Reader.Columns;
        double slope = _price[c] + (columns.Curvature[c] * x);
        ReadOnlySpan<double> at = columns.At(c), step = columns.Step(c);
        int passed = 0;
        for (; passed < at.Length && (at[passed] < x || (right && at[passed] == x)); passed++)
            slope += step[passed];
        double a = columns.PowerCoefficient[c];
        for (int b = 0; b < _beta.Length; b++)
        {
            double charged = columns.ChargeSlope[b][c];
            foreach (double rise in columns.ChargeStep(b, c)[..passed])
                charged += rise;
            slope += _beta[b] * charged;
            a += _beta[b] * columns.ChargePower[b][c];
        }

        if (a > 0)
        {
            double from = x - columns.PowerCentre[c];
            slope += 1.5 * a * Math.Sqrt(Math.Abs(from)) * Math.Sign(from);
        }

        return slope + CurveSlope(columns, c, x);
    }

    private static double CurveSlope(ColumnFunctions columns, int c, double x)
    {
        double slope = columns.LogWeight[c] > 0 ? -columns.LogWeight[c] / x : 0;
        for (int t = 0; t < columns.CurveCoefficient.Length; t++)
        {
            double a = columns.CurveCoefficient[t][c], from = x - columns.CurveCentre[t][c], p = columns.CurveExponent[t];
            if (a > 0)
                slope += a * p * Math.Sign(from) * Logarithm.Power(Math.Abs(from), p - 1);
        }

        return slope;
    }
}
