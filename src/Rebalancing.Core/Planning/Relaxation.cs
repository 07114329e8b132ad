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
        // Costs are fixed, first at nothing and then at what the trades cost: money that is not wanted must not disappear in them.
        var writer = new RelaxingWriter(script, prices) { CostsAreFixed = true };
        var evaluator = new EvaluatingWriter(script);
        ProgramSolver? solver = null;
        for (int round = 0; round < 2; round++)
        {
            StructuredProgram program = writer.Read(account.View);
            solver ??= new ProgramSolver(program, settings.Solver);
            SolveResult result = solver.Solve(cancellation);
            if (result.Status != SolveStatus.Optimal) return null;
            ReadOnlySpan<double> weights = result.Values(writer.Holdings);
            double cash = 1;
            foreach (double weight in weights) cash -= weight;
            evaluator.Evaluate(account.View, weights, cash - writer.CostAllowance);
            if (!script.HasPaidCosts) break;
            writer.CostAllowance = evaluator.PaidCosts;
        }

        List<Conflict> conflicts = [];
        for (int i = 0; i < mandate.Limits.Count; i++)
        {
            OwnerValue value = evaluator.Owners[mandate.Objective.Parts.Count + i];
            if (value.Excess > Rounding) conflicts.Add(new Conflict(mandate.Limits[i].Name, value.Excess, LimitPlace.Of(mandate.Limits[i], value, account.Universe)));
        }
        return conflicts;
    }
}
