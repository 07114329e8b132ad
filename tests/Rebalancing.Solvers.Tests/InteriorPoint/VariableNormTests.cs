namespace Rebalancing.Solvers.Tests.InteriorPoint;

/// <summary>Norms with a variable radius, against closed forms and against the same program posed by squares.</summary>
public class VariableNormTests
{
    private static readonly SolverSettings Settings = new() { Engine = EngineKind.InteriorPoint };

    [Test]
    public void Solve_LinearAndNormInABox_MatchesTheClosedForm()
    {
        // min 2|x| - a'x with |a| = sqrt(8) > 2 wants to run away along a; the plane a'x = 4 stops it at x = a / 2
        double[] a = [2, 0, 2];
        var builder = new ProgramBuilder();
        Block x = builder.Variables(3, "x");
        AddNormCost(builder, 2, b => b.Quadratic(x, [1, 1, 1]));
        builder.Linear(x, [-2, 0, -2]);
        builder.Bounds(builder.Image(new SumMap(a), x), [double.NegativeInfinity], [4]);
        SolveResult result = Solve(builder);
        Assert.That(result.Values(x).ToArray(), Is.EqualTo([1.0, 0, 1]).Within(1e-5));
        Assert.That(result.Objective, Is.EqualTo((2 * Math.Sqrt(2)) - 4).Within(1e-7));
    }

    [TestCase(0.1)]
    [TestCase(0.9)]
    [TestCase(0.999)]
    public void Solve_NormOutweighsTheSlope_VanishesAndIsCertified(double share)
    {
        // min |x| - share a'x with |a| = 1: zero at zero, the apex of the cone
        var builder = new ProgramBuilder();
        Block x = builder.Variables(4, "x");
        AddNormCost(builder, 1, b => b.Quadratic(x, [1, 1, 1, 1]));
        builder.Linear(x, [-0.5 * share, -0.5 * share, -0.5 * share, 0.5 * share]);
        builder.Bounds(x, [-1, -1, -1, -1], [1, 1, 1, 1]);
        SolveResult result = Solve(builder);
        Assert.That(result.Objective, Is.Zero.Within(1e-7));
        Assert.That(result.Certificate.Gap, Is.LessThan(1e-7));
        Assert.That(result.Values(x).ToArray(), Is.All.EqualTo(0.0).Within(1e-6));
    }

    [TestCase(false)]
    [TestCase(true)]
    public void Solve_DistanceToAReachableTarget_IsZero(bool dense)
    {
        var random = new TestRandom(5);
        const int n = 12;
        double[] target = Simplex(random, n);
        var builder = new ProgramBuilder();
        Block w = builder.Variables(n, "w");
        Block active = builder.Offset(w, target);
        builder.Bounds(w, new double[n], Enumerable.Repeat(1.0, n).ToArray());
        builder.Bounds(builder.Image(new SumMap(n), w), [1], [1]);
        CovarianceMatrix covariance = Covariance(random, n);
        AddNormCost(builder, 1, b =>
        {
            if (dense)
                b.Covariance(active, covariance, 1);
            else
                b.Quadratic(active, random.UniformVector(n, 0.5, 2));
        });
        SolveResult result = Solve(builder);
        Assert.That(result.Objective, Is.Zero.Within(1e-7));
        Assert.That(result.Certificate.Gap, Is.LessThan(1e-6));
        Assert.That(result.Values(w).ToArray(), Is.EqualTo(target).Within(1e-6));
    }

