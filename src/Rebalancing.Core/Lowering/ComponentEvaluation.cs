namespace Rebalancing.Lowering;

/// <summary>One term or limit at given holdings, outside any mandate.</summary>
internal static class ComponentEvaluation
{
    public static OwnerValue Of(Component component, Account account, ReadOnlySpan<double> weights, double? cash)
    {
        ArgumentNullException.ThrowIfNull(account);
        if (weights.Length != account.Universe.Count) throw new ArgumentException($"Got {weights.Length} weights for a universe of {account.Universe.Count} assets; expected one an asset.", nameof(weights));
        double left = 1;
        foreach (double weight in weights) left -= weight;
        OwnerValue value = new EvaluatingWriter().Evaluate(component, account.View, weights, cash ?? left);
        return value.NeedsSolve ? PrivateVariables.Solve(component, account.View, weights, cash ?? left) : value;
    }
}
