using Rebalancing.Testing;

namespace Rebalancing.Solvers.Tests.Scenarios;

/// <summary>
/// 300 random small programs, each with a tail and a random part of everything that may stand beside one, forced through the scenario engine and compared with the full interior point.
/// </summary>
public class ScenarioEngineRandomTests
{
    private const int Cases = 300;
    private const Company Anything = (Company)((2 * (int)Company.TwoSets) - 1);

    [Test]
    public void Solve_300RandomProgramsForcedThroughTheEngine_AgreeWithTheFullInteriorPoint([Range(0, 9)] int block)
    {
        Assert.Multiple(() =>
        {
            for (int seed = block * Cases / 10; seed < (block + 1) * Cases / 10; seed++)
                Compare(seed);
        });
    }

    private static void Compare(int seed)
    {
        var random = new TestRandom(50_000 + seed);
        var company = (Company)0;
        foreach (Company part in Enum.GetValues<Company>())
            if (random.Uniform(0, 1) < 0.2)
                company |= part & Anything;
        if ((company & Company.TooTight) != 0 && random.Uniform(0, 1) < 0.7)
            company &= ~Company.TooTight;
        int rows = 10 * (int)random.Uniform(5, 40), columns = (int)random.Uniform(3, 25);
        string what = $"seed {seed}: {rows} x {columns}, {company}";
        var problem = new TailProgram(seed, rows, columns, company);
        SolveResult forced = Solved(problem, EngineKind.Scenarios), full = Solved(problem, EngineKind.InteriorPoint);
        Assert.That(forced.Status, Is.EqualTo(full.Status), what);
        if (full.Status != SolveStatus.Optimal || forced.Status != SolveStatus.Optimal)
            return;
        Assert.That(forced.Engine, Is.EqualTo(EngineKind.Scenarios), $"{what}: {forced.EngineReason}");
        Assert.That(forced.Objective, Is.EqualTo(full.Objective).Within(Tolerances.ReferenceCertificate * Math.Max(1e-3, Math.Abs(full.Objective))), what);
        Certificate certificate = forced.Certificate;
        Assert.That(certificate.RelativeGap, Is.InRange(-Tolerances.ReferenceCertificate, Tolerances.ReferenceCertificate), $"{what}: {certificate}");
        Assert.That(certificate.RelativePrimalResidual, Is.LessThanOrEqualTo(Tolerances.Residual), $"{what}: {certificate}");
        Assert.That(certificate.DualResidual, Is.LessThanOrEqualTo(Tolerances.Residual), $"{what}: {certificate}");
    }

    private static SolveResult Solved(TailProgram problem, EngineKind engine) => new ProgramSolver(problem.Program, new SolverSettings { Engine = engine, Tolerance = 1e-7 }).Solve();
}
