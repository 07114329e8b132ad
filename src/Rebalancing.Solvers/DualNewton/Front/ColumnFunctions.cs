using Rebalancing.Solvers.Networks;

namespace Rebalancing.Solvers.DualNewton;

/// <summary>
/// What all terms together say about each coordinate, collected before it goes into the tables:
/// <code>
///   f(x) = q x + 1/2 d x^2 + sum of step_e (x - at_e)_+  +  a |x - centre|^(3/2)  -  b log x  +  sum of a_t |x - o_t|^p_t,    lower &lt;= x &lt;= upper
/// </code>
/// plus one constant for all, and the same for what each budget is charged. Convex pieces, kinks, lots and flows all become such steps, in any order.
/// </summary>
internal sealed partial class ColumnFunctions : INetworkColumns
{
    private readonly int[] _start;
    private readonly int[] _count;
    private readonly double[] _at;
    private readonly double[] _step;
    private readonly double[][] _chargeStep;
    private readonly double[] _scratch;

    /// <param name="capacity">The most steps each coordinate can have.</param>
    /// <param name="single">Whether each coordinate has room for exactly one step, which is written whole; a step of zero is none.</param>
    /// <param name="budgets">Number of budgets.</param>
    /// <param name="exponents">The exponents of the powers that are curves.</param>
    public ColumnFunctions(ReadOnlySpan<int> capacity, bool single, int budgets, double[] exponents)
    {
        int n = capacity.Length;
        _start = new int[n + 1];
        for (int i = 0; i < n; i++)
            _start[i + 1] = _start[i] + capacity[i];
        _count = new int[n];
        IsSingle = single;
        if (single)
            Array.Fill(_count, 1);
        _at = new double[_start[n]];
        _step = new double[_start[n]];
        _scratch = new double[n];
        CurveExponent = exponents;
        (Slope, Curvature, Lower, Upper) = (new double[n], new double[n], new double[n], new double[n]);
        (PowerCoefficient, PowerCentre, LogWeight) = (new double[n], new double[n], new double[n]);
        (CurveCoefficient, CurveCentre) = (Arrays(exponents.Length, n), Arrays(exponents.Length, n));
        _chargeStep = Arrays(budgets, _start[n]);
        (ChargeSlope, ChargePower, ChargeConstant) = (Arrays(budgets, n), Arrays(budgets, n), new double[budgets]);
    }

    /// <summary>For each budget, the linear part of what each coordinate is charged.</summary>
    public double[][] ChargeSlope { get; }

    /// <summary>For each budget, the charged coefficient of the 3/2 power.</summary>
    public double[][] ChargePower { get; }

    /// <summary>For each budget, what is charged whatever the coordinates are.</summary>
    public double[] ChargeConstant { get; }

    public double[] Slope { get; }

    public double[] Curvature { get; }

    public double[] Lower { get; }

    public double[] Upper { get; }

    public double[] PowerCoefficient { get; }

    public double[] PowerCentre { get; }

    /// <summary>b, zero for none.</summary>
    public double[] LogWeight { get; }

    /// <summary>For each curved power a_t.</summary>
    public double[][] CurveCoefficient { get; }

    /// <summary>For each curved power p_t.</summary>
    public double[] CurveExponent { get; }

    /// <summary>For each curved power o_t.</summary>
    public double[][] CurveCentre { get; }

    public double Constant { get; set; }

    /// <summary>Whether the 3/2 powers lost their closed form: other exponents, several centres, or kinks elsewhere.</summary>
    public bool NeedsCurves { get; set; }

    /// <summary>The steps of a coordinate: places, ascending after <see cref="Sort"/>.</summary>
    public ReadOnlySpan<double> At(int i) => _at.AsSpan(_start[i], _count[i]);

    /// <summary>The steps of a coordinate: slope rises.</summary>
    public ReadOnlySpan<double> Step(int i) => _step.AsSpan(_start[i], _count[i]);

    /// <summary>The steps of a coordinate: rises of the slope that a budget is charged.</summary>
    public ReadOnlySpan<double> ChargeStep(int budget, int i) => _chargeStep[budget].AsSpan(_start[i], _count[i]);

    public void Clear()
    {
        Array.Clear(ChargeConstant);
        for (int b = 0; b < _chargeStep.Length; b++)
        {
            Array.Clear(ChargeSlope[b]);
            Array.Clear(ChargePower[b]);
        }

        if (IsSingle)
            Array.Clear(_step);
        else
            Array.Clear(_count);
        Array.Clear(Slope);
        Array.Clear(Curvature);
        Array.Clear(PowerCoefficient);
        Array.Clear(PowerCentre);
        Array.Clear(LogWeight);
        Array.Fill(Lower, double.NegativeInfinity);
        Array.Fill(Upper, double.PositiveInfinity);
        Constant = 0;
        NeedsCurves = false;
    }

    public void AddStep(int i, double at, double step, Charge charge)
    {
        if (step == 0)
            return;
        int place = _start[i] + _count[i]++;
        _at[place] = at;
        _step[place] = step * charge.Objective;
        for (int b = 0; b < _chargeStep.Length; b++)
            _chargeStep[b][place] = b == charge.Budget ? step * charge.Weight : 0;
    }

