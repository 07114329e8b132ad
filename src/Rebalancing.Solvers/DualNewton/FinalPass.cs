using Rebalancing.Numerics;

namespace Rebalancing.Solvers.DualNewton;

/// <summary>
/// One full pass with nothing remembered: all prices from the original loadings, all answers, exposures and activities anew, the rows repaired,
/// then both values:
/// <code>
///   bound      = - sum (lambda - l)^2 / (2 gamma)  -  sum psi_r(nu_r)  +  sum_i min over x of ( h_i(x) + c_i x )       with the true curvatures
///   objective  =   sum 1/2 gamma y^2 + l y         +  sum_i h_i(x_i) + q_i x_i
/// </code>
/// A wrong margin, a drifted sum or a stale price cannot get past it.
/// </summary>
internal sealed class FinalPass
{
    private readonly SeparableDualProgram _program;
    private readonly RowRepair _repair;
    private readonly MovingSet _moving;
    private readonly IntSlab _changed;
    private readonly Slab _difference;
    private readonly Slab _fresh;
    private readonly Slab _rate;

    public FinalPass(Arena arena, SeparableDualProgram program)
    {
        _program = program;
        int padded = program.Functions.Padded;
        _repair = new RowRepair(arena, program);
        _moving = new MovingSet(arena, padded);
        _changed = arena.Ints(padded);
        _difference = arena.Doubles(padded);
        _fresh = arena.Doubles(padded);
        _rate = arena.Doubles(padded);
    }

    /// <summary>Leaves the reference at the point, exact, and the repaired x in the point.</summary>
    public DualCertificate Run(DualPoint point, ReferencePoint reference, ProximalTerm proximal)
    {
        double bound = Anew(point, reference);
        if (proximal.Count > 0)
        {
            reference.SetPrices(proximal.Linear);
            _program.Functions.Minimise(reference.Price, _fresh, _rate);
        }

        Answer(point);
        _moving.Count = Changes.Positive(_rate, _program.Count, _moving.ListRoom, _moving.RatesRoom);
        double violation = _repair.Run(point, _moving);
        return new DualCertificate(Objective(point), bound, violation);
    }

    /// <summary>The bound alone. Leaves the reference at the point, exact, and the x that answer its prices in the point.</summary>
    public DualCertificate RunBound(DualPoint point, ReferencePoint reference)
    {
        double bound = Anew(point, reference);
        Answer(point);
        return new DualCertificate(double.NaN, bound, _repair.Violation(point));
    }

    private double Anew(DualPoint point, ReferencePoint reference)
    {
        reference.Recompute(point);
        reference.SetPrices(_program.Linear);
        return Bound(point, reference.Price);
    }

    private void Answer(DualPoint point)
    {
        point.ForgetAnswers();
        int count = Changes.Take(_fresh, point.X, _program.Count, _changed, _difference);
        point.Apply(_program, _changed.Span[..count], _difference.Span[..count]);
    }

    /// <summary>Also leaves the true minimisers in the answers.</summary>
    private double Bound(DualPoint point, ReadOnlySpan<double> price)
    {
        _program.Functions.MinimiseTrue(price, _fresh, _rate);
        double sum = _program.Functions.Value(price, _fresh) + _program.Constant;
        for (int b = 0; b < _program.Functions.Budgets; b++)
            sum += point.Nu[_program.Rows.FirstBudget + b] * _program.Functions.ChargeConstant(b);
        ReadOnlySpan<double> gamma = _program.FactorCurvature, slope = _program.FactorSlope, lambda = point.Lambda;
        for (int j = 0; j < gamma.Length; j++)
            if (gamma[j] > 0)
                sum -= 0.5 * (lambda[j] - slope[j]) * (lambda[j] - slope[j]) / gamma[j];
        ReadOnlySpan<double> nu = point.Nu;
        for (int r = 0; r < _program.Rows.Count; r++)
            if (nu[r] != 0)
                sum -= nu[r] * (nu[r] > 0 ? _program.Rows.Upper[r] : _program.Rows.Lower[r]);
        return sum;
    }

    private double Objective(DualPoint point)
    {
        double sum = DualValue.Separable(_program, point, _program.Rows.OfBudgets(point.Nu));
        ReadOnlySpan<double> gamma = _program.FactorCurvature, slope = _program.FactorSlope, y = point.Exposure;
        for (int j = 0; j < gamma.Length; j++)
            sum += ((0.5 * gamma[j] * y[j]) + slope[j]) * y[j];
        return sum;
    }
}