    [TestCase(0.05)]
    [TestCase(0.5)]
    [TestCase(3)]
    public void Solve_ReturnLessRisk_AgreesWithTheProgramOfSquares(double aversion)
    {
        // at the optimum of k |x|_S - mu'x, k |x|_S and (k / 2s) x'Sx + k s / 2 with s = |x|_S have the same slope
        var random = new TestRandom(7);
        const int n = 15;
        CovarianceMatrix covariance = Covariance(random, n);
        double[] slope = [.. random.NormalVector(n).Select(m => -0.1 * m)];
        double[] specific = random.UniformVector(n, 0.1, 0.5);
        ProgramBuilder Pose(Action<ProgramBuilder, Block> risk, out Block w)
        {
            var builder = new ProgramBuilder();
            w = builder.Variables(n, "w");
            builder.Linear(w, slope);
            builder.Bounds(w, new double[n], Enumerable.Repeat(0.3, n).ToArray());
            builder.Bounds(builder.Image(new SumMap(n), w), [1], [1]);
            risk(builder, w);
            return builder;
        }

        ProgramBuilder byNorm = Pose((b, w) => AddNormCost(b, aversion, inner => { inner.Covariance(w, covariance, 1); inner.Quadratic(w, specific); }), out Block held);
        SolveResult norm = Solve(byNorm);
        double[] x = norm.Values(held).ToArray();
        double length = norm.Objective - slope.Zip(x, (s, v) => s * v).Sum();
        length /= aversion;
        ProgramBuilder bySquares = Pose((b, w) => { b.Covariance(w, covariance, aversion / length); b.Quadratic(w, [.. specific.Select(q => q * aversion / length)]); }, out Block same);
        SolveResult squares = Solve(bySquares);
        Assert.That(norm.Objective, Is.EqualTo(squares.Objective + (0.5 * aversion * length)).Within(1e-7));
        Assert.That(x, Is.EqualTo(squares.Values(same).ToArray()).Within(2e-4));
        Assert.That(norm.Certificate.RelativeGap, Is.LessThan(1e-6));
        Assert.That(norm.Iterations, Is.LessThan(25), "the coupling of radius and squares is exact, so convergence is fast");
    }

    [Test]
    public void Solve_SeveralNormsAndALimitOnOneRadius_MatchesBisection()
    {
        // min |x - p| + |x - q| with |x| <= r on the plane: by symmetry x = (s, s), p = (2, 0), q = (0, 2)
        var builder = new ProgramBuilder();
        Block x = builder.Variables(2, "x");
        AddNormCost(builder, 1, b => b.Quadratic(b.Offset(x, [2, 0]), [1, 1]));
        AddNormCost(builder, 1, b => b.Quadratic(b.Offset(x, [0, 2]), [1, 1]));
        builder.BeginNorm(0.25);
        builder.Quadratic(x, [1, 1]);
        builder.EndNorm();
        SolveResult result = Solve(builder);
        double s = 0.25 / Math.Sqrt(2);
        Assert.That(result.Values(x).ToArray(), Is.EqualTo([s, s]).Within(1e-6));
        Assert.That(result.Objective, Is.EqualTo(2 * Math.Sqrt(((2 - s) * (2 - s)) + (s * s))).Within(1e-7));
    }

    [TestCase(1.0)]
    [TestCase(1e-3)]
    [TestCase(1e-6)]
    public void Solve_LinearOverABall_EndsOnItsSurface(double radius)
    {
        double[] q = [1, 4, 0.25];
        double[] slope = [1, -2, 0.5];
        var builder = new ProgramBuilder();
        Block x = builder.Variables(3, "x");
        builder.Linear(x, slope);
        int norm = builder.BeginNorm(radius);
        builder.Quadratic(x, q);
        builder.EndNorm();
        SolveResult result = Solve(builder);
        double dual = Math.Sqrt(slope.Zip(q, (c, w) => c * c / w).Sum());
        Assert.That(result.Objective, Is.EqualTo(-radius * dual).Within(1e-11 + (1e-7 * radius)));
        Assert.That(result.NormPrice(norm), Is.EqualTo(dual).Within(1e-5 * dual));
    }

    private static void AddNormCost(ProgramBuilder builder, double weight, Action<ProgramBuilder> squares)
    {
        Block radius = builder.Variables(1, "radius");
        builder.Linear(radius, [weight]);
        builder.BeginNorm(radius);
        squares(builder);
        builder.EndNorm();
    }

    private static SolveResult Solve(ProgramBuilder builder)
    {
        SolveResult result = new ProgramSolver(builder.Build(), Settings).Solve();
        Assert.That(result.Status, Is.EqualTo(SolveStatus.Optimal), string.Join(Environment.NewLine, result.Log));
        return result;
    }

    private static double[] Simplex(TestRandom random, int n)
    {
        double[] raw = random.UniformVector(n, 0.1, 1);
        return [.. raw.Select(v => v / raw.Sum())];
    }

    private static CovarianceMatrix Covariance(TestRandom random, int n)
    {
        double[] a = random.NormalVector(n * n);
        var s = new double[n * n];
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++)
            {
                s[(i * n) + j] = i == j ? 0.05 : 0;
                for (int k = 0; k < n; k++)
                    s[(i * n) + j] += 0.04 * a[(i * n) + k] * a[(j * n) + k] / n;
            }

        return CovarianceMatrix.FromRows(s, n);
    }
}
