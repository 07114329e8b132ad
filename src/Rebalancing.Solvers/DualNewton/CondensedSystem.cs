using Rebalancing.Numerics;

namespace Rebalancing.Solvers.DualNewton;

/// <summary>
/// The Newton equations with the factor prices eliminated. With W the rates of the moving coordinates J, Gamma the factor curvatures:
/// <code>
///   [ Gamma^-1 + F_J'W F_J    F_J'W A_J' ] [ dlambda ]     [ g    ]
///   [ A_J W F_J               A_J W A_J' ] [ dnu     ] = - [ g_nu ]
/// </code>
/// Both elimination orders leave the same small problem in the row multipliers: gradient r and curvature S. Which is cheaper depends on |J| against k.
/// </summary>
internal abstract class CondensedSystem
{
    /// <summary>S, rows x rows, full.</summary>
    public abstract Slab Curvature { get; }

    /// <summary>r without the sides of the rows: minus the activities, plus what the elimination brings.</summary>
    public abstract Slab Gradient { get; }

    public abstract int Stride { get; }

    /// <summary>Eliminates the factor prices. False when a pivot is lost.</summary>
    public abstract bool Assemble(MovingSet moving, Residuals residuals, DualPoint point);

    /// <summary>dlambda for the chosen step of the row multipliers.</summary>
    public abstract void Recover(MovingSet moving, Residuals residuals, ReadOnlySpan<double> rowStep, Span<double> factorStep);
}
