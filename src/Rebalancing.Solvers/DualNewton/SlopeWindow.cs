using Rebalancing.Numerics;

namespace Rebalancing.Solvers.DualNewton;

/// <summary>
/// After a short step the rates at the point mislead: kinks lie close by. Then each rate is the mean over the stretch that its price is likely to
/// cross, [c - Delta, c + Delta]:
/// <code>
///   Delta_i = reach_i sqrt(g'Gamma g / k)  +  last alpha * |sum a_ri dnu_r|
/// </code>
/// Delta vanishes at the solution, so the last steps are exact Newton steps.
/// </summary>
internal sealed class SlopeWindow
{
    /// <summary>Rates below this part of 1/d count as none.</summary>
    private const double NegligibleRate = 1e-9;

    /// <summary>Windows no wider than this, in price units, are points.</summary>
    private const double NegligibleWidth = 1e-13;

    private readonly SeparableDualProgram _program;
    private readonly Slab _low;
    private readonly Slab _high;
    private readonly Slab _xLow;
    private readonly Slab _xHigh;
    private readonly Slab _unused;
    private readonly Slab _shifts;
    private readonly Slab _reaches;
    private readonly Slab _shift;

    public SlopeWindow(Arena arena, SeparableDualProgram program)
    {
        _program = program;
        int padded = program.Functions.Padded;
        _low = arena.Doubles(padded);
        _high = arena.Doubles(padded);
        _xLow = arena.Doubles(padded);
        _xHigh = arena.Doubles(padded);
        _unused = arena.Doubles(padded);
        _shifts = arena.Doubles(padded);
        _reaches = arena.Doubles(padded);
        _shift = arena.Doubles(program.Rows.Stride);
    }

    /// <summary>Replaces the moving set by averaged rates; <paramref name="list"/> is null where all prices are known.</summary>
    public void Average(Residuals residuals, ReadOnlySpan<double> rowStep, double alpha, ActiveList? list, ReadOnlySpan<double> prices, MovingSet moving)
    {
        int rows = _program.Rows.Count;
        Span<double> shift = _shift.Span;
        double largest = 0;
        for (int r = 0; r < rows; r++)
        {
            shift[r] = _program.Rows.IsOnFactors(r) ? 0 : alpha * rowStep[r];
            largest = Math.Max(largest, Math.Abs(shift[r]));
        }

        double perReach = residuals.ExposureError / Math.Sqrt(Math.Max(1, _program.Loadings.Factors));
        if (perReach <= NegligibleWidth && largest <= NegligibleWidth)
            return;
        int count = list?.Count ?? _program.Count;
        Widen(list, prices, count, perReach, shift);
        if (list is null)
        {
            _program.Functions.Minimise(_low.Span, _xLow.Span, _unused.Span);
            _program.Functions.Minimise(_high.Span, _xHigh.Span, _unused.Span);
        }
        else
        {
            _program.Functions.MinimisePacked(count, _low.Span, _xLow.Span, _unused.Span);
            _program.Functions.MinimisePacked(count, _high.Span, _xHigh.Span, _unused.Span);
        }

        Secants(list, count, moving);
    }

    private void Widen(ActiveList? list, ReadOnlySpan<double> prices, int count, double perReach, ReadOnlySpan<double> shift)
    {
        Span<double> low = _low.Span, high = _high.Span, shifts = _shifts.Span[..count], reaches = _reaches.Span[..count];
        ReadOnlySpan<double> known = _program.Reach.Of(_program);
        shifts.Clear();
        if (list is null)
        {
            _program.Rows.AddPrices(shift, shifts);
        }
        else
        {
            _program.Rows.AddPrices(shift, list.List, shifts);
            for (int t = 0; t < count; t++)
                reaches[t] = known[list.List[t]];
        }

        Windows.About(prices[..count], list is null ? known[..count] : reaches, perReach, shifts, low, high);
        int padded = Lanes.PadTo8(count);
        low[count..padded].Clear();
        high[count..padded].Clear();
    }

    private void Secants(ActiveList? list, int count, MovingSet moving)
    {
        Span<double> low = _low.Span, high = _high.Span, xLow = _xLow.Span, xHigh = _xHigh.Span;
        ReadOnlySpan<double> curvature = _program.Functions.Curvature;
        moving.Clear();
        for (int t = 0; t < count; t++)
        {
            double fall = xLow[t] - xHigh[t];
            if (!(fall > 0))
                continue;
            int i = list is null ? t : list.List[t];
            double rate = fall / (high[t] - low[t]);
            if (rate * curvature[i] > NegligibleRate)
                moving.Add(i, rate);
        }
    }
}
