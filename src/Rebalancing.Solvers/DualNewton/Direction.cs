using Rebalancing.Numerics;

namespace Rebalancing.Solvers.DualNewton;

/// <summary>A step of the multipliers, and where the row multipliers land if it is taken whole.</summary>
internal sealed class Direction
{
    private readonly Slab _lambda;
    private readonly Slab _combined;
    private readonly Slab _nu;
    private readonly Slab _target;

    public Direction(Arena arena, SeparableDualProgram program)
    {
        _lambda = arena.Doubles(program.Loadings.Stride);
        _combined = arena.Doubles(program.Loadings.Stride);
        _nu = arena.Doubles(program.Rows.Stride);
        _target = arena.Doubles(program.Rows.Stride);
    }

    public Span<double> Lambda => _lambda.Span;

    /// <summary>The step of lambda with the steps of factor rows joined in.</summary>
    public Span<double> Combined => _combined.Span;

    public Span<double> Nu => _nu.Span;

    /// <summary>nu + step, without rounding: a multiplier that goes to zero is zero.</summary>
    public Span<double> Target => _target.Span;
}
