using Rebalancing.Testing;

namespace Rebalancing.Solvers.Tests.InteriorPoint;

/// <summary>Programs with a dense covariance solved on few columns at a time, against the same programs solved on all of them.</summary>
public class WorkingColumnsTests
{
    private const int Assets = 300;

    private static readonly SolverSettings Auto = new() { Engine = EngineKind.InteriorPoint };
    private static readonly SolverSettings All = Auto with { Kkt = KktChoice.Columns };

    [Test]
    public void Solve_CapsLooseToTight_AgreesWithAllColumns([Values(1.0, 0.05, 0.01, 0.004)] double cap, [Values(1, 2, 3)] int seed, [Values] bool withLimits)
    {
        StructuredProgram program = Record(cap, total: 1, seed, withLimits);
        SolveResult few = new ProgramSolver(program, Auto).Solve();
        SolveResult all = new ProgramSolver(program, All).Solve();
        Assert.That(all.Status, Is.EqualTo(SolveStatus.Optimal));
        Assert.That(few.Status, Is.EqualTo(SolveStatus.Optimal));
        Assert.That(few.Objective, Is.EqualTo(all.Objective).Within(Tolerances.SolverAgreement * (1 + Math.Abs(all.Objective))));
        Assert.That(Math.Abs(few.Certificate.RelativeGap), Is.LessThan(1e-7));
        Assert.That(few.Certificate.RelativePrimalResidual, Is.LessThan(1e-8));
    }

    [Test]
    public void Solve_FewHeld_FactorisesFewColumns()
    {
        SolveResult result = new ProgramSolver(Record(cap: 0.05, total: 1, seed: 1, withLimits: false), Auto).Solve();
        Assert.That(result.LinearAlgebra, Does.StartWith("working columns"));
    }

    [Test]
    public void Solve_MoreThanTheCapsHold_IsInfeasible()
    {
        SolveResult result = new ProgramSolver(Record(cap: 0.003, total: 1, seed: 1, withLimits: false), Auto).Solve();
        Assert.That(result.Status, Is.EqualTo(SolveStatus.Infeasible));
    }

    [Test]
    public void Solve_Again_AllocatesNothingAndKeepsTheBits()
    {
        var solver = new ProgramSolver(Record(cap: 0.05, total: 1, seed: 1, withLimits: true), Auto);
        solver.Solve();
        double[] first = [.. solver.Solve().Solution.Columns.Values];

        Assert.That(Allocation.Least(() => solver.Solve()), Is.Zero);
        Assert.That(solver.Solve().Solution.Columns.Values, Is.EqualTo(first));
    }

    /// <summary>gamma/2 w'Sw - mu'w over 0 to the cap, a given total; with limits also ten groups, a beta and a volatility.</summary>
    internal static StructuredProgram Record(double cap, double total, int seed, bool withLimits)
    {
        TestRandom random = new(seed);
        const int factors = 12;
        double[] loadings = Fill(Assets * factors, () => 0.06 * random.Normal()), covariance = new double[Assets * Assets];
        for (int i = 0; i < Assets; i++)
            for (int j = 0; j < Assets; j++)
                for (int f = 0; f < factors; f++)
                    covariance[(i * Assets) + j] += loadings[(i * factors) + f] * loadings[(j * factors) + f] + (i == j ? 0.04 / factors : 0);
        var builder = new ProgramBuilder();
        Block w = builder.Variables(Assets, "w");
        CovarianceMatrix matrix = CovarianceMatrix.FromRows(covariance, Assets);
        builder.Covariance(w, matrix, 5.0);
        builder.Linear(w, Fill(Assets, () => -0.04 * (1 + random.Normal())));
        builder.Bounds(w, new double[Assets], Fill(Assets, () => cap));
        builder.Bounds(builder.Image(new SumMap(Assets), w), [total], [total]);
        if (withLimits)
        {
            int[] group = [.. Enumerable.Range(0, Assets).Select(i => i % 10)];
            builder.Bounds(builder.Image(new GroupMap(group, 10), w), Fill(10, () => 0.02), Fill(10, () => 0.3));
            builder.Bounds(builder.Image(new SumMap(Fill(Assets, () => 1 + (0.3 * random.Normal()))), w), [0.8], [1.2]);
        }

        return builder.Build();
    }

    private static double[] Fill(int count, Func<double> value) => [.. Enumerable.Range(0, count).Select(_ => value())];
}
