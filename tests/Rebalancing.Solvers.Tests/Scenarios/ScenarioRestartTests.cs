namespace Rebalancing.Solvers.Tests.Scenarios;

/// <summary>Re-solves of the scenario engine: from the last answer, and in the memory of the solve before.</summary>
public class ScenarioRestartTests
{
    [Test]
    public void Solve_FromTheLastAnswer_IsTheSameAnswerInFewerIterations([Values(Company.Costs, Company.Costs | Company.LimitOnly, Company.Costs | Company.Groups)] object company)
    {
        var problem = new TailProgram(31, 4000, 40, (Company)company);
        SolverSettings settings = new() { Engine = EngineKind.Scenarios };
        var solver = new ProgramSolver(problem.Program, settings);
        SolveResult first = solver.Solve();
        (double objective, int iterations) = (first.Objective, first.Iterations);
        StartingPrices start = solver.CapturePrices()!;
        SolveResult again = new ProgramSolver(problem.Program, settings).Solve(start);
        Assert.That(again.Engine, Is.EqualTo(EngineKind.Scenarios), again.EngineReason);
        Assert.That(again.Objective, Is.EqualTo(objective).Within(2e-6 * Math.Max(1e-3, Math.Abs(objective))));
        Assert.That(again.Iterations, Is.LessThan(iterations));
        Assert.That(solver.Solve(new SolveRequest { ContinuesLast = true }).Objective, Is.EqualTo(objective).Within(2e-6 * Math.Max(1e-3, Math.Abs(objective))));
    }

    /// <summary>
    /// The certificate takes the covariance's tangent at the answer it is given. A gap proved with the tangent of one round and the objective of another is true, but not what the
    /// answer and its multipliers prove.
    /// </summary>
    [Test]
    public void Solve_WithACovariance_TheAnswerAndItsMultipliersProveTheToleranceThemselves([Range(1, 12)] int seed)
    {
        const Company Kind = Company.Covariance | Company.LimitOnly;
        SolverSettings settings = new() { Engine = EngineKind.Scenarios };
        var solver = new ProgramSolver(new TailProgram(seed, 3000, 60, Kind).Program, settings);
        AssertProvesItself(solver.Solve(), settings.Tolerance);
        StartingPrices start = solver.CapturePrices()!;
        foreach (double tilt in (double[])[1e-5, 1e-4, 5e-4])
            AssertProvesItself(new ProgramSolver(new TailProgram(seed, 3000, 60, Kind, tilt).Program, settings).Solve(start), settings.Tolerance);
    }

    private static void AssertProvesItself(SolveResult result, double tolerance)
    {
        Assert.That(result.Engine, Is.EqualTo(EngineKind.Scenarios), result.EngineReason);
        Assert.That(result.Certificate.RelativeGap, Is.LessThanOrEqualTo(tolerance), result.Certificate.ToString());
    }

    /// <summary>A solve from the beginning knows nothing of the solves before it in the same memory: two tails that a limit charges guess their prices from all tails' values.</summary>
    [Test]
    public void Solve_FromTheBeginning_HasTheSameBitsWhateverWasSolvedBefore(
        [Values(Company.Costs, Company.Costs | Company.TwoLimits, Company.Covariance | Company.LimitOnly, Company.Costs | Company.Uneven | Company.TwoLimits)] object company)
    {
        var problem = new TailProgram(34, 4000, 100, (Company)company);
        var solver = new ProgramSolver(problem.Program, new SolverSettings { Engine = EngineKind.Scenarios });
        SolveResult result = solver.Solve();
        (double[] first, int iterations, string reason) = (result.Values(problem.Weights).ToArray(), result.Iterations, result.EngineReason);
        for (int again = 0; again < 3; again++)
        {
            result = solver.Solve();
            Assert.That(result.Values(problem.Weights).ToArray(), Is.EqualTo(first));
            Assert.That((result.Iterations, result.EngineReason), Is.EqualTo((iterations, reason)));
        }
    }

    [Test]
    public void Solve_FromAnAnswerOfAnotherShape_StartsFromTheBeginning()
    {
        SolverSettings settings = new() { Engine = EngineKind.Scenarios };
        var other = new ProgramSolver(new TailProgram(31, 900, 20, Company.Costs).Program, settings);
        other.Solve();
        var problem = new TailProgram(32, 900, 25, Company.Costs);
        double[] cold = new ProgramSolver(problem.Program, settings).Solve().Values(problem.Weights).ToArray();
        Assert.That(new ProgramSolver(problem.Program, settings).Solve(other.CapturePrices()).Values(problem.Weights).ToArray(), Is.EqualTo(cold));
    }

    [Test]
    public void Solve_InTheMemoryOfTheSolveBefore_AllocatesNothing(
        [Values(Company.Costs, Company.Costs | Company.Groups, Company.Costs | Company.Uneven | Company.TwoLimits, Company.Covariance | Company.LimitOnly | Company.Factors, Company.Costs | Company.TwoLimits)] object company)
    {
        var problem = new TailProgram(33, 4000, 40, (Company)company);
        var solver = new ProgramSolver(problem.Program, new SolverSettings { Engine = EngineKind.Scenarios });
        solver.Solve();
        solver.Solve();
        Assert.That(Allocation.Least(() => solver.Solve()), Is.Zero);
    }
}
