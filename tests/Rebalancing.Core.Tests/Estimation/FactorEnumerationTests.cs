namespace Rebalancing.Core.Tests.Estimation;

/// <summary>
/// Factor-level mandates over a few assets against brute force: every choice of which weights are zero and which bands bind is tried, its equations are solved, and the
/// best admissible point is the answer. Nothing of the engines is used.
/// </summary>
public class FactorEnumerationTests
{
    private const int Assets = 5, Factors = 2;

    private static readonly Universe Universe = Universe.Of([.. Enumerable.Range(0, Assets).Select(i => $"A{i}")]);

    [Test]
    public void Mandate_OfExposuresInABandAndNearATarget_IsTheBestOfAllFaces([Range(1, 8)] int seed, [Values] bool inGivenUnits, [Values] bool hedged)
    {
        var random = new TestRandom(seed);
        FactorModel model = RiskReportTests.RandomModel(random, Universe, Factors);
        double[] now = random.Simplex(Assets), benchmark = random.Simplex(Assets), scale = [0.3, 0.8];
        double[] held = model.Exposures(now), wanted = model.Exposures(benchmark);
        AssetValues returns = random.UniformVector(Assets, 0, 0.03);
        FactorTracking tracking = inGivenUnits ? new FactorTracking(model, wanted, DistanceKind.Squared, scale) : new FactorTracking(model, wanted);
        double[] lower = [held[0] - 0.05, held[1]], upper = [held[0] + 0.05, held[1]];
        Limit limit = hedged ? new FactorChange(model, [-0.05, 0], [0.05, 0]) : new FactorExposureBounds(model, lower, upper);
        var mandate = new Mandate { Objective = 3.0 * tracking + 1.5 * new Variance(model) + new ExpectedReturn(returns), Limits = [new CashBand(0, 0), Limits.LongOnly, limit], CostSettlement = CostSettlement.Outside };
        RebalanceResult ours = new Rebalancer(mandate, Universe).Rebalance(Account.FromWeights(Universe, now, 1_000_000m));
        Assert.That(ours.Status, Is.EqualTo(RebalanceStatus.Optimal));

        // value = 1/2 w'Qw + c'w + constant
        double[,] rows = Loadings(model), dense = NaiveAlgebra.Dense(model), q = new double[Assets, Assets];
        var c = new double[Assets];
        for (int i = 0; i < Assets; i++)
        {
            c[i] = -returns[i];
            for (int k = 0; k < Factors; k++)
                for (int l = 0; l < Factors; l++)
                {
                    double weight = inGivenUnits ? (k == l ? scale[k] : 0) : model.FactorCovariance(k, l);
                    c[i] -= 6 * weight * rows[k, i] * wanted[l];
                    for (int j = 0; j < Assets; j++) q[i, j] += 6 * weight * rows[k, i] * rows[l, j];
                }
            for (int j = 0; j < Assets; j++) q[i, j] += 3 * dense[i, j];
        }
        (double[] best, double least) = Enumerate(q, c, rows, lower, upper);
        Assert.That(ours.Weights.ToArray(), Is.EqualTo(best).Within(Tolerances.Weight), $"{ours.Engine}, {ours.Iterations} iterations, gap {ours.Certificate.RelativeGap}");
        double reached = 0;
        for (int i = 0; i < Assets; i++)
        {
            reached += c[i] * ours.Weights[i];
            for (int j = 0; j < Assets; j++) reached += 0.5 * q[i, j] * ours.Weights[i] * ours.Weights[j];
        }
        Assert.That(reached, Is.EqualTo(least).Within(Tolerances.Objective));
    }

    private static double[,] Loadings(FactorModel model)
    {
        var rows = new double[Factors, Assets];
        for (int i = 0; i < Assets; i++)
        {
            double[] unit = new double[Assets];
            unit[i] = 1;
            for (int k = 0; k < Factors; k++) rows[k, i] = model.Exposures(unit)[k];
        }
        return rows;
    }

    /// <summary>min 1/2 w'Qw + c'w over w >= 0, sum 1, bands: the best admissible solution of the equations of any face.</summary>
    private static (double[] Best, double Least) Enumerate(double[,] q, double[] c, double[,] rows, double[] lower, double[] upper)
    {
        double[] best = [];
        double least = double.PositiveInfinity;
        for (int zeros = 0; zeros < (1 << Assets) - 1; zeros++)
            for (int sides = 0; sides < 9; sides++)
            {
                int[] free = [.. Enumerable.Range(0, Assets).Where(i => (zeros & (1 << i)) == 0)], side = [sides % 3, sides / 3];
                int[] bound = [.. Enumerable.Range(0, Factors).Where(k => side[k] > 0)];
                int order = free.Length + 1 + bound.Length;
                var matrix = new double[order, order];
                var right = new double[order];
                for (int a = 0; a < free.Length; a++)
                {
                    for (int b = 0; b < free.Length; b++) matrix[a, b] = q[free[a], free[b]];
                    right[a] = -c[free[a]];
                    matrix[a, free.Length] = matrix[free.Length, a] = 1;
                    for (int r = 0; r < bound.Length; r++) matrix[a, free.Length + 1 + r] = matrix[free.Length + 1 + r, a] = rows[bound[r], free[a]];
                }
                right[free.Length] = 1;
                for (int r = 0; r < bound.Length; r++) right[free.Length + 1 + r] = side[bound[r]] == 1 ? lower[bound[r]] : upper[bound[r]];
                if (Solve(matrix, right) is not { } solution) continue;
                var w = new double[Assets];
                for (int a = 0; a < free.Length; a++) w[free[a]] = solution[a];
                bool admissible = w.All(x => x >= -1e-9);
                for (int k = 0; k < Factors; k++)
                {
                    double exposure = Enumerable.Range(0, Assets).Sum(i => rows[k, i] * w[i]);
                    admissible &= exposure >= lower[k] - 1e-9 && exposure <= upper[k] + 1e-9;
                }
                double value = 0;
                for (int i = 0; i < Assets; i++)
                {
                    value += c[i] * w[i];
                    for (int j = 0; j < Assets; j++) value += 0.5 * q[i, j] * w[i] * w[j];
                }
                if (admissible && value < least) (best, least) = (w, value);
            }
        return (best, least);
    }

    /// <summary>Gauss elimination with pivots; null for a singular system.</summary>
    private static double[]? Solve(double[,] matrix, double[] right)
    {
        int n = right.Length;
        for (int k = 0; k < n; k++)
        {
            int pivot = Enumerable.Range(k, n - k).MaxBy(i => Math.Abs(matrix[i, k]));
            if (Math.Abs(matrix[pivot, k]) < 1e-12) return null;
            for (int j = 0; j < n; j++) (matrix[k, j], matrix[pivot, j]) = (matrix[pivot, j], matrix[k, j]);
            (right[k], right[pivot]) = (right[pivot], right[k]);
            for (int i = k + 1; i < n; i++)
            {
                double factor = matrix[i, k] / matrix[k, k];
                for (int j = k; j < n; j++) matrix[i, j] -= factor * matrix[k, j];
                right[i] -= factor * right[k];
            }
        }
        for (int k = n - 1; k >= 0; k--)
        {
            for (int j = k + 1; j < n; j++) right[k] -= matrix[k, j] * right[j];
            right[k] /= matrix[k, k];
        }
        return right;
    }
}
