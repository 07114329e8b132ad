using System.Diagnostics;
using System.Globalization;
using Google.OrTools.LinearSolver;
using Rebalancing.Solvers.MixedInteger;
using LinearObjective = Google.OrTools.LinearSolver.Objective;

namespace Rebalancing.Solvers;

/// <summary>
/// Hands linear and mixed-integer linear programs to Google OR-Tools, in the manner of <see cref="DiscreteSolver"/>: large programs over scenarios to GLOP or PDLP, linear programs with choices
/// to SCIP or CP-SAT. Programs with curvature (risk as a variance, impact) are refused by name.
/// </summary>
/// <remarks>Not thread-safe: one solver, one caller.</remarks>
public sealed class OrToolsSolver
{
    /// <param name="program">What to solve; its numbers are read at every solve.</param>
    /// <param name="settings">Engine, gap and limits; default all defaults.</param>
    public OrToolsSolver(StructuredProgram program, OrToolsSettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(program);
        Program = program;
        Settings = settings ?? new OrToolsSettings();
    }

    /// <summary>What is solved.</summary>
    public StructuredProgram Program { get; }

    /// <summary>How.</summary>
    public OrToolsSettings Settings { get; }

    /// <summary>Solves the program's current numbers.</summary>
    /// <exception cref="NotSupportedException">The program is not linear, a choice has no finite bounds, or OR-Tools was built without the engine.</exception>
    public OrToolsResult Solve()
    {
        LinearFormWriter writer = LinearFormWriter.Of(Program);
        OrToolsEngine engine = Settings.Engine ?? (writer.Form.IsWhole.Contains(true) ? OrToolsEngine.Scip : OrToolsEngine.Glop);
        string name = engine switch
        {
            OrToolsEngine.Glop => "GLOP",
            OrToolsEngine.Pdlp => "PDLP",
            OrToolsEngine.Scip => "SCIP",
            OrToolsEngine.CpSat => "SAT",
            _ => throw new InvalidOperationException($"unknown engine {engine}"),
        };
        bool isSearch = engine is OrToolsEngine.Scip or OrToolsEngine.CpSat;
        if (!isSearch && writer.Form.IsWhole.Contains(true))
            throw new NotSupportedException($"{engine} knows no whole numbers; the program has choices");
        using Solver solver = Solver.CreateSolver(name) ?? throw new NotSupportedException($"this build of OR-Tools has no {name}");
        Variable[] columns = Pose(writer.Form, solver);
        SetLimits(solver, engine);
        long begun = Stopwatch.GetTimestamp();
        Solver.ResultStatus status = solver.Solve();
        TimeSpan elapsed = Stopwatch.GetElapsedTime(begun);
        bool hasPoint = status is Solver.ResultStatus.OPTIMAL or Solver.ResultStatus.FEASIBLE;
        double[]? values = hasPoint ? [.. columns.Select(column => column.SolutionValue())] : null;
        double objective = hasPoint ? solver.Objective().Value() : double.NaN;
        double bound = isSearch && hasPoint ? solver.Objective().BestBound() : status == Solver.ResultStatus.OPTIMAL ? objective : double.NaN;
        return new OrToolsResult(StatusOf(status, isSearch, objective, bound), objective, bound, isSearch ? solver.Nodes() : 0, elapsed, writer, values);
    }

    private static Variable[] Pose(LinearForm form, Solver solver)
    {
        LinearObjective objective = solver.Objective();
        var columns = new Variable[form.Columns];
        for (int j = 0; j < columns.Length; j++)
        {
            string name = string.Create(CultureInfo.InvariantCulture, $"x{j}");
            columns[j] = form.IsWhole[j] ? solver.MakeIntVar(form.Lower[j], form.Upper[j], name) : solver.MakeNumVar(form.Lower[j], form.Upper[j], name);
            if (form.Cost[j] != 0) objective.SetCoefficient(columns[j], form.Cost[j]);
        }
        objective.SetOffset(form.Constant);
        objective.SetMinimization();
        foreach (LinearFormRow row in form.Rows)
        {
            Constraint constraint = solver.MakeConstraint(row.Lower, row.Upper);
            // entries of one column are added up: the second call would replace the first
            foreach (IGrouping<int, (int Column, double Coefficient)> entries in row.Entries.GroupBy(entry => entry.Column))
                constraint.SetCoefficient(columns[entries.Key], entries.Sum(entry => entry.Coefficient));
        }
        return columns;
    }

    private void SetLimits(Solver solver, OrToolsEngine engine)
    {
        if (Settings.TimeLimit is { } limit) solver.SetTimeLimit((long)Math.Ceiling(limit.TotalMilliseconds));
        string gap = Settings.RelativeGap.ToString("R", CultureInfo.InvariantCulture);
        string parameters = engine switch
        {
            OrToolsEngine.Scip => $"limits/gap = {gap}",
            OrToolsEngine.CpSat => $"relative_gap_limit: {gap}",
            _ => "",
        };
        if (parameters.Length > 0 && !solver.SetSolverSpecificParametersAsString(parameters)) throw new NotSupportedException($"{engine} does not understand '{parameters}'");
    }

    private SolveStatus StatusOf(Solver.ResultStatus status, bool isSearch, double objective, double bound) => status switch
    {
        Solver.ResultStatus.OPTIMAL when isSearch && objective - bound > 1e-9 * Math.Abs(objective) => SolveStatus.OptimalWithinGap,
        Solver.ResultStatus.OPTIMAL => SolveStatus.Optimal,
        Solver.ResultStatus.FEASIBLE when isSearch && objective - bound <= Settings.RelativeGap * Math.Abs(objective) => SolveStatus.OptimalWithinGap,
        Solver.ResultStatus.FEASIBLE => SolveStatus.TimeLimit,
        Solver.ResultStatus.INFEASIBLE => SolveStatus.Infeasible,
        Solver.ResultStatus.UNBOUNDED => SolveStatus.Unbounded,
        Solver.ResultStatus.NOT_SOLVED => Settings.TimeLimit is null ? SolveStatus.NumericalFailure : SolveStatus.TimeLimit,
        _ => SolveStatus.NumericalFailure,
    };
}
