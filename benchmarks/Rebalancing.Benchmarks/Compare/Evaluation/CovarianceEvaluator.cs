namespace Rebalancing.Benchmarks.Compare.Evaluation;

/// <summary>
/// Judges a point of a dense mean-variance problem, curvature/2 w'Sw - reward mu'w over sum w = 1, 0 &lt;= w &lt;= cap.
/// The bound linearises the objective at the point itself, which convexity makes a bound, and minimises that exactly.
/// </summary>
internal sealed class CovarianceEvaluator(Instance instance)
{
    private readonly double[] covariance = instance.Doubles("Sigma");
    private readonly double cap = instance.Scalar("cap");

    /// <summary>Judges holdings under these expected returns.</summary>
    public Assessment Assess(ReadOnlySpan<double> weights, ReadOnlySpan<double> expected, double curvature, double reward)
    {
        int n = expected.Length;
        var slope = new double[n];
        double quadratic = 0;
        double linear = 0;
        double sum = 0;
        double worst = 0;
        for (int i = 0; i < n; i++)
        {
            double product = 0;
            for (int j = 0; j < n; j++)
            {
                product += covariance[(i * n) + j] * weights[j];
            }

            slope[i] = (curvature * product) - (reward * expected[i]);
            quadratic += weights[i] * product;
            linear += reward * expected[i] * weights[i];
            sum += weights[i];
            worst = Math.Max(worst, Math.Max(-weights[i], weights[i] - cap));
        }

        // f(v) >= f(w) + slope'(v - w), and slope'w = curvature w'Sw - reward mu'w
        double bound = (-0.5 * curvature * quadratic) + BoxBudget.Minimum(slope, [], [], cap);
        return new((0.5 * curvature * quadratic) - linear, Math.Max(worst, Math.Abs(sum - 1)), bound);
    }
}
