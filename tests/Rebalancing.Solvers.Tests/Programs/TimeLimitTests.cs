using Rebalancing.Solvers.Explaining;
using Rebalancing.Solvers.Tests.BranchAndBound;
using Rebalancing.Solvers.Tests.DualNewton;
using Rebalancing.Solvers.Tests.InteriorPoint;
using Rebalancing.Solvers.Tests.Norms;
using Rebalancing.Solvers.Tests.Scenarios;
using Rebalancing.Solvers.Tests.Totals;

namespace Rebalancing.Solvers.Tests.Programs;

/// <summary>One clock for every way of solving: a generous limit changes no bit, and without time a solve ends as such.</summary>
public class TimeLimitTests
{
    private static readonly TimeSpan Ample = TimeSpan.FromDays(10_000);

    private static readonly Deadline Passed = Deadline.After(TimeSpan.Zero);

    private static readonly (string Name, EngineKind Asked, EngineKind Runs, Func<StructuredProgram> Make)[] Ways =
    [
        ("dual Newton", EngineKind.Auto, EngineKind.DualNewton, () => FactorProgram.Of(new FactorInstance(100, 8, 1), CostKind.Spread)),
        ("prices of totals", EngineKind.Auto, EngineKind.DualNewton, () => new TotalsProgram(3, netted: true).Program),
        ("price of a norm", EngineKind.Auto, EngineKind.DualNewton, () => new NormProgram(1, NormOf.Trades, hasVariance: true, radius: 0.02).Program),
        ("interior point", EngineKind.InteriorPoint, EngineKind.InteriorPoint, () => FactorProgram.Of(new FactorInstance(100, 8, 1), CostKind.Spread)),
        ("working columns", EngineKind.Auto, EngineKind.InteriorPoint, () => WorkingColumnsTests.Record(cap: 0.05, total: 1, seed: 1, withLimits: false)),
        ("scenarios", EngineKind.Scenarios, EngineKind.Scenarios, () => new TailProgram(1, 500, 12, Company.Costs).Program),
    ];

    private static IEnumerable<TestCaseData> Cases => Ways.Select((way, at) => new TestCaseData(at).SetArgDisplayNames(way.Name));

    [TestCaseSource(nameof(Cases))]
    public void Solve_AmpleTime_ChangesNothing(int way)
    {
        SolveResult free = Solver(way, Timeout.InfiniteTimeSpan).Solve(), limited = Solver(way, Ample).Solve();

        Assert.That(limited.Status, Is.EqualTo(SolveStatus.Optimal));
        Assert.That(limited.Engine, Is.EqualTo(Ways[way].Runs), limited.EngineReason);
        Assert.That(limited.Iterations, Is.EqualTo(free.Iterations));
        Assert.That(limited.Solution.Columns.Values, Is.EqualTo(free.Solution.Columns.Values));
    }

    [TestCaseSource(nameof(Cases))]
    public void Solve_NoTime_EndsAsTimeLimit(int way)
    {
        SolveResult result = Solver(way, TimeSpan.Zero).Solve();

        Assert.That(result.Status, Is.EqualTo(SolveStatus.TimeLimit));
        Assert.That(result.Engine, Is.EqualTo(Ways[way].Runs), "no engine takes over once the time is up");
        Assert.That(result.Objective, Is.NaN);
    }

    [TestCaseSource(nameof(Cases))]
    public void Solve_InsideASolveWhoseTimeIsUp_EndsAsTimeLimit(int way)
    {
        ProgramSolver solver = Solver(way, Ample);

        Assert.That(solver.Solve(start: null, Passed, CancellationToken.None).Status, Is.EqualTo(SolveStatus.TimeLimit));
        Assert.That(solver.Solve().Status, Is.EqualTo(SolveStatus.Optimal), "the next solve has its own time");
    }

