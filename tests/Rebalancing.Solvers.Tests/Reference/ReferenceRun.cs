using System.Globalization;
using System.Text;

namespace Rebalancing.Solvers.Tests.Reference;

/// <summary>One published problem solved through the general front and judged from the problem's own arrays: a row of a table.</summary>
internal sealed record ReferenceRun(
    string Name, int Variables, int Rows, SolveStatus Status, int Iterations, double Objective, double Expected, double Violation, double DualResidual, double Gap, IReadOnlyList<string> Faults)
{
    /// <summary>Solves the problem with default settings.</summary>
    public static ReferenceRun Solve(string name, GeneralQuadratic general, double expected, double tolerance)
    {
        QuadraticProgramResult result = general.Pose().Solve();
        return Judge(name, general, result.Status, result.Iterations, result.Values.ToArray(), result.RowPrices.ToArray(), expected, tolerance);
    }

    /// <summary>Solves every problem of a set up to a size, printing each row as it comes, and the table at the end.</summary>
    public static List<ReferenceRun> SolveAll(IEnumerable<IndexedProblem> problems, Func<IndexedProblem, ReferenceRun> solve)
    {
        var runs = new List<ReferenceRun>();
        foreach (IndexedProblem entry in problems)
        {
            runs.Add(solve(entry));
            TestContext.Progress.WriteLine(runs[^1].ToString());
        }
        TestContext.Out.WriteLine(Table(runs));
        return runs;
    }

    /// <summary>Judges an answer: status, certificate of 1e-6, and the objective within <paramref name="tolerance"/> of what is published.</summary>
    public static ReferenceRun Judge(
        string name, GeneralQuadratic general, SolveStatus status, int iterations, double[] x, double[] y, double expected, double tolerance)
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
        Expect(Math.Abs(objective - expected) <= tolerance * size, $"objective {objective:R}, published {expected:R}");
        return new(name, general.Problem.VariableCount, general.Problem.RowCount, status, iterations, objective, expected, violation, dualResidual, gap / size, faults);
    }

    /// <summary>The problems of a set whose variables and rows together are at most so many.</summary>
    public static IEnumerable<IndexedProblem> Upto(ProblemSet set, int size) =>
        set.Problems.Where(p => p.Index.Number(p.IndexRow, "n") + p.Index.Number(p.IndexRow, "m") <= size);

    /// <summary>A row of a Markdown table.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"| {Name} | {Variables} | {Rows} | {Status} | {Iterations} | {Objective:G9} | {Expected:G9} | {Violation:E1} | {DualResidual:E1} | {Gap:E1} | {string.Join("; ", Faults)} |");

    private static string Table(List<ReferenceRun> runs)
    {
        var text = new StringBuilder();
        text.AppendLine("| problem | n | m | status | iterations | objective | published | violation | dual residual | relative gap | faults |");
        text.AppendLine("|---|---|---|---|---|---|---|---|---|---|---|");
        foreach (ReferenceRun run in runs) text.AppendLine(run.ToString());
        return text.ToString();
    }
}
