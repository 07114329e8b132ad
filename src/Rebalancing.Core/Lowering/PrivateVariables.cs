using Rebalancing.Solvers;

namespace Rebalancing.Lowering;

/// <summary>Evaluates a component whose private variables have no rule: their best values come from a small program with holdings and cash fixed.</summary>
internal static class PrivateVariables
{
    public static OwnerValue Solve(Component component, in AccountView account, ReadOnlySpan<double> weights, double cash)
    {
        var fixedCash = new CashBand(cash, cash);
        var fixedWeights = new WeightBounds(AssetValues.Create(weights), AssetValues.Create(weights));
        Mandate mandate = component is Term term
            ? new Mandate { Objective = term, Limits = [fixedWeights, fixedCash], CostSettlement = CostSettlement.Outside }
            : new Mandate { Objective = new GrossExposure(), Limits = [fixedWeights, fixedCash, ((Limit)component).Soften(1.0)], CostSettlement = CostSettlement.Outside };
        var writer = new RecordingWriter(new MandateScript(mandate));
        StructuredProgram program = writer.Read(account);
        SolveResult result = new ProgramSolver(program, SolverSettings.Default).Solve(CancellationToken.None);
        double value = result.Status == SolveStatus.Optimal ? result.ValueOfOwner(component is Term ? 0 : 3) : double.NaN;
        return component is Term ? new OwnerValue { Value = value } : new OwnerValue { HasLimit = true, Value = value, Excess = value };
    }
}
