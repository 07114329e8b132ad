using Rebalancing.Numerics;

namespace Rebalancing.Solvers.DualNewton;

/// <summary>
/// How far the current multipliers are from optimal:
/// <code>
///   g_j = (lambda_j - l_j) / gamma_j - y_j        the exposure the price asks for, less the exposure x has
///   gap = 1/2 sum gamma_j g_j^2 + sum |nu_r (t_r - a_r'x)|,   t_r the side that the sign of nu_r points to
/// </code>
/// </summary>
internal sealed class Residuals
{
    private readonly Slab _gradient;

    public Residuals(Arena arena, SeparableDualProgram program) => _gradient = arena.Doubles(program.Loadings.Stride);

    /// <summary>g, zero where gamma is zero.</summary>
    public Span<double> Gradient => _gradient.Span;

    /// <summary>Largest |g_j|, relative to the exposure where that is above one.</summary>
    public double Exposure { get; private set; }

    /// <summary>sqrt(sum gamma_j g_j^2): all exposures together, whatever the units of each.</summary>
    public double ExposureError { get; private set; }

    /// <summary>Largest violation of a row, relative to its limits where they are above one.</summary>
    public double Violation { get; private set; }

    /// <summary>Objective at x less dual value, were the rows met; in units of the objective.</summary>
    public double Gap { get; private set; }

    public void Measure(SeparableDualProgram program, DualPoint point)
    {
        ReadOnlySpan<double> gamma = program.FactorCurvature, slope = program.FactorSlope, lambda = point.Lambda, y = point.Exposure;
        Span<double> g = Gradient;
        double largest = 0, squares = 0;
        for (int j = 0; j < g.Length; j++)
        {
            if (gamma[j] <= 0)
            {
                g[j] = 0;
                continue;
            }

            g[j] = ((lambda[j] - slope[j]) / gamma[j]) - y[j];
            largest = Math.Max(largest, Math.Abs(g[j]) / Math.Max(1, Math.Abs(y[j])));
            squares += gamma[j] * g[j] * g[j];
        }

        ReadOnlySpan<double> lower = program.Rows.Lower, upper = program.Rows.Upper, nu = point.Nu, activity = point.Activity;
        double violation = 0, gap = 0.5 * squares;
        for (int r = 0; r < program.Rows.Count; r++)
        {
            violation = Math.Max(violation, program.Rows.Violation(r, activity[r]));
            if (nu[r] != 0)
                gap += Math.Abs(nu[r] * ((nu[r] > 0 ? upper[r] : lower[r]) - activity[r]));
        }

        (Exposure, Violation, Gap, ExposureError) = (largest, violation, gap, Math.Sqrt(squares));
    }
}
