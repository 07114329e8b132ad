using Rebalancing.Lowering;
using Rebalancing.Solvers;

namespace Rebalancing.Planning;

/// <summary>
/// What would have to give way: every limit priced instead of forbidden, costs left out, the sum of violations as small as possible. Always solvable, so it
/// also settles whether an engine that found no answer had a question with one.
/// </summary>
internal static class Relaxation
{
    /// <summary>Violations below this are rounding, in each limit's own unit.</summary>
    private const double Rounding = 1e-6;

    /// <summary>The limits that give way, or none when all can be kept; null when the relaxed program itself was not solved.</summary>
    public static IReadOnlyList<Conflict>? Find(Mandate mandate, Account account, RebalanceSettings settings, CancellationToken cancellation)
    {
        var script = new MandateScript(mandate);
        var prices = new double[mandate.Limits.Count];
        Array.Fill(prices, 1.0);
        var writer = new RelaxingWriter(script, prices) { CostAllowance = 1.0 };
        StructuredProgram program = writer.Read(account.View);
        SolveResult result = new ProgramSolver(program, settings.Solver).Solve(cancellation);
        if (result.Status != SolveStatus.Optimal) return null;

        double[] weights = result.Values(writer.Holdings).ToArray();
        var evaluator = new EvaluatingWriter(script);
        double cash = 1 - weights.Sum();
        evaluator.Evaluate(account.View, weights, cash);
        evaluator.Evaluate(account.View, weights, cash - evaluator.PaidCosts);
        List<Conflict> conflicts = [];
        for (int i = 0; i < mandate.Limits.Count; i++)
        {
            OwnerValue value = evaluator.Owners[mandate.Objective.Parts.Count + i];
            if (value.Excess > Rounding) conflicts.Add(new Conflict(mandate.Limits[i].Name, value.Excess, LimitPlace.Of(mandate.Limits[i], value, account.Universe)));
        }
        return conflicts;
    }
}
