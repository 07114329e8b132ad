namespace Rebalancing;

/// <summary>
/// Minimises x'Sx / 2 - sum of b_i log |x_i| with the signs of x given: at the minimum x_i (Sx)_i = b_i. Sweeps over the coordinates come near (they fall at every
/// step from anywhere), Newton steps finish. A Newton step that would turn a sign or does not help is not taken; a sweep is.
/// </summary>
internal static class RiskBudgetSolver
{
    private const int MaxRounds = 2000;

    /// <summary>What is asked for: largest |x_i (Sx)_i / b_i - 1|.</summary>
    private const double Goal = 1e-12;

    /// <summary>What is taken when rounding allows no more.</summary>
    private const double Acceptable = 1e-10;

    /// <summary>Above this residual Newton's method may be far from where it converges.</summary>
    private const double NewtonRegion = 0.7;

    /// <summary>A sweep costs a fraction of a Newton step; as long as it leaves less than this of the residual, the next one is a sweep too.</summary>
    private const double FastSweep = 0.1;

    /// <summary>The minimiser.</summary>
    /// <param name="matrix">S, positive definite at least in the orthant of the signs.</param>
    /// <param name="budgets">Positive, their sum is one.</param>
    /// <param name="signs">+1 or -1 each.</param>
    /// <param name="what">Whose budgets, for the message.</param>
    public static double[] Solve(BudgetMatrix matrix, ReadOnlySpan<double> budgets, ReadOnlySpan<double> signs, string what)
    {
        int n = matrix.Order;
        double[] x = Start(matrix, budgets, signs), product = new double[n], trial = new double[n], curvature = new double[n];
        double residual = Residual(matrix, budgets, x, product), best = double.PositiveInfinity;
        bool sweepsPay = true;
        for (int round = 0; round < MaxRounds && residual > Goal; round++)
        {
            if (!sweepsPay && residual < NewtonRegion && Newton(matrix, budgets, x, product, curvature, trial))
            {
                double reached = Residual(matrix, budgets, trial, product);
                if (reached < residual)
                {
                    trial.CopyTo(x, 0);
                    if (reached > 0.5 * residual && reached <= Acceptable) return x;
                    residual = reached;
                    continue;
                }
                if (residual <= Acceptable) return x;
            }

            matrix.Sweep(budgets, x);
            double before = residual;
            residual = Residual(matrix, budgets, x, product);
            sweepsPay = residual < FastSweep * before;
            best = Math.Min(best, residual);
            if (!double.IsFinite(residual)) break;
        }

        return residual <= Acceptable ? x : throw new ArgumentException(FormattableString.Invariant(
            $"{what}: no portfolio has these risk contributions to working accuracy (largest relative residual {best:G3} after {MaxRounds} rounds). The covariance lets positions with these signs cancel without risk: repair or shrink it, or change the signs."));
    }

    /// <summary>x_i in proportion to sqrt(b_i) / vol_i, scaled so that x'Sx = 1, as at the solution.</summary>
    private static double[] Start(BudgetMatrix matrix, ReadOnlySpan<double> budgets, ReadOnlySpan<double> signs)
    {
        double[] x = new double[matrix.Order], product = new double[matrix.Order];
        for (int i = 0; i < x.Length; i++) x[i] = signs[i] * Math.Sqrt(budgets[i] / matrix.Diagonal(i));
        matrix.Multiply(x, product);
        double variance = 0;
        for (int i = 0; i < x.Length; i++) variance += x[i] * product[i];
        if (!(variance > 1e-12)) return x;
        double scale = 1 / Math.Sqrt(variance);
        for (int i = 0; i < x.Length; i++) x[i] *= scale;
        return x;
    }

    /// <summary>Largest |x_i (Sx)_i / b_i - 1|; product becomes Sx.</summary>
    private static double Residual(BudgetMatrix matrix, ReadOnlySpan<double> budgets, double[] x, double[] product)
    {
        matrix.Multiply(x, product);
        double largest = 0;
        for (int i = 0; i < x.Length; i++)
        {
            double off = Math.Abs((x[i] * product[i] / budgets[i]) - 1);
            if (!(off <= largest)) largest = off;
        }
        return largest;
    }

    /// <summary>trial = x - H^-1 g, g = Sx - b / x, H = S + diag(b / x^2), at most 90 % of the way to where a sign turns. product is Sx on entry, scratch afterwards.</summary>
    private static bool Newton(BudgetMatrix matrix, ReadOnlySpan<double> budgets, double[] x, double[] product, double[] curvature, double[] trial)
    {
        for (int i = 0; i < x.Length; i++)
        {
            double slope = budgets[i] / x[i];
            curvature[i] = slope / x[i];
            trial[i] = slope - product[i];
        }
        if (!matrix.Solve(curvature, trial)) return false;
        double length = 1;
        for (int i = 0; i < x.Length; i++)
        {
            double fall = -trial[i] / x[i];
            if (fall * length > 0.9) length = 0.9 / fall;
        }
        for (int i = 0; i < x.Length; i++) trial[i] = x[i] + (length * trial[i]);
        return true;
    }
}
