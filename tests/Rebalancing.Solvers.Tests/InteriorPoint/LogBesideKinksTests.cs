namespace Rebalancing.Solvers.Tests.InteriorPoint;

/// <summary>
/// Equal budgets of a mean deviation: min mean |r'x| - sum of log x / n, the deviations as kinks on a dense image. Independent: the same with an explicit variable
/// for each shortfall and no kink at all; and by homogeneity the deviation at the answer is one, the sum of the logs' weights.
/// </summary>
public class LogBesideKinksTests
{
    [Test]
    public void Solve_LogsAndKinksOnADenseImage_AgreeWithShortfallsAndAreFast([Values(3, 10, 20)] int n, [Values(60, 200, 500)] int scenarios, [Values(0, 1)] double above)
    {
        double[] rows = CentredRows(new TestRandom(n + scenarios), scenarios, n);
        var kinked = new ProgramBuilder();
        Block x = Columns(kinked, n);
        kinked.Kinked(kinked.Image(DenseMap.FromRows(rows, scenarios, n), x), new Kink
        {
            At = new double[scenarios], SlopeBelow = Same(scenarios, -1.0 / scenarios), SlopeAbove = Same(scenarios, above / scenarios),
        });
        var plain = new ProgramBuilder();
        Block same = Columns(plain, n), shortfall = plain.Variables(scenarios, "shortfall");
        plain.Bounds(shortfall, new double[scenarios], Same(scenarios, double.PositiveInfinity));
        int[] each = [.. Enumerable.Range(0, scenarios + 1)];
        Block room = plain.Image(new ImagePart(DenseMap.FromRows(rows, scenarios, n), same), new ImagePart(new SparseMap(scenarios, scenarios, each, each[..scenarios], Same(scenarios, 1)), shortfall));
        plain.Bounds(room, new double[scenarios], Same(scenarios, double.PositiveInfinity));
        plain.Linear(shortfall, Same(scenarios, (1 + above) / scenarios));

        SolveResult one = Solve(kinked), other = Solve(plain);
        Assert.That(one.Objective, Is.EqualTo(other.Objective).Within(1e-8));
        Assert.That(one.Values(x).ToArray(), Is.EqualTo(other.Values(same).ToArray()).Within(1e-4));
        Assert.That(one.Certificate.RelativeGap, Is.LessThan(1e-8));
        double deviation = 0;
        for (int t = 0; t < scenarios; t++)
        {
            double r = 0;
            for (int i = 0; i < n; i++)
                r += rows[(t * n) + i] * one.Values(x)[i];
            deviation += (r > 0 ? above * r : -r) / scenarios;
        }

        Assert.That(deviation, Is.EqualTo(1).Within(1e-7), "the deviation is proportional to the size of x");
        Assert.That(one.Iterations, Is.LessThan(15), "the start knows the units of the logs beside the kinks");
    }

    [Test]
    public void Solve_CapBelowALogsDomain_IsInfeasible()
    {
        // log(x + y - 2) needs x + y > 2 by way of free columns, the row allows 1
        var builder = new ProgramBuilder();
        Block x = builder.Variables(2, "x");
        builder.Log(builder.Offset(x, [1, 1]), [1, 1]);
        builder.Quadratic(x, [1, 1]);
        builder.Bounds(builder.Image(new SumMap(2), x), [double.NegativeInfinity], [1]);
        Assert.That(new ProgramSolver(builder.Build(), new SolverSettings { Engine = EngineKind.InteriorPoint }).Solve().Status, Is.EqualTo(SolveStatus.Infeasible));
    }

    private static Block Columns(ProgramBuilder builder, int n)
    {
        Block x = builder.Variables(n, "x");
        builder.Log(x, Same(n, 1.0 / n));
        return x;
    }

    private static SolveResult Solve(ProgramBuilder builder)
    {
        SolveResult result = new ProgramSolver(builder.Build(), new SolverSettings { Engine = EngineKind.InteriorPoint, Tolerance = 1e-9 }).Solve();
        Assert.That(result.Status, Is.EqualTo(SolveStatus.Optimal), string.Join(Environment.NewLine, result.Log));
        return result;
    }

    /// <summary>A common and a private part each, less their means, the largest of size one.</summary>
    private static double[] CentredRows(TestRandom random, int scenarios, int n)
    {
        double[] common = random.NormalVector(scenarios), rows = random.NormalVector(scenarios * n);
        for (int i = 0; i < n; i++)
        {
            double mean = 0;
            for (int t = 0; t < scenarios; t++)
                mean += (rows[(t * n) + i] += common[t]) / scenarios;
            for (int t = 0; t < scenarios; t++)
                rows[(t * n) + i] -= mean;
        }

        double unit = rows.Max(Math.Abs);
        return [.. rows.Select(r => r / unit)];
    }

    private static double[] Same(int count, double value) => [.. Enumerable.Repeat(value, count)];
}
