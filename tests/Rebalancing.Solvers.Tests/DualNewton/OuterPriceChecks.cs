using Rebalancing.Testing;

namespace Rebalancing.Solvers.Tests.DualNewton;

/// <summary>What every search over multipliers around the dual Newton method must keep, whatever the multipliers are of.</summary>
internal static class OuterPriceChecks
{
    public static SolverSettings Interior { get; } = new() { Engine = EngineKind.InteriorPoint };

    /// <summary>The answer is the interior point's optimum and passes the checker that shares no code with either engine.</summary>
    /// <param name="program">Solved once by each engine.</param>
    /// <param name="seed">Named on failure.</param>
    /// <param name="mayHandOver">Whether the interior point may have taken over.</param>
    /// <returns>Both answers.</returns>
    public static (SolveResult Found, SolveResult Expected) AssertOptimum(StructuredProgram program, int seed, bool mayHandOver = false)
    {
        SolveResult found = new ProgramSolver(program).Solve(), expected = new ProgramSolver(program, Interior).Solve();

        Assert.That(expected.Status, Is.EqualTo(SolveStatus.Optimal), $"seed {seed}");
        Assert.That(mayHandOver || found.Engine == EngineKind.DualNewton, $"seed {seed}: {found.EngineReason}");
        Assert.That(found.Status, Is.EqualTo(SolveStatus.Optimal));
        Assert.That(found.Objective, Is.EqualTo(expected.Objective).Within(Tolerances.SolverAgreement * Math.Abs(expected.Objective)), $"seed {seed}");
        Assert.That(found.Certificate.RelativePrimalResidual, Is.LessThan(Tolerances.Residual), $"seed {seed}");
        Assert.That(found.Certificate.RelativeGap, Is.LessThan(Tolerances.SolverAgreement), $"seed {seed}");
        return (found, expected);
    }

    /// <summary>A cutoff this part of the objective below the optimum ends the solve with a bound between the two, which the independent checker finds again from the multipliers.</summary>
    public static void AssertCutOff(StructuredProgram program, double part)
    {
        var solver = new ProgramSolver(program);
        double optimum = solver.Solve().Objective, size = Math.Abs(optimum), cutoff = optimum - (part * size);
        SolveResult result = solver.Solve(new SolveRequest { ObjectiveCutoff = cutoff });

        Assert.That(result.Status, Is.EqualTo(SolveStatus.CutOff));
        Assert.That(result.LowerBound, Is.GreaterThan(cutoff).And.LessThanOrEqualTo(optimum + (Tolerances.Objective * size)));
        Assert.That(result.Certificate.LowerBound, Is.InRange(result.LowerBound - (Tolerances.Objective * size), optimum + (Tolerances.Objective * size)), "the independent bound from the same multipliers");
    }

    /// <summary>Going on from the last answer gives the same objective; starting anew gives the same bits.</summary>
    /// <returns>Iterations from the beginning and from the last answer.</returns>
    public static (int Cold, int Continued) AssertContinues(StructuredProgram program)
    {
        var solver = new ProgramSolver(program);
        SolveResult result = solver.Solve();
        (double first, int cold) = (result.Objective, result.Iterations);
        SolveResult again = solver.Solve(new SolveRequest { ContinuesLast = true });
        int continued = again.Iterations;

        Assert.That(again.Status, Is.EqualTo(SolveStatus.Optimal));
        Assert.That(again.Objective, Is.EqualTo(first).Within(Tolerances.Objective * Math.Abs(first)));
        Assert.That(solver.Solve().Objective, Is.EqualTo(first), "from the beginning, to the bit");
        return (cold, continued);
    }

    public static void AssertAllocatesNothing(StructuredProgram program)
    {
        var solver = new ProgramSolver(program);
        for (int warm = 0; warm < 3; warm++)
            _ = solver.Solve();
        Assert.That(Allocation.Least(() => solver.Solve()), Is.Zero);
    }
}
