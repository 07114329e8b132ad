using Rebalancing.Numerics;
using Rebalancing.Solvers.Kkt;

namespace Rebalancing.Solvers.InteriorPoint;

/// <summary>
/// Right-hand sides of the Newton system for given complementarity targets t, and the slacks and duals that follow from the change of the locals:
/// <code>
///   slack s, dual z of a lower bound:  z ds + s dz = t - s z,   ds = du + (u - lower - s)
///   optimality of u:                   -(gradient) + (t_l - z_l e_l)/s_l - (t_u - z_u e_u)/s_u,   e = bound residual
/// </code>
/// </summary>
internal sealed class NewtonStep(LocalForm form, Barriers barriers, LocalElimination elimination)
{
    private readonly double[] _locals = new double[form.Lower.Length];
    private readonly double[] _networks = new double[form.NetworkCoordinate.Length];
    private readonly double[] _rows = new double[form.Images];
    private readonly double[] _constraints = new double[form.Constraints.Length];

    /// <summary>
    /// The direction to s z = t for every pair.
    /// </summary>
    internal void Solve(IKktBackend backend, Iterate at, Residuals residuals, Derivatives derivatives, Aims aims, Iterate direction)
    {
        int n = form.Padded, upper = barriers.UpperExtent;
        Span<double> right = _locals.AsSpan(0, n);
        residuals.Gradient.AsSpan(0, n).CopyTo(right);
        Scale.By(-1.0, right);
        BoundSide.AddPull(isLower: true, barriers.Lower(at, aims.Lower), at.Values.AsSpan(0, n), right);
        BoundSide.AddPull(isLower: false, barriers.Upper(at, aims.Upper, upper), at.Values.AsSpan(0, upper), right[..upper]);

        for (int j = 0; j < form.Networks; j++)
            _networks[j] = -residuals.Networks[j];
        for (int r = 0; r < form.Images; r++)
            _rows[r] = -residuals.Rows[r];
        for (int k = 0; k < form.Constraints.Length; k++)
        {
            if (form.Constraints[k].Cone is { } cone)
            {
                if (aims.IsCorrected)
                    cone.KeepCorrection();
                cone.Aim(aims.Level, aims.IsCorrected, _locals);
                _constraints[k] = 0;
                continue;
            }

            _constraints[k] = -derivatives.Excess[k] - (aims.Constraints[k] / at.ConstraintPrices[k]);
        }

        elimination.Solve(backend, _locals, _networks, _rows, _constraints, direction);
        RecoverBounds(at, aims, direction);
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

    private void RecoverBounds(Iterate at, Aims aims, Iterate direction)
    {
        int n = form.Padded, upper = barriers.UpperExtent;
        BoundSide.Recover(
            isLower: true, barriers.Lower(at, aims.Lower), at.Values.AsSpan(0, n), direction.Values.AsSpan(0, n), direction.LowerSlacks, direction.LowerDuals);
        BoundSide.Recover(
            isLower: false, barriers.Upper(at, aims.Upper, upper), at.Values.AsSpan(0, upper), direction.Values.AsSpan(0, upper), direction.UpperSlacks, direction.UpperDuals);
    }
}
