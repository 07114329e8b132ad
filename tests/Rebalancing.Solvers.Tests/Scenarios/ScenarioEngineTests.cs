using Rebalancing.Testing;

namespace Rebalancing.Solvers.Tests.Scenarios;

/// <summary>
/// The scenario engine against the full interior point over every scenario and column, and against the certificate, which shares no code with either, on programs with everything
/// that may stand beside a tail.
/// </summary>
public class ScenarioEngineTests
{
    private const Company Plain = Company.Costs;

    private static readonly Company[] Companies =
    [
        Plain, Company.None, Company.ZeroCosts, Company.Costs | Company.ZeroCosts, Plain | Company.Groups, Plain | Company.Factors, Company.Covariance, Plain | Company.Covariance,
        Company.Pieces, Plain | Company.MoveLimit, Plain | Company.Uneven, Plain | Company.TwoLimits, Plain | Company.Benchmark, Plain | Company.Duplicates, Company.Deviation, Plain | Company.Deviation,
        Company.LimitOnly, Plain | Company.LimitOnly, Company.LimitOnly | Company.Covariance, Plain | Company.Ties, Plain | Company.Paid, Plain | Company.HighShare,
        Plain | Company.Groups | Company.MoveLimit | Company.Factors, Plain | Company.LimitOnly | Company.Uneven | Company.Groups, Company.Pieces | Company.TwoLimits | Company.Covariance | Company.Uneven,
        Company.Covariance | Company.LimitOnly | Company.TwoLimits | Company.Ties,
    ];

    public static IEnumerable<TestCaseData> Cases => Companies.SelectMany((company, at) => new[] { (900, 40), (500, 12) }.Select(size =>
        new TestCaseData(at + 1, size.Item1, size.Item2, company).SetArgDisplayNames($"{size.Item1} x {size.Item2}", company.ToString().Replace(", ", "+", StringComparison.Ordinal))));

    [TestCaseSource(nameof(Cases))]
    public void Solve_WhateverStandsBesideTheTail_IsTheFullInteriorPointsAnswer(int seed, int rows, int columns, object company)
    {
        var problem = new TailProgram(seed, rows, columns, (Company)company);
        SolveResult scenarios = Solved(problem, EngineKind.Scenarios), full = Solved(problem, EngineKind.InteriorPoint);
        Assert.That(scenarios.Status, Is.EqualTo(SolveStatus.Optimal), scenarios.EngineReason);
        Assert.That(scenarios.Engine, Is.EqualTo(EngineKind.Scenarios), scenarios.EngineReason);
        AssertProved(scenarios);
        if (full.Status == SolveStatus.Optimal)
            Assert.That(scenarios.Objective, Is.EqualTo(full.Objective).Within(Tolerances.ReferenceCertificate * Math.Max(1e-3, Math.Abs(full.Objective))));
    }

    [Test]
    public void Solve_ManyScenarios_LeadsThroughSubsamplesToTheSameAnswer()
    {
        var problem = new TailProgram(77, 12_000, 30, Company.Costs);
        SolveResult result = Solved(problem, EngineKind.Auto);
        Assert.That(result.Engine, Is.EqualTo(EngineKind.Scenarios), result.EngineReason);
        Assert.That(result.EngineReason, Does.Contain("subsamples"));
        AssertProved(result);
    }

    [Test]
    public void Solve_ARootBesideTheTail_GoesToTheInteriorPointAndSaysWhy()
    {
        var builder = new ProgramBuilder();
        var random = new TestRandom(4);
        Block weights = builder.Variables(5, "weights");
        builder.Bounds(weights, new double[5], [1, 1, 1, 1, 1]);
        builder.Bounds(builder.Image(new SumMap(5), weights), [1.0], [1.0]);
        builder.BeginNorm(0.9);
        builder.Quadratic(weights, [1, 1, 1, 1, 1]);
        builder.EndNorm();
        Block threshold = builder.Variables(1, "tail");
        builder.Linear(threshold, [-1.0]);
        double[] below = new double[500];
        Array.Fill(below, -1 / (0.05 * 500));
        builder.Kinked(builder.Shifted(builder.Image(DenseMap.OverRows(random.NormalVector(500 * 5), 500, 5), weights), threshold), new Kink { At = new double[500], SlopeBelow = below, SlopeAbove = new double[500] });
        SolveResult result = new ProgramSolver(builder.Build()).Solve();
        Assert.That(result.Status, Is.EqualTo(SolveStatus.Optimal));
        Assert.That(result.Engine, Is.EqualTo(EngineKind.InteriorPoint));
        Assert.That(result.EngineReason, Does.Contain("root of squares"));
    }

    [Test]
    public void Solve_Twice_GivesTheSameBits()
    {
        var problem = new TailProgram(9, 3000, 25, Company.Costs | Company.Groups);
        var solver = new ProgramSolver(problem.Program, new SolverSettings { Engine = EngineKind.Scenarios });
        double[] first = solver.Solve().Values(problem.Weights).ToArray(), again = solver.Solve().Values(problem.Weights).ToArray();
        Assert.That(again, Is.EqualTo(first));
    }

    [Test]
    public void Solve_Cancelled_SaysSo()
    {
        var problem = new TailProgram(9, 3000, 25, Company.Costs);
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.That(new ProgramSolver(problem.Program, new SolverSettings { Engine = EngineKind.Scenarios }).Solve(source.Token).Status, Is.EqualTo(SolveStatus.Cancelled));
    }

    [Test]
    public void Prices_OfTheScenarios_AreAdmissibleWeights()
    {
        var problem = new TailProgram(12, 2000, 30, Company.Costs);
        SolveResult result = Solved(problem, EngineKind.Scenarios);
        double[] q = [.. result.Prices(problem.Excess).ToArray().Select(p => -p)];
        Assert.That(q.Sum(), Is.EqualTo(1).Within(Tolerances.LinearAlgebra));
        Assert.That(q.Min(), Is.GreaterThanOrEqualTo(0));
        Assert.That(q.Max(), Is.LessThanOrEqualTo((1 / (0.05 * 2000)) + Tolerances.Rounding));
    }

    private static SolveResult Solved(TailProgram problem, EngineKind engine) => new ProgramSolver(problem.Program, new SolverSettings { Engine = engine, Tolerance = 1e-7 }).Solve();

    private static void AssertProved(SolveResult result)
    {
        Certificate certificate = result.Certificate;
        Assert.That(certificate.RelativeGap, Is.InRange(-Tolerances.ReferenceCertificate, Tolerances.ReferenceCertificate), certificate.ToString());
        Assert.That(certificate.RelativePrimalResidual, Is.LessThanOrEqualTo(Tolerances.Residual), certificate.ToString());
        Assert.That(certificate.DualResidual, Is.LessThanOrEqualTo(Tolerances.Residual), certificate.ToString());
    }
}
