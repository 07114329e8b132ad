namespace Rebalancing.Testing;

/// <summary>A mandate in which only three assets can change, so that a search in the plane finds its optimum.</summary>
public static class ThreeFree
{
    /// <summary>The mandate, the fixed weights (zero at the free assets), and what the free ones add up to. Cash stays what it is; costs are paid elsewhere.</summary>
    public static (Mandate Mandate, double[] Fixed, double Sum) Of(LawData data, Objective objective, string[] free, params Limit[] limits)
    {
        ArgumentNullException.ThrowIfNull(data);
        double[] lower = data.Account.Weights.ToArray(), upper = [.. lower], rest = [.. lower];
        double sum = 0;
        foreach (int i in free.Select(data.Universe.IndexOf))
        {
            sum += rest[i];
            (rest[i], lower[i], upper[i]) = (0, 0, double.PositiveInfinity);
        }
        double cash = 1 - sum - rest.Sum();
        return (new Mandate { Objective = objective, Limits = [new WeightBounds(lower, upper), new CashBand(cash, cash), .. limits], CostSettlement = CostSettlement.Outside }, rest, sum);
    }

    /// <summary>All weights when the free assets have these.</summary>
    public static double[] At(LawData data, double[] rest, string[] free, double x, double y, double z)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(rest);
        ArgumentNullException.ThrowIfNull(free);
        double[] w = [.. rest];
        (w[data.Universe.IndexOf(free[0])], w[data.Universe.IndexOf(free[1])], w[data.Universe.IndexOf(free[2])]) = (x, y, z);
        return w;
    }
}
