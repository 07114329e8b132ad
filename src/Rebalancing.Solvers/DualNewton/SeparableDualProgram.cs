using Rebalancing.Numerics;

namespace Rebalancing.Solvers.DualNewton;

/// <summary>
/// What the dual Newton method works on, n coordinates coupled by k factor exposures and m rows:
/// <code>
///   minimise    sum_j 1/2 gamma_j y_j^2 + l_j y_j   +   sum_i h_i(x_i) + q_i x_i
///   subject to  y = F'x,    lower_r &lt;= a_r'x &lt;= upper_r
/// </code>
/// with h_i convex in one variable, its bounds included. Every gamma_j is >= 0; the exposures with gamma_j = 0 cost l_j y_j.
/// </summary>
internal sealed class SeparableDualProgram
{
    private readonly Slab _linear;
    private readonly Slab _factorCurvature;
    private readonly Slab _factorSlope;

    public SeparableDualProgram(Arena arena, LoadingRows loadings, RowTable rows, ScalarFamily functions)
    {
        (Loadings, Rows, Functions) = (loadings, rows, functions);
        _linear = arena.Doubles(functions.Padded);
        _factorCurvature = arena.Doubles(loadings.Stride);
        _factorSlope = arena.Doubles(loadings.Stride);
        Reach = new FactorReach(arena, functions.Padded);
    }

    public int Count => Functions.Count;

    public LoadingRows Loadings { get; }

    public RowTable Rows { get; }

    public ScalarFamily Functions { get; }

    /// <summary>q, padded with zeros.</summary>
    public Span<double> Linear => _linear.Span;

    /// <summary>gamma, padded with zeros.</summary>
    public Span<double> FactorCurvature => _factorCurvature.Span;

    /// <summary>l, padded with zeros.</summary>
    public Span<double> FactorSlope => _factorSlope.Span;

    /// <summary>By how much the factors can move each price.</summary>
    public FactorReach Reach { get; }

    /// <summary>Constant part of the objective that belongs to no coordinate.</summary>
    public double Constant { get; set; }
}
