using Rebalancing.Numerics;

namespace Rebalancing.Solvers.DualNewton;

/// <summary>
/// The value of the dual at the current multipliers, from the x that answer them:
/// <code>
///   sum_i h_i(x_i) + q_i x_i  +  lambda'y - sum (lambda - l)^2 / (2 gamma)  +  nu'a - sum psi_r(nu_r)
/// </code>
/// A lower bound of the objective up to rounding and proximal parts; it decides when an exact bound is worth its full pass.
/// </summary>
internal static class DualValue
{
    /// <summary>Estimates the value; leaves the functions at the budget prices <paramref name="inForce"/>.</summary>
    public static double Estimate(SeparableDualProgram program, DualPoint point, ReadOnlySpan<double> inForce)
    {
        double sum = Separable(program, point, inForce);
        ReadOnlySpan<double> gamma = program.FactorCurvature, slope = program.FactorSlope, lambda = point.Lambda;
        for (int j = 0; j < gamma.Length; j++)
            if (gamma[j] > 0)
                sum -= 0.5 * (lambda[j] - slope[j]) * (lambda[j] - slope[j]) / gamma[j];
        sum += Dot.Product(lambda, point.Exposure);
        ReadOnlySpan<double> nu = point.Nu, activity = point.Activity;
        for (int r = 0; r < program.Rows.Count; r++)
            if (nu[r] != 0)
                sum += nu[r] * (activity[r] - (nu[r] > 0 ? program.Rows.Upper[r] : program.Rows.Lower[r]));
        return sum;
    }

    /// <summary>sum_i h_i(x_i) + q_i x_i and all constants, budgets free of charge.</summary>
    public static double Separable(SeparableDualProgram program, DualPoint point, ReadOnlySpan<double> inForce)
    {
        ScalarFamily functions = program.Functions;
        if (functions.Budgets == 0)
            return functions.Value(program.Linear, point.X) + program.Constant;
        Span<double> free = stackalloc double[functions.Budgets];
        free.Clear();
        functions.SetBudgetPrices(free);
        double sum = functions.Value(program.Linear, point.X) + program.Constant;
        functions.SetBudgetPrices(inForce);
        return sum;
    }
}
