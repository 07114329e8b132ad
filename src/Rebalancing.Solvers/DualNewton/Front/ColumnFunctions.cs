namespace Rebalancing.Solvers.DualNewton;

/// <summary>
/// What all terms together say about each coordinate, collected before it goes into the tables:
/// <code>
///   f(x) = q x + 1/2 d x^2 + sum of step_e (x - at_e)_+  +  a |x - centre|^(3/2),    lower &lt;= x &lt;= upper
/// </code>
/// plus one constant for all. Convex pieces, kinks, lots and flows all become such steps, in any order.
/// </summary>
internal sealed class ColumnFunctions
{
    private readonly int[] _start;
    private readonly int[] _count;
    private readonly double[] _at;
    private readonly double[] _step;

    /// <param name="capacity">The most steps each coordinate can have.</param>
    public ColumnFunctions(ReadOnlySpan<int> capacity)
    {
        int n = capacity.Length;
        _start = new int[n + 1];
        for (int i = 0; i < n; i++)
            _start[i + 1] = _start[i] + capacity[i];
        _count = new int[n];
        _at = new double[_start[n]];
        _step = new double[_start[n]];
        (Slope, Curvature, Lower, Upper) = (new double[n], new double[n], new double[n], new double[n]);
        (PowerCoefficient, PowerCentre) = (new double[n], new double[n]);
    }

    public double[] Slope { get; }

    public double[] Curvature { get; }

    public double[] Lower { get; }

    public double[] Upper { get; }

    public double[] PowerCoefficient { get; }

    public double[] PowerCentre { get; }

    public double Constant { get; set; }

    /// <summary>Why the numbers cannot be represented, or null.</summary>
    public string? Objection { get; set; }

    /// <summary>The steps of a coordinate: places, ascending after <see cref="Sort"/>.</summary>
    public ReadOnlySpan<double> At(int i) => _at.AsSpan(_start[i], _count[i]);

    /// <summary>The steps of a coordinate: slope rises.</summary>
    public ReadOnlySpan<double> Step(int i) => _step.AsSpan(_start[i], _count[i]);

    public void Clear()
    {
        Array.Clear(_count);
        Array.Clear(Slope);
        Array.Clear(Curvature);
        Array.Clear(PowerCoefficient);
        Array.Clear(PowerCentre);
        Array.Fill(Lower, double.NegativeInfinity);
        Array.Fill(Upper, double.PositiveInfinity);
        Constant = 0;
        Objection = null;
    }

    public void AddStep(int i, double at, double step)
    {
        if (step == 0)
            return;
        int place = _start[i] + _count[i]++;
        _at[place] = at;
        _step[place] = step;
    }

    public void AddLinear(int i, double slope, double origin)
    {
        Slope[i] += slope;
        Constant -= slope * origin;
    }

    public void AddQuadratic(int i, double curvature, double origin)
    {
        Curvature[i] += curvature;
        Slope[i] -= curvature * origin;
        Constant += 0.5 * curvature * origin * origin;
    }

    public void AddPower(int i, double coefficient, double centre)
    {
        if (coefficient == 0)
            return;
        if (PowerCoefficient[i] > 0 && PowerCentre[i] != centre)
            Objection = "a coordinate has 3/2 powers about two centres";
        PowerCoefficient[i] += coefficient;
        PowerCentre[i] = centre;
    }

    public void Tighten(int i, double lower, double upper)
    {
        Lower[i] = Math.Max(Lower[i], lower);
        Upper[i] = Math.Min(Upper[i], upper);
    }

    /// <summary>Puts the steps of a coordinate in order and folds those at or below the lower bound into its slope; drops those at or above the upper bound.</summary>
    public void Sort(int i)
    {
        Span<double> at = _at.AsSpan(_start[i], _count[i]), step = _step.AsSpan(_start[i], _count[i]);
        for (int e = 1; e < at.Length; e++)
        {
            (double place, double rise) = (at[e], step[e]);
            int to = e;
            for (; to > 0 && at[to - 1] > place; to--)
                (at[to], step[to]) = (at[to - 1], step[to - 1]);
            (at[to], step[to]) = (place, rise);
        }

        int kept = 0;
        for (int e = 0; e < at.Length; e++)
        {
            if (at[e] >= Upper[i])
                continue;
            if (at[e] <= Lower[i])
            {
                Slope[i] += step[e];
                Constant -= step[e] * at[e];
            }
            else if (kept > 0 && at[kept - 1] == at[e])
            {
                step[kept - 1] += step[e];
            }
            else
            {
                (at[kept], step[kept]) = (at[e], step[e]);
                kept++;
            }
        }

        _count[i] = kept;
    }
}
