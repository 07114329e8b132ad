using Rebalancing.Numerics;

namespace Rebalancing.Solvers.DualNewton;

/// <summary>
/// The start without knowledge: all prices zero, then the price of the budget row alone so that the row is met to a thousandth. Costs no pass over
/// the loadings, and without it the first Newton steps are wasted on finding a level.
/// </summary>
internal sealed class ColdStart
{
    /// <summary>Part of the row's activity, or of what it lacks, that may be missing at the end.</summary>
    private const double RowAccuracy = 1e-3;

    /// <summary>Most evaluations along the row.</summary>
    private const int Rounds = 60;

    /// <summary>First step of the price where nothing moves, doubled each time; in price units.</summary>
    private const double FirstStep = 0.01;

    private readonly SeparableDualProgram _program;
    private readonly Slab _priceDirection;
    private readonly Slab _unit;
    private readonly int _row = -1;

    public ColdStart(Arena arena, SeparableDualProgram program)
    {
        _program = program;
        _priceDirection = arena.Doubles(program.Functions.Padded);
        _unit = arena.Doubles(program.Rows.Stride);
        foreach (RowSlot slot in program.Rows.Slots)
        {
            if (slot.Only < 0)
                continue;
            _row = slot.Only;
            break;
        }
    }

    public void Begin(DualPoint point, ReferencePoint reference, ReadOnlySpan<double> linear)
    {
        point.Nu.Clear();
        point.ForgetAnswers();
        reference.Reset();
        bool priced = FixedFactorPrices(point.Lambda);
        _program.Rows.Combine(point.Lambda, point.Nu, point.Combined);
        if (priced)
            reference.Recompute(point);
        if (_row < 0)
            return;
        _unit.Span.Clear();
        _unit.Span[_row] = 1;
        _priceDirection.Span.Clear();
        _program.Rows.AddPrices(_unit.Span, _priceDirection.Span);
        reference.SetPrices(linear);
        double alpha = Level(reference);
        point.Nu[_row] = alpha;
        reference.Advance(point, alpha, _priceDirection);
    }

    /// <summary>An exposure without curvature has the fixed price l.</summary>
    private bool FixedFactorPrices(Span<double> lambda)
    {
        bool any = false;
        for (int j = 0; j < lambda.Length; j++)
        {
            lambda[j] = _program.FactorCurvature[j] > 0 ? 0 : _program.FactorSlope[j];
            any |= lambda[j] != 0;
        }

        return any;
    }

    /// <summary>The root of rhs - a'x(c + alpha a), which rises with alpha; zero if the row is met as it is.</summary>
    private double Level(ReferencePoint reference)
    {
        double lower = _program.Rows.Lower[_row], upper = _program.Rows.Upper[_row];
        double alpha = 0, low = double.NegativeInfinity, high = double.PositiveInfinity, step = FirstStep;
        for (int round = 0; round < Rounds; round++)
        {
            _program.Functions.AlongLine(reference.Price, _priceDirection.Span, alpha, out double activity, out double bend);
            double missing = activity < lower ? lower - activity : activity > upper ? upper - activity : 0;
            if (Math.Abs(missing) <= RowAccuracy * Math.Max(1e-3, Math.Max(Math.Abs(activity), Math.Abs(missing))))
                break;
            if (missing > 0)
                high = alpha;
            else
                low = alpha;
            double next = bend > 0 ? alpha - (missing / bend) : double.NaN;
            if (!(next > low && next < high))
            {
                bool bracketed = double.IsFinite(low) && double.IsFinite(high);
                next = bracketed ? 0.5 * (low + high) : alpha - (Math.Sign(missing) * step);
                step *= 2;
            }

            alpha = next;
        }

        return alpha;
    }
}
