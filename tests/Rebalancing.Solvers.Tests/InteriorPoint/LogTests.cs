namespace Rebalancing.Solvers.Tests.InteriorPoint;

/// <summary>Logs in the objective, alone and beside bounds and rows, against closed forms.</summary>
public class LogTests
{
    private static readonly SolverSettings Sharp = new() { Engine = EngineKind.InteriorPoint, Tolerance = 1e-10 };

    [TestCase(1e-4)]
    [TestCase(1)]
    [TestCase(1e4)]
    public void Solve_DiagonalWithSlopes_MatchesTheRootOfEachCoordinate(double scale)
    {
        // min q/2 x^2 + c x - b log x:  q x^2 + c x = b
        double[] q = [1 * scale, 4 * scale, 0.25 * scale, 3 * scale], c = [0, 1 * scale, -2 * scale, 0.5 * scale], b = [1, 0.5, 2, 1e-3];
        var builder = new ProgramBuilder();
        Block x = builder.Variables(4, "x");
        builder.Quadratic(x, q);
        builder.Linear(x, c);
        builder.Log(x, b);
        SolveResult result = Solve(builder);
        for (int i = 0; i < 4; i++)
        {
            double root = Math.Sqrt((c[i] * c[i]) + (4 * q[i] * b[i]));
            double expected = c[i] >= 0 ? 2 * b[i] / (c[i] + root) : (root - c[i]) / (2 * q[i]);
            Assert.That(result.Values(x)[i], Is.EqualTo(expected).Within(1e-8 * expected), $"coordinate {i}");
        }
    }

    [Test]
    public void Solve_LogWithoutCurvature_MatchesWeightOverSlope()
    {
        var builder = new ProgramBuilder();
        Block x = builder.Variables(2, "x");
        builder.Linear(x, [4, 0.01]);
        builder.Log(x, [2, 3]);
        SolveResult result = Solve(builder);
        Assert.That(result.Values(x).ToArray(), Is.EqualTo([0.5, 300.0]).Within(1e-6));
    }

    [TestCase(2, 1)]
    [TestCase(30, 1)]
    [TestCase(150, 1)]
    [TestCase(150, 1e-4)]
    [TestCase(150, 1e4)]
    public void Solve_RiskParity_EveryShareIsEqual(int n, double scale)
    {
        var random = new TestRandom(n);
        double[] sigma = Covariance(random, n, scale);
        var builder = new ProgramBuilder();
        Block x = builder.Variables(n, "x");
        builder.Covariance(x, CovarianceMatrix.FromRows(sigma, n), 1);
        builder.Log(x, [.. Enumerable.Repeat(1.0 / n, n)]);
        SolveResult result = Solve(builder);
        Assert.That(WorstShare(sigma, result.Values(x), [.. Enumerable.Repeat(1.0 / n, n)]), Is.LessThan(1e-10));
        Assert.That(result.Iterations, Is.LessThan(12));
    }

    [Test]
    public void Solve_RiskBudgetsWithTwoAssets_MatchTheClosedForm()
    {
        // variances 0.04 and 0.01, correlation rho: with y = x * volatility, y1^2 + rho y1 y2 = b1 and y2^2 + rho y1 y2 = b2
        const double rho = -0.3, first = 0.8;
        var builder = new ProgramBuilder();
        Block x = builder.Variables(2, "x");
        builder.Covariance(x, CovarianceMatrix.FromRows([0.04, rho * 0.02, rho * 0.02, 0.01], 2), 1);
        builder.Log(x, [first, 1 - first]);
        SolveResult result = Solve(builder);
        double y1 = 0.2 * result.Values(x)[0], y2 = 0.1 * result.Values(x)[1];

        // the ratio r = y1 / y2 solves (1 - b) r^2 + rho (1 - 2b) r - b = 0
        double a = 1 - first, half = 0.5 * rho * (1 - (2 * first));
        double ratio = (Math.Sqrt((half * half) + (a * first)) - half) / a;
        Assert.That(y1 / y2, Is.EqualTo(ratio).Within(1e-9));
        Assert.That((y1 * y1) + (rho * y1 * y2), Is.EqualTo(first).Within(1e-9));
    }

    [Test]
    public void Solve_RiskParityWithAFactorModel_AgreesWithItsCovariance()
    {
        const int n = 60, k = 4;
        var random = new TestRandom(11);
        double[] loadings = random.NormalVector(n * k), specific = random.UniformVector(n, 0.01, 0.1), weights = random.UniformVector(n, 0.5, 1.5);
        var builder = new ProgramBuilder();
        Block x = builder.Variables(n, "x");
        Block y = builder.Image(DenseMap.FromColumns(loadings, k, n), x);
        builder.Quadratic(y, [.. Enumerable.Repeat(0.02, k)]);
        builder.Quadratic(x, specific);
        builder.Log(x, weights);
        SolveResult result = Solve(builder);
        var sigma = new double[n * n];
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++)
            {
                sigma[(i * n) + j] = i == j ? specific[i] : 0;
                for (int f = 0; f < k; f++)
                    sigma[(i * n) + j] += 0.02 * loadings[(i * k) + f] * loadings[(j * k) + f];
            }

