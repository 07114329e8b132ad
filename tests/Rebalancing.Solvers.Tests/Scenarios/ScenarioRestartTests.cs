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
        [Values(Company.Costs, Company.Costs | Company.Groups, Company.Costs | Company.Uneven | Company.TwoLimits, Company.Covariance | Company.LimitOnly | Company.Factors)] object company)
    {
        var problem = new TailProgram(33, 4000, 40, (Company)company);
        var solver = new ProgramSolver(problem.Program, new SolverSettings { Engine = EngineKind.Scenarios });
        solver.Solve();
        solver.Solve();
        Assert.That(Allocation.Least(() => solver.Solve()), Is.Zero);
    }
}
