using Rebalancing.Numerics;

namespace Rebalancing.Solvers.DualNewton;

/// <summary>
/// The dual function's derivative along lambda + alpha d, nu + alpha dnu:
/// <code>
///   phi'(alpha) = sum d (lambda + alpha d - l) / gamma  +  sum dnu_r psi_r'(nu_r + alpha dnu_r)  -  sum_i s_i x_i(c_i + alpha s_i),    s = F d + A'dnu
/// </code>
/// Only derivatives are used, never values: near the optimum differences of values are rounding.
/// Row r's price changes sign at the kink alpha_r = -nu_r / dnu_r; left and right derivatives differ there.
/// </summary>
internal sealed class LineFunction
{
    private readonly SeparableDualProgram _program;
    private readonly DualPoint _point;
    private readonly Direction _direction;
    private readonly Slab _kinks;
    private readonly Slab _sidesBefore;
    private readonly Slab _sidesAfter;
    private readonly Slab _listed;
    private double _constant;
    private double _linear;
    private double _quadratic;
    private ActiveList? _list;
    private ReferencePoint? _reference;
    private Slab _wholeDirection;

    public LineFunction(Arena arena, SeparableDualProgram program, DualPoint point, Direction direction)
    {
        (_program, _point, _direction) = (program, point, direction);
        _kinks = arena.Doubles(program.Rows.Stride);
        _sidesBefore = arena.Doubles(program.Rows.Stride);
        _sidesAfter = arena.Doubles(program.Rows.Stride);
        _listed = arena.Doubles(program.Functions.Budgets > 0 ? program.Functions.Padded : 0);
    }

    /// <summary>Evaluations made.</summary>
    public int Evaluations { get; set; }

    /// <summary>phi'(0+).</summary>
    public double InitialSlope { get; private set; }

    /// <summary>The largest step that keeps every one-sided multiplier on its side; at least 1.</summary>
    public double LargestStep { get; private set; }

    /// <summary>Kink of each row along the direction; negative or zero where there is none ahead.</summary>
    public ReadOnlySpan<double> Kinks => _kinks.Span[.._program.Rows.Count];

    /// <summary>Looks at the listed coordinates only; the others keep their x on the segment 0 .. 1.</summary>
    public void Begin(Residuals residuals, ActiveList list)
    {
        (_list, _reference) = (list, null);
        Start(residuals);
        double resting = Dot.Product(_direction.Combined, _point.Exposure);
        for (int r = 0; r < _program.Rows.Count; r++)
            if (!_program.Rows.IsOnFactors(r))
                resting += _direction.Nu[r] * _point.Activity[r];
        ReadOnlySpan<double> s = list.PriceDirection, x = _point.X;
        for (int t = 0; t < list.Count; t++)
            resting -= s[t] * x[list.List[t]];
        _constant -= resting - ListedCharges(list, x);
    }

    /// <summary>Looks at all coordinates; the reference is at the point.</summary>
    public void Begin(Residuals residuals, ReferencePoint reference, Slab priceDirection)
    {
        (_list, _reference, _wholeDirection) = (null, reference, priceDirection);
        Start(residuals);
    }

    /// <summary>phi' at alpha, from the right or from the left where it jumps.</summary>
    public double Derivative(double alpha, bool fromRight, out double curvature)
    {
        Evaluations++;
        double moved, bend;
        if (_program.Functions.Budgets > 0)
            Charged(alpha, out moved, out bend);
        else if (_list is not null)
            _program.Functions.AlongLinePacked(_list.Count, _list.Price, _list.PriceDirection, alpha, out moved, out bend);
        else
            _program.Functions.AlongLine(_reference!.Price, _wholeDirection.Span, alpha, out moved, out bend);
        double sum = _constant + (alpha * _quadratic) - moved;
        ReadOnlySpan<double> kinks = Kinks, before = _sidesBefore.Span, after = _sidesAfter.Span;
        for (int r = 0; r < kinks.Length; r++)
            sum += alpha < kinks[r] || (alpha == kinks[r] && !fromRight) ? before[r] : after[r];
        curvature = _quadratic + bend;
        return sum;
    }

    private void Charged(double alpha, out double moved, out double bend)
    {
        RowTable rows = _program.Rows;
        ReadOnlySpan<double> beta = rows.OfBudgets(_point.Nu), dBeta = rows.OfBudgets(_direction.Nu);
        if (_list is not null)
            _program.Functions.AlongLineCharged(true, _list.Count, _list.Price, _list.PriceDirection, alpha, beta, dBeta, out moved, out bend);
        else
            _program.Functions.AlongLineCharged(
                false, _program.Count, _reference!.Price, _wholeDirection.Span, alpha, beta, dBeta, out moved, out bend);
    }

    /// <summary>What the listed coordinates charge at the point, times the steps of the budget prices.</summary>
    private double ListedCharges(ActiveList list, ReadOnlySpan<double> x)
    {
        double sum = 0;
        int padded = Lanes.PadTo8(list.Count);
        for (int t = 0; t < padded && _program.Functions.Budgets > 0; t++)
            _listed.Span[t] = t < list.Count ? x[list.List[t]] : 0;
        for (int b = 0; b < _program.Functions.Budgets; b++)
            sum += _direction.Nu[_program.Rows.FirstBudget + b] * _program.Functions.ChargePacked(b, list.Count, _listed.Span);
        return sum;
    }

    private void Start(Residuals residuals)
    {
        ReadOnlySpan<double> gamma = _program.FactorCurvature, slope = _program.FactorSlope, lambda = _point.Lambda, d = _direction.Lambda;
        (_linear, _quadratic) = (0, 0);
        double initial = 0;
        for (int j = 0; j < d.Length; j++)
        {
            if (gamma[j] <= 0)
                continue;
            _linear += d[j] * (lambda[j] - slope[j]) / gamma[j];
            _quadratic += d[j] * d[j] / gamma[j];
            initial += residuals.Gradient[j] * d[j];
        }

        _constant = _linear;
        LargestStep = double.MaxValue;
        for (int r = 0; r < _program.Rows.Count; r++)
            initial += StartRow(r, _point.Nu[r], _direction.Nu[r], _point.Activity[r]);
        InitialSlope = initial;
    }

    private double StartRow(int r, double nu, double dNu, double activity)
    {
        double lower = _program.Rows.Lower[r], upper = _program.Rows.Upper[r];
        _kinks.Span[r] = -1;
        (_sidesBefore.Span[r], _sidesAfter.Span[r]) = (0, 0);
        if (dNu == 0)
            return 0;
        double ahead = dNu > 0 ? upper : lower;
        double side = nu > 0 ? upper : nu < 0 ? lower : ahead;
        bool towardsZero = nu * dNu < 0 && lower != upper;
        if (towardsZero)
        {
            double kink = -nu / dNu;
            if (double.IsInfinity(ahead))
            {
                LargestStep = Math.Min(LargestStep, Math.Max(1.0, kink));
                ahead = side;
            }
            else
            {
                _kinks.Span[r] = kink;
            }
        }
        else
        {
            ahead = side;
        }

        _sidesBefore.Span[r] = dNu * side;
        _sidesAfter.Span[r] = dNu * ahead;
        return dNu * (side - activity);
    }
}
