namespace Rebalancing;

/// <summary>One named event that a scenario set is to contain besides what history or a model says.</summary>
/// <remarks>Immutable; safe to share between threads.</remarks>
public sealed record StressScenario
{
    /// <param name="name">How reports call it: "Lehman, October 2008".</param>
    /// <param name="returns">Return of each asset in the event, fraction of its value.</param>
    /// <param name="probability">Probability of the event in one period of the set; above 0 and below 1.</param>
    public StressScenario(string name, AssetValues returns, double probability)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        Name = name;
        Returns = Require.Finite(returns, $"return in '{name}'");
        Probability = probability is > 0 and < 1
            ? probability
            : throw new ArgumentOutOfRangeException(nameof(probability), FormattableString.Invariant($"the probability of '{name}' is {probability}; it must lie in (0, 1)"));
    }

    /// <summary>How reports call it.</summary>
    public string Name { get; }

    /// <summary>Return of each asset, fraction of its value.</summary>
    public AssetValues Returns { get; }

    /// <summary>Probability in one period of the set, in (0, 1).</summary>
    public double Probability { get; }
}