    /// <summary>slope (x - at) + step (x - at)_+, in the objective only.</summary>
    public void AddKink(int i, double at, double slope, double step)
    {
        Slope[i] += slope;
        Constant -= slope * at;
        if (step == 0)
            return;
        int place = _start[i] + _count[i]++;
        (_at[place], _step[place]) = (at, step);
        foreach (double[] charged in _chargeStep)
            charged[place] = 0;
    }

    public void AddLinear(int i, double slope, double origin, Charge charge)
    {
        Slope[i] += slope * charge.Objective;
        Constant -= slope * origin * charge.Objective;
        if (charge.Budget < 0)
            return;
        ChargeSlope[charge.Budget][i] += slope * charge.Weight;
        ChargeConstant[charge.Budget] -= slope * origin * charge.Weight;
    }

    public void AddConstant(double value, Charge charge)
    {
        Constant += value * charge.Objective;
        if (charge.Budget >= 0)
            ChargeConstant[charge.Budget] += value * charge.Weight;
    }

    public void AddQuadratic(int i, double curvature, double origin)
    {
        Curvature[i] += curvature;
        Slope[i] -= curvature * origin;
        Constant += 0.5 * curvature * origin * origin;
    }

    public void AddPower(int i, double coefficient, double centre, Charge charge)
    {
        if (coefficient == 0)
            return;
        NeedsCurves |= HasPower(i) && PowerCentre[i] != centre;
        PowerCoefficient[i] += coefficient * charge.Objective;
        if (charge.Budget >= 0)
            ChargePower[charge.Budget][i] += coefficient * charge.Weight;
        PowerCentre[i] = centre;
    }

    /// <summary>Whether the coordinate has curvature of its own.</summary>
    public bool IsCurved(int i)
    {
        bool any = Curvature[i] > 0 || PowerCoefficient[i] > 0 || LogWeight[i] > 0;
        foreach (double[] coefficients in CurveCoefficient)
            any |= coefficients[i] > 0;
        return any;
    }

    /// <summary>Whether a 3/2 power of the coordinate counts anywhere.</summary>
    public bool HasPower(int i)
    {
        bool any = PowerCoefficient[i] > 0;
        foreach (double[] charged in ChargePower)
            any |= charged[i] > 0;
        return any;
    }

    public double LowerOf(int i) => Lower[i];

    public double UpperOf(int i) => Upper[i];

    public void Tighten(int i, double lower, double upper)
    {
        Lower[i] = Math.Max(Lower[i], lower);
        Upper[i] = Math.Min(Upper[i], upper);
    }

    /// <summary>Puts the steps of a coordinate in order and folds those at or below the lower bound into its slope; drops those at or above the upper bound.</summary>
    public void Sort(int i)
    {
        int first = _start[i], last = first + _count[i];
        if (last == first || IsInOrder(i, first, last))
            return;
        for (int e = last - 2; e >= first; e--)
            Insert(e, last);
        int kept = first;
        for (int e = first; e < last; e++)
        {
            if (_at[e] >= Upper[i])
                continue;
            if (_at[e] <= Lower[i])
                Fold(i, e);
            else if (kept > first && _at[kept - 1] == _at[e])
                Merge(e, kept - 1);
            else
                Move(e, kept++);
        }

        _count[i] = kept - first;
    }

    /// <summary>Whether the steps ascend strictly inside the bounds, as most do.</summary>
    private bool IsInOrder(int i, int first, int last)
    {
        double before = Lower[i];
        for (int e = first; e < last; e++)
        {
            if (!(_at[e] > before))
                return false;
            before = _at[e];
        }

        return before < Upper[i];
    }

    /// <summary>The steps behind e are in order; e goes to its place among them.</summary>
    private void Insert(int e, int last)
    {
        double at = _at[e];
        int to = e;
        while (to + 1 < last && _at[to + 1] < at)
            to++;
        if (to == e)
            return;
        Shift(_at, e, to);
        Shift(_step, e, to);
        foreach (double[] charged in _chargeStep)
            Shift(charged, e, to);
    }

    /// <summary>Entry e moves to a later place, those between one forward.</summary>
    private static void Shift(double[] values, int e, int to)
    {
        double moved = values[e];
        Array.Copy(values, e + 1, values, e, to - e);
        values[to] = moved;
    }

    private void Fold(int i, int e)
    {
        Slope[i] += _step[e];
        Constant -= _step[e] * _at[e];
        for (int b = 0; b < _chargeStep.Length; b++)
        {
            ChargeSlope[b][i] += _chargeStep[b][e];
            ChargeConstant[b] -= _chargeStep[b][e] * _at[e];
        }
    }

    private void Merge(int from, int into)
    {
        _step[into] += _step[from];
        foreach (double[] charged in _chargeStep)
            charged[into] += charged[from];
    }

    private void Move(int from, int to)
    {
        if (from == to)
            return;
        (_at[to], _step[to]) = (_at[from], _step[from]);
        foreach (double[] charged in _chargeStep)
            charged[to] = charged[from];
    }

    private static double[][] Arrays(int count, int length)
    {
        double[][] arrays = new double[count][];
        for (int b = 0; b < count; b++)
            arrays[b] = new double[length];
        return arrays;
    }
}
