namespace Rebalancing.Solvers.Tests.Reference;

/// <summary>
/// The convex quadratic programs of Maros and Meszaros with at most 3,000 variables and rows, as they stand: rank-deficient, badly scaled,
/// degenerate. Each is solved to a certificate of 1e-6 and to the published objective.
/// </summary>
public class MarosMeszarosTests
{
    private const int LargestInLongRuns = 3000;
    private const int LargestInEveryRun = 500;

    // VALUES' printed numbers have the eigenvalue -1.27e-5 beside 10.8: not convex as they stand
    private const string SlightlyIndefinite = "VALUES";
    private const double Shift = 1.3e-5;

    private static IEnumerable<IndexedProblem> Small => ReferenceRun.Upto(ProblemSet.MarosMeszaros, LargestInEveryRun);

    [TestCaseSource(nameof(Small))]
    public void Solve_SmallProblem_ReachesThePublishedObjective(IndexedProblem entry) => Assert.That(Solve(entry).Faults, Is.Empty);

    [Category("Long")]
    [Test]
    public void Solve_EveryProblemUpTo3000_ReachesThePublishedObjective() =>
        Assert.That(ReferenceRun.SolveAll(ReferenceRun.Upto(ProblemSet.MarosMeszaros, LargestInLongRuns), Solve).Where(run => run.Faults.Count > 0), Is.Empty);

    [Test]
    public void Solve_TheIndefiniteProblem_IsRefusedWithItsEigenvalue() =>
        Assert.That(() => new GeneralQuadratic(ProblemSet.MarosMeszaros[SlightlyIndefinite].Read()).Pose().Solve(), Throws.ArgumentException.With.Message.Contains("-1.27"));

    [Test]
    public void Solve_TenThousandVariablesWithADiagonal_ReachesThePublishedObjective()
    {
        IndexedProblem entry = ProblemSet.MarosMeszaros["HUES-MOD"];
        var general = new GeneralQuadratic(entry.Read());
        (StructuredProgram program, Block columns, Block rows) = general.Record();
        SolveResult result = new ProgramSolver(program).Solve();

        ReferenceRun run = ReferenceRun.Judge(
            entry.Name, general, result.Status, result.Iterations, result.Values(columns).ToArray(), result.Prices(rows).ToArray(), entry.PublishedObjective!.Value, Tolerances.PublishedFewDigits);

        Assert.That(run.Faults, Is.Empty);
    }

    private static ReferenceRun Solve(IndexedProblem entry) => ReferenceRun.Solve(
        entry.Name, new GeneralQuadratic(entry.Read()) { DiagonalShift = entry.Name == SlightlyIndefinite ? Shift : 0 }, entry.PublishedObjective!.Value, Tolerances.PublishedFewDigits);
}