    [Test]
    public void SolveDiscrete_WithAndWithoutTime_IsOptimalOrEndsAsTimeLimit([Values(1, 2)] int threads)
    {
        DiscreteResult free = SolveDiscrete(threads, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan), limited = SolveDiscrete(threads, Ample, Ample), none = SolveDiscrete(threads, TimeSpan.Zero, Timeout.InfiniteTimeSpan);

        Assert.That(limited.Status, Is.EqualTo(free.Status).And.EqualTo(SolveStatus.Optimal));
        Assert.That(limited.Objective, Is.EqualTo(free.Objective));
        Assert.That(limited.Nodes, Is.EqualTo(free.Nodes));
        Assert.That(none.Status, Is.EqualTo(SolveStatus.TimeLimit));
        Assert.That(none.Nodes, Is.Zero);
    }

    [Test]
    public void RunBatch_WithAndWithoutTime_EveryAccountHasItsOwn([Values(1, 2)] int workers)
    {
        foreach ((TimeSpan limit, SolveStatus expected) in new[] { (Ample, SolveStatus.Optimal), (TimeSpan.Zero, SolveStatus.TimeLimit) })
        {
            StructuredProgram[] programs = [.. Enumerable.Range(0, workers).Select(_ => Ways[0].Make())];
            var found = new SolveStatus[5];
            new BatchSolver(programs, new SolverSettings { TimeLimit = limit }).Run(found.Length, (_, _) => { }, (account, result) => found[account] = result.Status);
            Assert.That(found, Is.All.EqualTo(expected));
        }
    }

    /// <summary>x + y between 0 and 1, both as cheap: the interior point ends in the middle, and the face leads back to where x stood.</summary>
    [Test]
    public void SearchFace_WithAndWithoutTime_MovesOrLeavesTheAnswer()
    {
        var builder = new ProgramBuilder();
        Block columns = builder.Variables(2, "columns");
        builder.Bounds(columns, [0.0, 0.0], [1.0, 1.0]);
        builder.Bounds(builder.Image(new SumMap(2), columns), [0.0], [1.0]);
        builder.Linear(columns, [-1.0, -1.0]);
        SolveResult result = new ProgramSolver(builder.Build(), new SolverSettings { Engine = EngineKind.InteriorPoint }).Solve();
        var search = new FaceSearch(SolverSettings.Default);
        double[] before = [.. result.Values(columns)];

        result.Forget(Passed);
        Assert.That(search.Run(result, columns, [1.0, 0.0], [0, 1], CancellationToken.None), Is.False);
        Assert.That(result.Values(columns).ToArray(), Is.EqualTo(before));
        result.Forget(Deadline.After(Ample));
        Assert.That(search.Run(result, columns, [1.0, 0.0], [0, 1], CancellationToken.None), Is.True);
        Assert.That(result.Values(columns)[0], Is.EqualTo(1).Within(1e-8));
    }

    [Test]
    public void Deadline_SoonerOfTwo_IsTheOneThatHasPassed()
    {
        Deadline later = Deadline.After(Ample);

        Assert.That(default(Deadline).HasPassed, Is.False);
        Assert.That(Deadline.After(TimeSpan.MaxValue).HasPassed, Is.False, "beyond what the clock counts");
        Assert.That(later.HasPassed, Is.False);
        Assert.That(later.OrSooner(Passed).HasPassed && Passed.OrSooner(later).HasPassed && Deadline.Never.OrSooner(Passed).HasPassed && Passed.OrSooner(Deadline.Never).HasPassed);
        Assert.That(later.OrSooner(Deadline.Never), Is.EqualTo(later));
    }

    [Test]
    public void TimeLimit_Negative_IsRefused()
    {
        Assert.That(() => new SolverSettings { TimeLimit = TimeSpan.FromSeconds(-1) }, Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => new DiscreteSettings { TimeLimit = TimeSpan.FromSeconds(-1) }, Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(new SolverSettings { TimeLimit = Timeout.InfiniteTimeSpan }, Is.EqualTo(SolverSettings.Default));
    }

    private static ProgramSolver Solver(int way, TimeSpan limit) => new(Ways[way].Make(), new SolverSettings { Engine = Ways[way].Asked, TimeLimit = limit });

    private static DiscreteResult SolveDiscrete(int threads, TimeSpan search, TimeSpan convex) =>
        new DiscreteSolver(
            new ChoiceCase(7, 4, "AtMost").Record(), new DiscreteSettings { Threads = threads, TimeLimit = search, RelativeGap = 0, Convex = new SolverSettings { TimeLimit = convex } }).Solve();
}
