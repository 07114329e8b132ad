using Rebalancing.Solvers.Certificates;

namespace Rebalancing.Solvers.Scenarios;

/// <summary>
/// Whether limits on tails can be met at all: what is charged to one of them is minimised under everything else, and where that stays above the limit,
/// <code>
///   min { charged(x) : all other limits }  >=  sum over the others of their multipliers' share  >  limit
/// </code>
/// the multipliers of that minimum with one unit of the limit's own contradict every point. Limits are taken one after the other, each under those before it, so that limits that
/// exclude one another only together are found too. The contradiction is recomputed from the program before it counts.
/// </summary>
internal sealed class LeastTail(StructuredProgram program, SolverSettings settings)
{
    /// <summary>Infeasible with proof, or how the solve was stopped from outside; null where nothing was proved.</summary>
    internal SolveStatus? Disprove(ReadOnlySpan<int> budgets, SolveResult result, CancellationToken cancellation, out string reason)
    {
        var isOff = new bool[program.BudgetCount];
        foreach (int budget in budgets)
            isOff[budget] = true;
        foreach (int budget in budgets)
        {
            StructuredProgram least = Minimising(budget, isOff);
            SolveResult? inner = null;
            ScenarioEngine? engine = null;
            inner = new SolveResult(new Solution(least)) { Completion = () => engine!.Complete(inner!.Solution) };
            inner.Forget(result.Deadline);
            engine = new ScenarioEngine(least, settings, inner, isAskedForLeast: true);
            if (!engine.TrySolve(SolveRequest.Default, cancellation, out reason))
                return null;
            result.Solution.Iterations += inner.Iterations;
            if (inner.Status != SolveStatus.Optimal)
                return inner.Status;
            double limit = program.Budgets[budget].Limit;
            if (inner.LowerBound > limit && Contradicts(inner.Solution, budget, result.Solution))
            {
                reason = FormattableString.Invariant($"a limit of {limit:G6} on a tail cannot be met: the other limits leave at least {inner.LowerBound:G6} of it");
                return SolveStatus.Infeasible;
            }

            isOff[budget] = false;
        }

        reason = "";
        return null;
    }

    /// <summary>The program with the charges to one budget as its objective; budgets that are off, and that one itself, are charged with nothing.</summary>
    private StructuredProgram Minimising(int budget, ReadOnlySpan<bool> isOff)
    {
        var copy = ProgramCopy.Of(program);
        for (int e = 0; e < copy.Functions.Count; e++)
        {
            FunctionEntry from = program.Functions[e];
            var counts = Charge.Of(from);
            bool isKept = counts.Budget >= 0 && !isOff[counts.Budget];
            copy.Functions[e] = new FunctionEntry(from.Kind, from.On, from.Owner)
            {
                Weight = counts.Budget == budget ? counts.Weight : 0,
                Budget = isKept ? counts.Budget : -1,
                BudgetWeight = isKept ? counts.Weight : 0,
                Matrix = from.Matrix,
                Scalar = from.Scalar,
                Start = from.Start,
                First = from.First,
                Second = from.Second,
                Third = from.Third,
            };
        }

        for (int b = 0; b < copy.Budgets.Count; b++)
            if (isOff[b])
                copy.Budgets[b].Limit = 1;
        return copy;
    }

    private bool Contradicts(Solution least, int budget, Solution proof)
    {
        proof.FitFlows();
        proof.TakeValues(least);
        proof.TakeMultipliers(least);
        proof.BudgetPrices[budget] = 1;
        return InfeasibilityProof.Holds(new CertificateChecker(program), proof);
    }
}
