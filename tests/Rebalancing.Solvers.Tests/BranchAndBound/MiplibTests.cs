namespace Rebalancing.Solvers.Tests.BranchAndBound;

/// <summary>Small mixed-integer linear programs of MIPLIB 3 through branch and bound, against the published optima: no curvature, no structure, nothing this solver is made for.</summary>
[Category("Long")]
public class MiplibTests
{
    [TestCase("p0033")]
    [TestCase("stein27")]
    public void Solve_SmallInstance_HasThePublishedOptimum(string name)
    {
        IndexedProblem indexed = ProblemSet.Miplib3[name];
        QuadraticProblem problem = indexed.Read();
        DiscreteResult result = new DiscreteSolver(Pose(problem, out Block x), new DiscreteSettings { RelativeGap = 1e-6, MaxNodes = 60_000 }).Solve();
        TestContext.Out.WriteLine(FormattableString.Invariant($"{name}: {result.Status}, objective {result.Objective + problem.Constant:R}, bound {result.Bound + problem.Constant:R}, published {indexed.PublishedObjective:R}, {result.Nodes} nodes, {result.Elapsed.TotalSeconds:0.0} s"));
        double published = indexed.PublishedObjective!.Value;
        Assert.That(result.Status, Is.EqualTo(SolveStatus.Optimal).Or.EqualTo(SolveStatus.OptimalWithinGap));
        Assert.That(problem.Violation(result.Values(x)), Is.LessThan(1e-6 * (1 + Math.Abs(published))));
        Assert.That(result.Objective + problem.Constant, Is.EqualTo(published).Within(1e-5 * (1 + Math.Abs(published))));
    }

    private static StructuredProgram Pose(QuadraticProblem problem, out Block x)
    {
        int n = problem.VariableCount, m = problem.RowCount;
        double[,] dense = problem.Rows.ToDense();
        List<int> starts = [0], columns = [];
        List<double> values = [];
        for (int r = 0; r < m; r++)
        {
            for (int j = 0; j < n; j++)
                if (dense[r, j] != 0)
                {
                    columns.Add(j);
                    values.Add(dense[r, j]);
                }

            starts.Add(columns.Count);
        }

        var builder = new ProgramBuilder();
        x = builder.Variables(n, "x");
        builder.Linear(x, problem.Linear);
        builder.Bounds(x, problem.Lower, problem.Upper);
        builder.Bounds(builder.Image(new SparseMap(m, n, [.. starts], [.. columns], [.. values]), x), problem.RowLower, problem.RowUpper);
        var step = new double[n];
        foreach (int j in problem.Integers) step[j] = 1;
        builder.Multiples(x, step);
        return builder.Build();
    }
}
