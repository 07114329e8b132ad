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
    /// The direction to s z = target + logs - correction, where the correction is the product of the predictor's changes (none for the predictor itself),
    /// weighted by <paramref name="correction"/> in [0, 1]: a predictor that cannot be followed far says little about second order.
    /// </summary>
    internal void Solve(IKktBackend backend, Iterate at, Residuals residuals, Derivatives derivatives, double target, Iterate? predictor, double correction, Iterate direction)
    {
        int locals = form.Locals;
        for (int u = 0; u < locals; u++)
        {
            double right = -residuals.Gradient[u];
            if (barriers.HasLower[u] != 0)
            {
                double s = at.LowerSlacks[u];
                double t = target + form.LogWeight[u] - (predictor is null ? 0 : correction * predictor.LowerSlacks[u] * predictor.LowerDuals[u]);
                right += (t - (at.LowerDuals[u] * Beyond(at.Values[u], form.Lower[u], s))) / s;
            }

            if (barriers.HasUpper[u] != 0)
            {
                double s = at.UpperSlacks[u];
                double t = target - (predictor is null ? 0 : correction * predictor.UpperSlacks[u] * predictor.UpperDuals[u]);
                right -= (t - (at.UpperDuals[u] * Beyond(form.Upper[u], at.Values[u], s))) / s;
            }

            _locals[u] = right;
        }

        for (int j = 0; j < form.Networks; j++)
            _networks[j] = -residuals.Networks[j];
        for (int r = 0; r < form.Images; r++)
            _rows[r] = -residuals.Rows[r];
        for (int k = 0; k < form.Constraints.Length; k++)
        {
            if (form.Constraints[k].Cone is { } cone)
            {
                if (predictor is not null)
                    cone.KeepCorrection();
                cone.Aim(target, predictor is not null, _locals);
                _constraints[k] = 0;
                continue;
            }

            double t = target - (predictor is null ? 0 : correction * predictor.ConstraintSlacks[k] * predictor.ConstraintPrices[k]);
            _constraints[k] = -derivatives.Excess[k] - (t / at.ConstraintPrices[k]);
        }

        elimination.Solve(backend, _locals, _networks, _rows, _constraints, direction);
        RecoverBounds(at, target, predictor, correction, direction);
        for (int k = 0; k < form.Constraints.Length; k++)
        {
            if (form.Constraints[k].Cone is { } cone)
            {
                cone.Recover(direction.Values);
                direction.ConstraintPrices[k] = cone.PriceChange;
                continue;
            }

            double t = target - (predictor is null ? 0 : correction * predictor.ConstraintSlacks[k] * predictor.ConstraintPrices[k]);
            direction.ConstraintSlacks[k] = (t / at.ConstraintPrices[k]) - at.ConstraintSlacks[k]
                - (at.ConstraintSlacks[k] / at.ConstraintPrices[k] * direction.ConstraintPrices[k]);
        }
    }

    /// <summary>
    /// high - low - slack, or zero where that is only rounding of the two: a slack can be far smaller than the last digit of what it separates, and
    /// dividing that digit by the slack would be noise.
    /// </summary>
    private static double Beyond(double high, double low, double slack)
    {
        double residual = high - low - slack;
        return Math.Abs(residual) <= 1e-15 * Math.Max(Math.Abs(high), Math.Abs(low)) ? 0 : residual;
    }

    private void RecoverBounds(Iterate at, double target, Iterate? predictor, double correction, Iterate direction)
    {
        int locals = form.Locals;
        for (int u = 0; u < locals; u++)
        {
            double du = direction.Values[u];
            if (barriers.HasLower[u] != 0)
            {
                double s = at.LowerSlacks[u], z = at.LowerDuals[u];
                double t = target + form.LogWeight[u] - (predictor is null ? 0 : correction * predictor.LowerSlacks[u] * predictor.LowerDuals[u]);
                double ds = du + Beyond(at.Values[u], form.Lower[u], s);
                direction.LowerDuals[u] = ((t - (z * ds)) / s) - z;
                direction.LowerSlacks[u] = ds;
            }

            if (barriers.HasUpper[u] != 0)
            {
                double s = at.UpperSlacks[u], z = at.UpperDuals[u];
                double t = target - (predictor is null ? 0 : correction * predictor.UpperSlacks[u] * predictor.UpperDuals[u]);
                double ds = Beyond(form.Upper[u], at.Values[u], s) - du;
                direction.UpperDuals[u] = ((t - (z * ds)) / s) - z;
                direction.UpperSlacks[u] = ds;
            }
        }
    }
}
