using Rebalancing.Numerics;

namespace Rebalancing.Solvers.InteriorPoint;

/// <summary>
/// Slopes and curvatures of the Lagrangian at an iterate, one local variable at a time: objective plus every constraint times its price. The image rows,
/// networks, bounds and logs (which are barriers, see <see cref="Barriers.Logs"/>) are not in here; see <see cref="Residuals"/>.
/// </summary>
internal sealed class Derivatives(LocalForm form, Barriers barriers)
{
    /// <summary>d/du of objective + prices * constraints.</summary>
    internal double[] Slope { get; } = new double[form.Lower.Length];

    /// <summary>Second derivative of the same, without covariances.</summary>
    internal double[] Curvature { get; } = new double[form.Lower.Length];

    /// <summary>Rows of the constraints' Jacobian over all locals: Jacobian[k * Locals capacity + u].</summary>
    internal double[] Jacobian { get; } = new double[form.Constraints.Length * form.Lower.Length];

    /// <summary>Constraint less its limit: negative inside.</summary>
    internal double[] Excess { get; } = new double[form.Constraints.Length];

    /// <summary>The objective at the iterate, flows standing for kinks, powers and logs.</summary>
    internal double Objective { get; private set; }

    internal Span<double> JacobianRow(int k) => Jacobian.AsSpan(k * form.Lower.Length, form.Locals);

    /// <summary>Everything at the iterate.</summary>
    internal void Evaluate(Iterate at)
    {
        ReadOnlySpan<double> u = at.Values.AsSpan(0, form.Locals);
        form.Curvature.AsSpan(0, form.Locals).CopyTo(Curvature);
        Objective = form.Constant + Quadratics.Evaluate(form.Linear.AsSpan(0, form.Locals), form.Curvature.AsSpan(0, form.Locals), u, Slope.AsSpan(0, form.Locals));
        if (form.HasPowers)
            AddPowers(u);
        foreach (int f in barriers.Logs)
            Objective -= form.LogWeight[f] * Elementary.Log(u[f]);
        foreach (CovarianceUse use in form.Covariances)
        {
            Multiply(use, u);
            ReadOnlySpan<double> x = use.Origin.Length > 0 ? use.Shifted : u.Slice(use.ColumnStart, use.Matrix.Order);
            Objective += 0.5 * use.ObjectiveScale * Dot.Product(x, use.Product);
        }

        for (int k = 0; k < form.Constraints.Length; k++)
            AddConstraint(k, u, at.ConstraintPrices[k]);
        foreach (CovarianceUse use in form.Covariances)
            AddCovariance(use, at);
    }

    /// <summary>a f^p on flows: slope a p f^(p-1), curvature a p (p-1) f^(p-2).</summary>
    private void AddPowers(ReadOnlySpan<double> u)
    {
        for (int f = form.FlowStart; f < u.Length; f++)
        {
            double a = form.PowerCoefficient[f];
            if (a == 0)
                continue;
            double p = form.Exponent[f];
            double root = Elementary.Power(u[f], p - 1);
            Objective += a * root * u[f];
            Slope[f] += a * p * root;
            Curvature[f] += a * p * (p - 1) * root / u[f];
        }
    }

    private static void Multiply(CovarianceUse use, ReadOnlySpan<double> u)
    {
        ReadOnlySpan<double> x = u.Slice(use.ColumnStart, use.Matrix.Order);
        if (use.Origin.Length > 0)
        {
            Combine.Into(1.0, x, -1.0, use.Origin, use.Shifted);
            x = use.Shifted;
        }

        use.Multiply(x);
    }

    private void AddCovariance(CovarianceUse use, Iterate at)
    {
        Span<double> slope = Slope.AsSpan(use.ColumnStart, use.Matrix.Order);
        Axpy.Add(use.ObjectiveScale, use.Product, slope);
        if (use.Constraint >= 0 && form.Constraints[use.Constraint].Cone is null)
            Axpy.Add(at.ConstraintPrices[use.Constraint] * use.ConstraintScale, use.Product, slope);
    }

    private void AddConstraint(int k, ReadOnlySpan<double> u, double price)
    {
        Constraint constraint = form.Constraints[k];
        Span<double> jacobian = JacobianRow(k);
        jacobian.Clear();
        if (constraint.Cone is { } cone)
        {
            AddCone(cone, u);
            return;
        }

        double total = 0;
        for (int c = 0; c < constraint.ChargesInUse; c++)
            total += AddCharge(constraint.Charges[c], u, price, jacobian);
        foreach (CovarianceUse use in form.Covariances)
            if (use.Constraint == k)
            {
                ReadOnlySpan<double> x = use.Origin.Length > 0 ? use.Shifted : u.Slice(use.ColumnStart, use.Matrix.Order);
                total += 0.5 * use.ConstraintScale * Dot.Product(x, use.Product);
                Axpy.Add(use.ConstraintScale, use.Product, jacobian.Slice(use.ColumnStart, use.Matrix.Order));
            }

        Excess[k] = total - constraint.Limit;
    }

    private void AddCone(Cone cone, ReadOnlySpan<double> u)
    {
        cone.Load(u);
        cone.AddSlope(Slope.AsSpan(0, u.Length));
        foreach (ConePart part in cone.Parts)
            part.AddDiagonal(cone.Stiffness, Curvature);
    }

    private double AddCharge(Charge charge, ReadOnlySpan<double> u, double price, Span<double> jacobian)
    {
        double total = charge.Constant;
        int count = Math.Min(charge.Count, u.Length - charge.Start);
        for (int i = 0; i < count; i++)
        {
            int at = charge.Start + i;
            double x = u[at];
            double slope = charge.Linear[i] + (charge.Curvature[i] * x);
            double curvature = charge.Curvature[i];
            total += (charge.Linear[i] + (0.5 * charge.Curvature[i] * x)) * x;
            if (charge.HasPower && charge.Power[i] > 0)
            {
                double root = Elementary.Power(x, charge.Exponent - 1);
                total += charge.Power[i] * root * x;
                slope += charge.Power[i] * charge.Exponent * root;
                curvature += charge.Power[i] * charge.Exponent * (charge.Exponent - 1) * root / x;
            }

            if (charge.HasLog && charge.Log[i] > 0)
            {
                total -= charge.Log[i] * Elementary.Log(x);
                slope -= charge.Log[i] / x;
                curvature += charge.Log[i] / (x * x);
            }

            jacobian[at] += slope;
            Slope[at] += price * slope;
            Curvature[at] += price * curvature;
        }

        return total;
    }
}
