using Rebalancing.Solvers.MixedInteger;

namespace Rebalancing.Solvers.Tests.BranchAndBound;

/// <summary>Programs written with binaries have the optimum of trying every combination, for each choice word; what is not linear is refused by name.</summary>
public class LinearFormTests
{
    private static readonly string[] Kinds = PlainChoice.Kinds.Split(',');

    [TestCaseSource(nameof(Kinds))]
    public void Of_OneWord_HasTheBestOfAllCombinations(string kind)
    {
        List<string> wrong = [];
        for (int seed = 1; seed <= 8; seed++)
        {
            var instance = new ChoiceCase(7000 + seed, 3, kind) { IsLinear = true };
            double best = instance.Enumerate();
            DiscreteResult result = SolveForm(LinearFormWriter.Of(instance.Record()).Form);
            bool right = double.IsPositiveInfinity(best) ? result.Status == SolveStatus.Infeasible : Math.Abs(result.Objective - best) <= Tolerances.SolverAgreement * (1 + Math.Abs(best));
            if (!right) wrong.Add(FormattableString.Invariant($"seed {seed}: {result.Status} {result.Objective:R}, enumeration {best:R}"));
        }

        Assert.That(wrong, Is.Empty);
    }

    [Test]
    public void Of_KinksPiecesBudgetsAndFlows_HasTheOptimumOfTheProgram([Range(1, 10)] int seed)
    {
        StructuredProgram program = PiecewiseProgram(new TestRandom(seed));
        SolveResult direct = new ProgramSolver(program, new SolverSettings { Tolerance = 1e-9 }).Solve();
        DiscreteResult form = SolveForm(LinearFormWriter.Of(program).Form);
        Assert.That(direct.Status, Is.EqualTo(SolveStatus.Optimal));
        Assert.That(form.Objective, Is.EqualTo(direct.Objective).Within(Tolerances.SolverAgreement * (1 + Math.Abs(direct.Objective))));
    }

    [Test]
    public void Of_ACurvedProgram_IsRefusedByName()
    {
        var instance = new ChoiceCase(1, 3, "AtMost");
        Assert.That(() => LinearFormWriter.Of(instance.Record()), Throws.InstanceOf<NotSupportedException>().With.Message.Contains("is not linear"));
    }

    [Test]
    public void Of_AChoiceWithoutFiniteBounds_IsRefusedByName()
    {
        var builder = new ProgramBuilder();
        Block x = builder.Variables(2, "x");
        builder.Linear(x, [1, 1]);
        builder.CountAtMost(x, [0, 1], 1);
        Assert.That(() => LinearFormWriter.Of(builder.Build()), Throws.InstanceOf<NotSupportedException>().With.Message.Contains("needs finite bounds"));
    }

    /// <summary>The form as a program again: whole columns are multiples of one.</summary>
    private static DiscreteResult SolveForm(LinearForm form)
    {
        var builder = new ProgramBuilder();
        int n = form.Columns;
        Block x = builder.Variables(n, "x");
        builder.Linear(x, [.. form.Cost]);
        builder.Bounds(x, [.. form.Lower], [.. form.Upper]);
        foreach (LinearFormRow row in form.Rows)
        {
            var dense = new double[n];
            foreach ((int column, double coefficient) in row.Entries) dense[column] += coefficient;
            builder.Bounds(builder.Image(new SumMap(dense), x), [row.Lower], [row.Upper]);
        }

        builder.Multiples(x, [.. form.IsWhole.Select(whole => whole ? 1.0 : 0.0)]);
        // constants are no words of a program: a column that is one
        Block one = builder.Variables(1, "one");
        builder.Bounds(one, [1], [1]);
        builder.Linear(one, [form.Constant]);
        return new DiscreteSolver(builder.Build(), new DiscreteSettings { RelativeGap = 1e-9, AbsoluteGap = 1e-10, Convex = new SolverSettings { Tolerance = 1e-9 } }).Solve();
    }

    private static StructuredProgram PiecewiseProgram(TestRandom random)
    {
        const int N = 5;
        var builder = new ProgramBuilder();
        double[] start = random.Simplex(N), cost = random.UniformVector(N, 0.001, 0.01);
        Block w = builder.Variables(N, "w"), z = builder.Offset(w, start);
        builder.Linear(w, random.UniformVector(N, -0.05, 0.05));
        builder.Kinked(z, new Kink { At = new double[N], SlopeBelow = [.. cost.Select(c => -c)], SlopeAbove = cost });
        builder.Pieces(w, new ConvexPieces { Start = [0, 2, 4, 6, 8, 10], FirstSlope = random.UniformVector(N, -0.1, 0), Breaks = [.. Enumerable.Range(0, 2 * N).Select(q => (q % 2 == 0 ? -0.1 : 0.3))], SlopeStep = random.UniformVector(2 * N, 0, 0.1) });
        builder.Bounds(w, new double[N], [.. Enumerable.Repeat(0.6, N)]);
        builder.Bounds(builder.Image(new SumMap(N), w), [1], [1]);
        int budget = builder.AddBudget(0.4);
        builder.Weight = 0;
        builder.ChargeTo(budget, 1);
        builder.Kinked(z, new Kink { At = new double[N], SlopeBelow = [.. Enumerable.Repeat(-1.0, N)], SlopeAbove = [.. Enumerable.Repeat(1.0, N)] });
        builder.ChargeTo(-1, 0);
        builder.Weight = 1;
        Block flows = builder.Flows(z, [0, 0, 2, 2], [1, -1, 1, -1], [0.4, 1, 0.5, 1], "buys and sells");
        builder.Linear(flows, [0.002, 0.003, 0.001, 0.004]);
        return builder.Build();
    }
}
