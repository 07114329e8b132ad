namespace Rebalancing.Solvers;

/// <summary>Where a function counts: with a weight in the objective, and with another one in a budget (-1 for none).</summary>
internal readonly record struct Charge(double Objective, int Budget, double Weight)
{
    public static Charge Of(FunctionEntry entry) =>
        new(entry.Weight, entry.BudgetWeight != 0 ? entry.Budget : -1, entry.Budget >= 0 ? entry.BudgetWeight : 0);

    public bool CountsNowhere => Objective == 0 && Weight == 0;
}
