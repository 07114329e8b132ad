using System.Globalization;
using System.Text;

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

    private static IEnumerable<IndexedProblem> Small => Upto(LargestInEveryRun);

    private static IEnumerable<IndexedProblem> All => Upto(LargestInLongRuns);

    [TestCaseSource(nameof(Small))]
    public void Solve_SmallProblem_ReachesThePublishedObjective(IndexedProblem entry)
    {
        Row row = Solve(entry);

        Assert.That(row.Faults, Is.Empty);
    }

    [Category("Long")]
    [Test]
    public void Solve_EveryProblemUpTo3000_ReachesThePublishedObjective()
    {
        var rows = new List<Row>();
        foreach (IndexedProblem entry in All)
        {
            rows.Add(Solve(entry));
            TestContext.Progress.WriteLine(rows[^1].ToString());
        }

        TestContext.Out.WriteLine(Table(rows));
        Assert.That(rows.Where(row => row.Faults.Count > 0), Is.Empty);
    }

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

        Row row = Judge(entry, general, result.Status, result.Iterations, result.Values(columns).ToArray(), result.Prices(rows).ToArray());

        Assert.That(row.Faults, Is.Empty);
    }

    private static IEnumerable<IndexedProblem> Upto(int size) =>
        ProblemSet.MarosMeszaros.Problems.Where(p => p.Index.Number(p.IndexRow, "n") + p.Index.Number(p.IndexRow, "m") <= size);

    private static Row Solve(IndexedProblem entry)
    {
        var general = new GeneralQuadratic(entry.Read()) { DiagonalShift = entry.Name == SlightlyIndefinite ? Shift : 0 };
        QuadraticProgram program = general.Pose();
        QuadraticProgramResult result = program.Solve();
        return Judge(entry, general, result.Status, result.Iterations, result.Values.ToArray(), result.RowPrices.ToArray());
    }

    private static Row Judge(IndexedProblem entry, GeneralQuadratic general, SolveStatus status, int iterations, double[] x, double[] y)
    {
        (double objective, double violation, double gap, double dualResidual) = general.Judge(x, y);
        // relative to what is solved for: S268 is worth -14463 beside a constant of 14463
        double size = 1 + Math.Abs(objective - general.Problem.Constant);
        var faults = new List<string>();
        void Expect(bool met, FormattableString what)
        {
            if (!met) faults.Add(what.ToString(CultureInfo.InvariantCulture));
        }
        Expect(status == SolveStatus.Optimal, $"status {status}");
        Expect(violation <= Tolerances.ReferenceCertificate, $"violation {violation:E2}");
        Expect(dualResidual <= Tolerances.ReferenceCertificate, $"dual residual {dualResidual:E2}");
        Expect(Math.Abs(gap) <= Tolerances.ReferenceCertificate * size, $"gap {gap:E2}");
        Expect(Math.Abs(objective - entry.PublishedObjective!.Value) <= Tolerances.PublishedFewDigits * size, $"objective {objective:R}, published {entry.PublishedObjective:R}");
        return new(entry.Name, general.Problem.VariableCount, general.Problem.RowCount, status, iterations, objective, entry.PublishedObjective.Value, violation, dualResidual, gap / size, faults);
    }

    private static string Table(List<Row> rows)
    {
        var text = new StringBuilder();
        text.AppendLine("| problem | n | m | status | iterations | objective | published | violation | dual residual | relative gap | faults |");
        text.AppendLine("|---|---|---|---|---|---|---|---|---|---|---|");
        foreach (Row row in rows) text.AppendLine(row.ToString());
        return text.ToString();
    }

    private sealed record Row(
        string Name, int Variables, int Rows, SolveStatus Status, int Iterations, double Objective, double Published, double Violation, double DualResidual, double Gap, List<string> Faults)
    {
        public override string ToString() => string.Create(
            CultureInfo.InvariantCulture,
            $"| {Name} | {Variables} | {Rows} | {Status} | {Iterations} | {Objective:G9} | {Published:G9} | {Violation:E1} | {DualResidual:E1} | {Gap:E1} | {string.Join("; ", Faults)} |");
    }
}
