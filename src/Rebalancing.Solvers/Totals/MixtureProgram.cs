using Rebalancing.Numerics;

namespace Rebalancing.Solvers.Totals;

/// <summary>
/// The best mixture of the points that are known. Points p have objectives f_p and totals y_p; shares s are at least 0 and add up to one:
/// <code>
///   minimise  sum f_p s_p + sum over totals of phi_t( sum y_pt s_p )
/// </code>
/// The mixture is a point of the program, because the program is convex, and its value is at most this minimum. The prices of the totals in it are where the next point is looked for.
/// With each total written as the pieces between its breaks it is a linear program of a few rows:
/// <code>
///              shares   down_t  up_t1 .. up_tm
///   row 0        1         0       0            = 1
///   row t      y_pt        1      -1            = first break of t
/// </code>
/// </summary>
internal sealed class MixtureProgram
{
    private readonly int _capacity;
    private readonly int _totalCount;
    private readonly double[] _objective;
    private readonly double[] _totals;
    private readonly SmallLinearProgram _program;

    public MixtureProgram(int capacity, int totals)
    {
        (_capacity, _totalCount) = (capacity, totals);
        _objective = new double[capacity];
        _totals = new double[capacity * totals];
        _program = new SmallLinearProgram(totals + 1);
        Shares = new double[capacity];
        Prices = new double[totals];
    }

    /// <summary>Points taken.</summary>
    public int Count { get; private set; }

    /// <summary>Share of each point in the best mixture.</summary>
    public double[] Shares { get; }

    /// <summary>Price of each total there.</summary>
    public double[] Prices { get; }

    public void Clear() => Count = 0;

    /// <summary>Adds a point and gives its place: that of an equal point where there is one (many prices have the same answer), otherwise a new one.</summary>
    public int Add(double objective, ReadOnlySpan<double> totals)
    {
        for (int p = 0; p < Count; p++)
            if (IsSame(p, objective, totals))
                return p;
        _objective[Count] = objective;
        totals.CopyTo(_totals.AsSpan(Count * _totalCount));
        return Count++;
    }

    private bool IsSame(int point, double objective, ReadOnlySpan<double> totals)
    {
        const double Rounding = 1e-13;
        if (Math.Abs(objective - _objective[point]) > Rounding * Math.Abs(objective))
            return false;
        for (int t = 0; t < totals.Length; t++)
            if (Math.Abs(totals[t] - Of(point)[t]) > Rounding * Math.Abs(totals[t]))
                return false;
        return true;
    }

    /// <summary>Objective of the mixture without its totals.</summary>
    public double Objective()
    {
        double sum = 0;
        for (int p = 0; p < Count; p++)
            sum += Shares[p] * _objective[p];
        return sum;
    }

    /// <summary>Totals of the mixture.</summary>
    public void Totals(Span<double> totals)
    {
        totals.Clear();
        for (int p = 0; p < Count; p++)
            Axpy.Add(Shares[p], Of(p), totals);
    }

    /// <summary>Finds the best mixture; false where pivoting did not end.</summary>
    public bool Solve(ReadOnlySpan<TotalCurve> curves)
    {
        int first = Cheapest(curves);
        Say(curves, first);
        if (!_program.Solve())
            return false;
        Array.Clear(Shares);
        _program.Values[..Count].CopyTo(Shares);
        for (int t = 0; t < curves.Length; t++)
            Prices[t] = Math.Clamp(-_program.Prices[t + 1], curves[t].LeastPrice, curves[t].LargestPrice);
        return true;
    }

    private ReadOnlySpan<double> Of(int point) => _totals.AsSpan(point * _totalCount, _totalCount);

    private int Cheapest(ReadOnlySpan<TotalCurve> curves)
    {
        int best = 0;
        double least = double.PositiveInfinity;
        for (int p = 0; p < Count; p++)
        {
            double value = _objective[p];
            for (int t = 0; t < curves.Length; t++)
                value += curves[t].Value(Of(p)[t]);
            if (value < least)
                (best, least) = (p, value);
        }

        return best;
    }

    /// <summary>Writes the program, with the cheapest point alone as the vertex to begin at.</summary>
    private void Say(ReadOnlySpan<TotalCurve> curves, int first)
    {
        _program.Clear();
        Span<double> column = stackalloc double[_totalCount + 1];
        for (int p = 0; p < Count; p++)
        {
            column[0] = 1;
            Of(p).CopyTo(column[1..]);
            _program.AddColumn(column, _objective[p] - _objective[first], double.PositiveInfinity);
        }

        _program.SetRight(0, 1);
        _program.Begin(0, first);
        for (int t = 0; t < curves.Length; t++)
            SayCurve(curves[t], t + 1, Of(first)[t], column);
    }

    private void SayCurve(TotalCurve curve, int row, double begin, Span<double> column)
    {
        ReadOnlySpan<(double At, double Step)> breaks = curve.Breaks;
        double from = breaks.Length > 0 ? breaks[0].At : 0, slope = curve.LeastPrice;
        _program.SetRight(row, from);
        column.Clear();
        column[row] = 1;
        int entering = _program.AddColumn(column, -slope, double.PositiveInfinity);
        column[row] = -1;
        for (int b = 0; b < Math.Max(1, breaks.Length); b++)
        {
            slope += breaks.Length > 0 ? breaks[b].Step : 0;
            double width = b + 1 < breaks.Length ? breaks[b + 1].At - from : double.PositiveInfinity;
            int piece = _program.AddColumn(column, slope, width);
            if (begin >= from)
            {
                // every piece below the one in which the point lies is filled
                if (b > 0)
                    _program.Fill(entering);
                entering = piece;
            }

            from += width;
        }

        _program.Begin(row, entering);
    }
}
