using Rebalancing.Numerics;

namespace Rebalancing.Solvers.DualNewton;

/// <summary>
/// Keeps S invertible where few coordinates move: R_r = max(1e-10, eta multiplier min(1, residual)) * sum of a_ri^2 / d_i.
/// It fades with the residual, so the last steps are exact; a step that could have been longer relaxes it, a very short one tightens it.
/// </summary>
internal sealed class RowRegularisation
{
    /// <summary>eta.</summary>
    private const double Strength = 1e-2;

    /// <summary>R_r never falls below this part of the row's scale.</summary>
    private const double Floor = 1e-10;

    /// <summary>R_r of a row that no coordinate with curvature stands in.</summary>
    private const double Absolute = 1e-12;

    /// <summary>The multiplier is not relaxed below this.</summary>
    private const double LeastMultiplier = 1e-8;

    private readonly SeparableDualProgram _program;
    private readonly Slab _scale;
    private readonly Slab _inverse;
    private readonly Slab _squares;
    private readonly Slab _run;
    private double _multiplier = 1;

    public RowRegularisation(Arena arena, SeparableDualProgram program)
    {
        _program = program;
        _scale = arena.Doubles(program.Rows.Stride);
        _inverse = arena.Doubles(program.Functions.Padded);
        _squares = arena.Doubles(program.Loadings.Stride);
        _run = arena.Doubles(program.Loadings.Stride);
    }

    /// <summary>Row scales for the curvatures now in force. A proximal coordinate's floor is not its own: its factor curvature joins in.</summary>
    public void Prepare(ProximalTerm proximal)
    {
        _multiplier = 1;
        Span<double> scale = _scale.Span;
        scale.Clear();
        ReadOnlySpan<double> curvature = _program.Functions.Curvature;
        int n = _program.Count;
        Span<double> inverse = _inverse.Span[..n];
        Curvatures.Invert(curvature[..n], double.MaxValue, inverse);
        proximal.SoftenInverses(inverse);
        foreach (RowSlot slot in _program.Rows.Slots)
            slot.AddSquares(inverse, scale);

        for (int b = 0; b < _program.Functions.Budgets; b++)
            scale[_program.Rows.FirstBudget + b] = BudgetScale(inverse, _program.Functions.LargestChargeSlope(b));
        if (_program.Rows.HasFactorRows)
            AddFactorRows(curvature, scale);
    }

    public void AddTo(Slab curvature, int stride, Residuals residuals)
    {
        double residual = Math.Min(1, Math.Max(residuals.Violation, residuals.Exposure));
        double strength = Math.Max(Floor, Strength * _multiplier * residual);
        Span<double> s = curvature.Span;
        for (int r = 0; r < _program.Rows.Count; r++)
            s[r * (stride + 1)] += (strength * _scale.Span[r]) + (_scale.Span[r] > 0 ? 0 : Absolute);
    }

    /// <summary>Learns from the step just taken.</summary>
    public void Learn(double alpha, double largest, double slopeAtEnd, double initialSlope)
    {
        if (alpha >= 1 && alpha >= largest - 1e-9 && slopeAtEnd < -0.3 * Math.Abs(initialSlope))
            _multiplier = Math.Max(LeastMultiplier, 0.1 * _multiplier);
        else if (alpha < 0.05)
            _multiplier = Math.Min(1, 4 * _multiplier);
    }

    private static double BudgetScale(ReadOnlySpan<double> inverse, ReadOnlySpan<double> slope)
    {
        double sum = 0;
        for (int i = 0; i < inverse.Length; i++)
            sum += inverse[i] * (double.IsFinite(slope[i]) ? slope[i] * slope[i] : 1.0);
        return sum;
    }

    /// <summary>Rows over exposures, as if the loadings on different factors were uncorrelated: sum_j a_rj^2 sum_i f_ij^2 / d_i.</summary>
    private void AddFactorRows(ReadOnlySpan<double> curvature, Span<double> scale)
    {
        RowTable rows = _program.Rows;
        Span<double> squares = _squares.Span, run = _run.Span;
        squares.Clear();
        for (int i = 0; i < _program.Loadings.Count; i++)
        {
            ReadOnlySpan<double> loadings = _program.Loadings.Row(i);
            Hadamard.Multiply(loadings, loadings, run);
            Axpy.Add(1.0 / curvature[i], run, squares);
        }

        for (int r = 0; r < rows.Count; r++)
        {
            int factor = rows.FactorOf[r];
            if (factor >= 0)
                scale[r] = squares[factor];
            else if (factor == RowTable.Mixture)
                scale[r] = WeightedDot.Product(squares, rows.MixtureOf(r), rows.MixtureOf(r));
        }
    }
}
