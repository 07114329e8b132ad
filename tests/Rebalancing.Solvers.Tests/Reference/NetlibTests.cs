namespace Rebalancing.Solvers.Tests.Reference;

/// <summary>
/// The linear programs of Netlib with at most 3,000 variables and rows, as they stand, through the general front: each solved to a certificate of 1e-6 and to
/// the published objective.
/// </summary>
public class NetlibTests
{
    private const int LargestInLongRuns = 3000;
    private const int LargestInEveryRun = 300;

    private static IEnumerable<IndexedProblem> Small => ReferenceRun.Upto(ProblemSet.Netlib, LargestInEveryRun);

    [TestCaseSource(nameof(Small))]
    public void Solve_SmallProblem_ReachesThePublishedObjective(IndexedProblem entry) => Assert.That(Solve(entry).Faults, Is.Empty);

    /// <summary>Rewards far larger than the coordinates' stiffness near the end: a proximal term of one size would hold them in place.</summary>
    [TestCase("agg")]
    [TestCase("finnis")]
    [TestCase("pilot4")]
    public void Solve_LargeAnswersOfLittleStiffness_ReachesThePublishedObjective(string name) => Assert.That(Solve(ProblemSet.Netlib[name]).Faults, Is.Empty);

    [Category("Long")]
    [Test]
    public void Solve_EveryProblemUpTo3000_ReachesThePublishedObjective() =>
        Assert.That(ReferenceRun.SolveAll(ReferenceRun.Upto(ProblemSet.Netlib, LargestInLongRuns), Solve).Where(run => run.Faults.Count > 0), Is.Empty);

    /// <summary>Objectives are published for all but E226, whose table gives its value without the objective's constant; and with few digits for a few, which another solver's full digits replace.</summary>
    private static ReferenceRun Solve(IndexedProblem entry)
    {
        double peer = entry.Index.Number(entry.IndexRow, "highs_objective_here")!.Value;
        double published = entry.PublishedObjective ?? peer;
        bool isShort = Math.Abs(published - peer) > Tolerances.ReferenceCertificate * (1 + Math.Abs(peer));
        return ReferenceRun.Solve(entry.Name, new GeneralQuadratic(entry.Read()), published, isShort ? Tolerances.PublishedFewDigits : Tolerances.ReferenceCertificate);
    }
}
