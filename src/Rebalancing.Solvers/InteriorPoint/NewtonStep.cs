using Rebalancing.Numerics;
using Rebalancing.Solvers.Kkt;

namespace Rebalancing.Solvers.InteriorPoint;

/// <summary>
/// Right-hand sides of the Newton system for given complementarity targets t, and the slacks and duals that follow from the change of the locals:
/// <code>
///   slack s, dual z of a lower bound:  z ds + s dz = t - s z,   ds = du + (u - lower - s)
///   optimality of u:                   -(gradient) + (t_l - z_l e_l)/s_l - (t_u - z_u e_u)/s_u,   e = bound residual
/// </code>
/// Before and after the linear solve the locals are passed once each, stretch by stretch.
/// </summary>
internal sealed class NewtonStep(LocalForm form, Barriers barriers, LocalElimination elimination, StepLength steps)
{
    private readonly double[] _constraints = new double[form.Constraints.Length];

    /// <summary>
    /// The direction to s z = t for every pair; returns the largest step along it that keeps every slack and dual non-negative, up to <see cref="Centering.Furthest"/>.
    /// </summary>
    internal double Solve(IKktBackend backend, Iterate at, Residuals residuals, Derivatives derivatives, Aims aims, Iterate direction)
    {
        elimination.Begin();
        for (int start = 0; start < form.Padded; start += form.Stretch)
        {
            int count = Math.Min(form.Stretch, form.Padded - start);
            aims.Fill(start, count);
            BoundSides.Pull(
                barriers.Lower(at, aims.Lower, start, count), barriers.Upper(at, aims.Upper, start, count), at.Values.AsSpan(start, count),
                residuals.Gradient.AsSpan(start, count), elimination.Right.Slice(start, count));
            AimCones(aims);
            elimination.Fold(start + count, residuals.Networks);
        }

        for (int k = 0; k < form.Constraints.Length; k++)
            _constraints[k] = form.Constraints[k].Cone is null ? -derivatives.Excess[k] - (aims.Constraints[k] / at.ConstraintPrices[k]) : 0;
        elimination.Solve(backend, residuals.Rows, _constraints, direction);

        double step = Centering.Furthest;
        for (int start = 0; start < form.Padded; start += form.Stretch)
        {
            int count = Math.Min(form.Stretch, form.Padded - start);
            elimination.Unfold(start + count, direction);
            step = BoundSides.Recover(
                barriers.Lower(at, aims.Lower, start, count), barriers.Upper(at, aims.Upper, start, count), at.Values.AsSpan(start, count), direction.Values.AsSpan(start, count),
                Changes(direction.LowerSlacks, direction.LowerDuals, start, count),
                Changes(direction.UpperSlacks, direction.UpperDuals, start, barriers.UpperCount(start, count)), step);
        }

        RecoverConstraints(at, aims, direction);
        return steps.LimitByConstraints(at, direction, step);
    }

    private static PairRuns Changes(double[] slacks, double[] duals, int start, int count) => new() { Slack = slacks.AsSpan(start, count), Dual = duals.AsSpan(start, count) };

    /// <summary>Where there are cones, one stretch holds all locals.</summary>
    private void AimCones(Aims aims)
    {
        foreach (int k in form.VariableNorms)
        {
            Cone cone = form.Constraints[k].Cone!;
            if (aims.IsCorrected)
                cone.KeepCorrection();
            cone.Aim(aims.Level, aims.IsCorrected, elimination.Right);
        }
    }

    private void RecoverConstraints(Iterate at, Aims aims, Iterate direction)
    {
        for (int k = 0; k < form.Constraints.Length; k++)
        {
            if (form.Constraints[k].Cone is { } cone)
            {
                cone.Recover(direction.Values, direction.ConstraintPrices[k], direction.InwardPrices[k]);
                direction.ConstraintPrices[k] = cone.PriceChange;
                continue;
            }

            direction.ConstraintSlacks[k] = (aims.Constraints[k] / at.ConstraintPrices[k]) - at.ConstraintSlacks[k]
                - (at.ConstraintSlacks[k] / at.ConstraintPrices[k] * direction.ConstraintPrices[k]);
        }
    }
}
