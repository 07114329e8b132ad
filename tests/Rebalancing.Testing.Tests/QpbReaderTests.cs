namespace Rebalancing.Testing.Tests;

public class QpbReaderTests
{
    // The sets with what their README says: number of problems.
    private static readonly (ProblemSet Set, int Count)[] Sets =
    [
        (ProblemSet.MarosMeszaros, 93), (ProblemSet.Netlib, 65), (ProblemSet.Miplib3, 38), (ProblemSet.FrangioniGentile, 21),
    ];

    [Test]
    public void Problems_OfEachSet_AreAsManyAsItsSourceSays()
    {
        foreach (var (set, count) in Sets) Assert.That(set.Problems, Has.Count.EqualTo(count));
    }

    [Test]
    public void Read_EveryProblemWithSizesInItsIndex_HasTheseSizes()
    {
        foreach (var problem in ProblemSet.MarosMeszaros.Problems) AssertSizes(problem, "nnz_P_upper", "nnz_A");
        foreach (var problem in ProblemSet.Netlib.Problems) AssertSizes(problem, null, "nnz");
        foreach (var problem in ProblemSet.Miplib3.Problems)
        {
            AssertSizes(problem, null, "nnz");
            Assert.That(problem.Read().Integers, Has.Length.EqualTo((int)problem.Index.Number(problem.IndexRow, "integers")!.Value), problem.Name);
        }
    }

    [Test]
    public void Read_FrangioniGentile_HasABinaryForEachAssetAndTheStatedReturn()
    {
        foreach (var entry in ProblemSet.FrangioniGentile.Problems)
        {
            var problem = entry.Read();
            var assets = (int)entry.Index.Number(entry.IndexRow, "assets")!.Value;
            Assert.That(problem.VariableCount, Is.EqualTo(2 * assets), entry.Name);
            Assert.That(problem.Integers, Is.EqualTo(Enumerable.Range(assets, assets)), entry.Name);
            Assert.That(problem.RowLower, Has.Some.EqualTo(entry.Index.Number(entry.IndexRow, "rho")!.Value).Within(Tolerances.Rounding), entry.Name);
            Assert.That(entry.PublishedLowerBound, Is.LessThanOrEqualTo(entry.PublishedObjective!.Value), entry.Name);
        }
    }

    // Solutions from the problems' own descriptions: Hock and Schittkowski, problems 21, 35 (modified), 51 and 268.
    [TestCase("HS21", new[] { 2.0, 0 })]
    [TestCase("HS35MOD", new[] { 1.5, 0.5, 0.5 })]
    [TestCase("HS51", new[] { 1.0, 1, 1, 1, 1 })]
    [TestCase("S268", new[] { 1.0, 2, -1, 3, -4 })]
    public void Objective_AtAKnownSolution_IsThePublishedOne(string name, double[] solution)
    {
        var entry = ProblemSet.MarosMeszaros[name];
        var problem = entry.Read();
        // the published value of S268, 5.7310705e-07, is the roundoff of a sum of terms near 1e4 that is zero in exact arithmetic
        var scale = problem.Linear.Zip(solution, (q, x) => Math.Abs(q * x)).Sum();
        Assert.That(problem.Violation(solution), Is.Zero);
        Assert.That(problem.Objective(solution), Is.EqualTo(entry.PublishedObjective!.Value).Within(Tolerances.PublishedEightDigits + Tolerances.LinearAlgebra * scale));
    }

    [Test]
    public void Read_AFileOfAnotherFormat_SaysSo()
    {
        Assert.That(() => QpbReader.Read(ReferenceFolder.Combine("qp", "README.md")), Throws.InstanceOf<InvalidDataException>());
    }

    private static void AssertSizes(IndexedProblem entry, string? quadraticColumn, string rowsColumn)
    {
        var problem = entry.Read();
        int? Stated(string column) => (int?)entry.Index.Number(entry.IndexRow, column);
        Assert.That(problem.VariableCount, Is.EqualTo(Stated("n")), entry.Name);
        Assert.That(problem.RowCount, Is.EqualTo(Stated("m")), entry.Name);
        Assert.That(problem.Constant, Is.EqualTo(entry.Index.Number(entry.IndexRow, "constant")), entry.Name);
        Assert.That(problem.Rows.Values, Has.Length.EqualTo(Stated(rowsColumn)), entry.Name);
        Assert.That(problem.QuadraticUpper.Values, Has.Length.EqualTo(quadraticColumn is null ? 0 : Stated(quadraticColumn)), entry.Name);
    }
}
