using Rebalancing.Testing;

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

    /// <summary>
    /// Re-solves near an answer read only the scenarios that a bound on their losses leaves in doubt. Small and large changes, one and several tails, weights of their own, thresholds
    /// that are given: value, status and bound are the certificate's, which reads every scenario, and the answer is that of a solve from the beginning.
    /// </summary>
    [Test]
    public void Solve_NearAnEarlierAnswer_IsProvedOverAllScenarios(
        [Values(
            Company.Costs, Company.Costs | Company.Uneven, Company.Costs | Company.TwoLimits, Company.Costs | Company.Benchmark, Company.Costs | Company.Deviation, Company.Costs | Company.Duplicates,
            Company.Covariance | Company.LimitOnly, Company.Costs | Company.TwoSets, Company.Costs | Company.Ties, Company.Costs | Company.HighShare, Company.Costs | Company.Deviation | Company.Uneven)] object company,
        [Values(1e-6, 1e-5, 1e-4, 2e-3)] double tilt)
    {
        SolverSettings settings = new() { Engine = EngineKind.Scenarios, Tolerance = 1e-7 };
        var solver = new ProgramSolver(new TailProgram(35, 6000, 40, (Company)company).Program, settings);
        solver.Solve();
        var problem = new TailProgram(35, 6000, 40, (Company)company, tilt);
        SolveResult near = new ProgramSolver(problem.Program, settings).Solve(solver.CapturePrices()), cold = new ProgramSolver(problem.Program, settings).Solve();
        Assert.That((near.Engine, near.Status), Is.EqualTo((EngineKind.Scenarios, SolveStatus.Optimal)), near.EngineReason);
        double size = Math.Max(1e-3, Math.Abs(near.Objective));
        Assert.That(near.Certificate.RelativeGap, Is.InRange(-Tolerances.ReferenceCertificate, 2 * settings.Tolerance), near.Certificate.ToString());
        Assert.That(near.Certificate.PrimalResidual, Is.LessThanOrEqualTo(Tolerances.Residual), near.Certificate.ToString());
        Assert.That(near.LowerBound, Is.LessThanOrEqualTo(near.Certificate.Objective + (Tolerances.ReferenceCertificate * size)));
        Assert.That(near.Certificate.Objective, Is.EqualTo(cold.Certificate.Objective).Within(2 * settings.Tolerance * size));
    }

    /// <summary>Losses that a solver still knows from the solve before serve as a pass would: bits depend on the start that was given, not on what else the solver has done.</summary>
    [Test]
    public void Solve_FromAStart_HasTheSameBitsInAnySolver([Values(Company.Costs, Company.Costs | Company.Benchmark, Company.Costs | Company.TwoLimits)] object company)
    {
        SolverSettings settings = new() { Engine = EngineKind.Scenarios, Tolerance = 1e-7 };
        var problem = new TailProgram(36, 6000, 40, (Company)company, 1e-5);
        var first = new ProgramSolver(new TailProgram(36, 6000, 40, (Company)company).Program, settings);
        first.Solve();
        StartingPrices start = first.CapturePrices()!;
        var used = new ProgramSolver(problem.Program, settings);
        double[] own = used.Solve().Values(problem.Weights).ToArray();
        StartingPrices other = used.CapturePrices()!;
        double[] once = used.Solve(start).Values(problem.Weights).ToArray(), again = used.Solve(start).Values(problem.Weights).ToArray();
        used.Solve(other);
        Assert.That(used.Solve(start).Values(problem.Weights).ToArray(), Is.EqualTo(once));
        Assert.That(again, Is.EqualTo(once));
        Assert.That(new ProgramSolver(problem.Program, settings).Solve(start).Values(problem.Weights).ToArray(), Is.EqualTo(once));
        Assert.That(used.Solve().Values(problem.Weights).ToArray(), Is.EqualTo(own));
    }

    [Test]
    public void Solve_AChainOfSmallChanges_StaysTheAnswerOfASolveFromTheBeginning()
    {
        SolverSettings settings = new() { Engine = EngineKind.Scenarios, Tolerance = 1e-7 };
        StartingPrices? start = null;
        for (int day = 0; day < 8; day++)
        {
            var problem = new TailProgram(37, 12_000, 30, Company.Costs, 4e-5 * day);
            var solver = new ProgramSolver(problem.Program, settings);
            SolveResult result = solver.Solve(start);
            double objective = new ProgramSolver(problem.Program, settings).Solve().Objective;
            Assert.That(result.Objective, Is.EqualTo(objective).Within(2 * settings.Tolerance * Math.Max(1e-3, Math.Abs(objective))), $"day {day}: {result.EngineReason}");
            start = solver.CapturePrices();
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