        Assert.That(WorstShare(sigma, result.Values(x), weights), Is.LessThan(1e-9));
    }

    [Test]
    public void Solve_WaterFilling_MatchesTheWaterLevel()
    {
        // min -sum log(a_i + x_i), sum x = 1, x >= 0:  x_i = max(0, level - a_i)
        double[] a = [0.1, 0.3, 0.2, 2, 0.9, 0.35];
        var builder = new ProgramBuilder();
        Block x = builder.Variables(a.Length, "x");
        builder.Log(builder.Offset(x, [.. a.Select(v => -v)]), [.. Enumerable.Repeat(1.0, a.Length)]);
        builder.Bounds(x, new double[a.Length], [.. Enumerable.Repeat(double.PositiveInfinity, a.Length)]);
        builder.Bounds(builder.Image(new SumMap(a.Length), x), [1], [1]);
        SolveResult result = Solve(builder);
        double level = (1 + 0.1 + 0.3 + 0.2 + 0.35) / 4;
        Assert.That(result.Values(x).ToArray(), Is.EqualTo(a.Select(v => Math.Max(0, level - v))).Within(1e-8));
    }

    [Test]
    public void Solve_ProjectionOntoTheSimplex_MatchesTheSortedThreshold()
    {
        const int n = 40;
        double[] v = new TestRandom(4).NormalVector(n);
        var builder = new ProgramBuilder();
        Block x = builder.Variables(n, "x");
        builder.Quadratic(builder.Offset(x, v), [.. Enumerable.Repeat(1.0, n)]);
        builder.Bounds(x, new double[n], [.. Enumerable.Repeat(double.PositiveInfinity, n)]);
        builder.Bounds(builder.Image(new SumMap(n), x), [1], [1]);
        double threshold = Threshold(v, 1);
        Assert.That(Solve(builder).Values(x).ToArray(), Is.EqualTo(v.Select(c => Math.Max(0, c - threshold))).Within(1e-7));
    }

    [Test]
    public void Solve_NearestUnderATurnoverLimit_MatchesTheSoftThreshold()
    {
        // min 1/2 |x - v|^2, sum |x - o| <= 1.5: each coordinate moves towards v by max(0, distance - t)
        const int n = 25;
        var random = new TestRandom(9);
        double[] v = random.NormalVector(n), o = random.NormalVector(n);
        var builder = new ProgramBuilder();
        Block x = builder.Variables(n, "x");
        builder.Quadratic(builder.Offset(x, v), [.. Enumerable.Repeat(1.0, n)]);
        int budget = builder.AddBudget(1.5);
        Block moved = builder.Offset(x, o);
        builder.Weight = 0;
        builder.ChargeTo(budget, 1);
        builder.Kinked(moved, new Kink { At = new double[n], SlopeBelow = [.. Enumerable.Repeat(-1.0, n)], SlopeAbove = [.. Enumerable.Repeat(1.0, n)] });
        SolveResult result = Solve(builder);
        double t = Threshold([.. v.Zip(o, (a, b) => Math.Abs(a - b))], 1.5);
        Assert.That(result.Values(x).ToArray(), Is.EqualTo(v.Zip(o, (a, b) => b + (Math.Sign(a - b) * Math.Max(0, Math.Abs(a - b) - t)))).Within(1e-7));
        Assert.That(result.BudgetPrice(budget), Is.EqualTo(t).Within(1e-7));
    }

    /// <summary>The t with sum max(0, v - t) = total.</summary>
    private static double Threshold(double[] v, double total)
    {
        double[] sorted = [.. v.OrderDescending()];
        double sum = 0, threshold = 0;
        for (int i = 0; i < sorted.Length; i++)
        {
            sum += sorted[i];
            if (sorted[i] > (sum - total) / (i + 1))
                threshold = (sum - total) / (i + 1);
        }

        return threshold;
    }

    /// <summary>The largest |x_i (S x)_i / b_i - 1|.</summary>
    private static double WorstShare(double[] sigma, ReadOnlySpan<double> x, double[] weights)
    {
        double worst = 0;
        for (int i = 0; i < x.Length; i++)
        {
            double slope = 0;
            for (int j = 0; j < x.Length; j++)
                slope += sigma[(i * x.Length) + j] * x[j];
            worst = Math.Max(worst, Math.Abs((x[i] * slope / weights[i]) - 1));
        }

        return worst;
    }

    private static SolveResult Solve(ProgramBuilder builder)
    {
        SolveResult result = new ProgramSolver(builder.Build(), Sharp).Solve();
        Assert.That(result.Status, Is.EqualTo(SolveStatus.Optimal), string.Join(Environment.NewLine, result.Log));
        return result;
    }

    private static double[] Covariance(TestRandom random, int n, double scale)
    {
        double[] a = random.NormalVector(n * n);
        var s = new double[n * n];
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++)
            {
                s[(i * n) + j] = i == j ? 0.05 * scale : 0;
                for (int k = 0; k < n; k++)
                    s[(i * n) + j] += 0.04 * scale * a[(i * n) + k] * a[(j * n) + k] / n;
            }

        return s;
    }
}
