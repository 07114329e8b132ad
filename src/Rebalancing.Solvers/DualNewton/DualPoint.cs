using Rebalancing.Numerics;

namespace Rebalancing.Solvers.DualNewton;

/// <summary>
/// The multipliers and what they imply: lambda prices the factor exposures, nu the rows, x answers the prices, and exposures y = F'x and
/// activities A x are kept up to date by differences. Arrays over rows end with the entry "no row", always zero.
/// </summary>
internal sealed class DualPoint
{
    private readonly Slab _lambda;
    private readonly Slab _combined;
    private readonly Slab _nu;
    private readonly Slab _x;
    private readonly Slab _exposure;
    private readonly Slab _activity;

    public DualPoint(Arena arena, SeparableDualProgram program)
    {
        _lambda = arena.Doubles(program.Loadings.Stride);
        _combined = arena.Doubles(program.Loadings.Stride);
        _nu = arena.Doubles(program.Rows.Stride);
        _x = arena.Doubles(program.Functions.Padded);
        _exposure = arena.Doubles(program.Loadings.Stride);
        _activity = arena.Doubles(program.Rows.Stride);
    }

    public Span<double> Lambda => _lambda.Span;

    /// <summary>lambda with the prices of factor rows joined in: what multiplies F.</summary>
    public Span<double> Combined => _combined.Span;

    public Span<double> Nu => _nu.Span;

    public Span<double> X => _x.Span;

    public Span<double> Exposure => _exposure.Span;

    public Span<double> Activity => _activity.Span;

    /// <summary>Forgets x, so that everything counts as changed; the multipliers stay.</summary>
    public void ForgetAnswers()
    {
        X.Clear();
        Exposure.Clear();
        Activity.Clear();
    }

    /// <summary>Brings exposures and activities along when the listed x change by these differences.</summary>
    public void Apply(SeparableDualProgram program, ReadOnlySpan<int> list, ReadOnlySpan<double> differences)
    {
        program.Loadings.AddExposures(list, differences, Exposure);
        program.Rows.AddActivity(list, differences, Activity);
        program.Rows.TakeExposures(Exposure, Activity);
        for (int b = 0; b < program.Functions.Budgets; b++)
            Activity[program.Rows.FirstBudget + b] = program.Functions.Charge(b, X);
    }
}
