namespace Rebalancing;

/// <summary>One scenario of a tail.</summary>
/// <param name="Scenario">Its number in the set.</param>
/// <param name="Name">Its name.</param>
/// <param name="Loss">What the portfolio loses in it, fraction of account value over the scenarios' period.</param>
/// <param name="Weight">Its share of the tail: probability inside the tail over the tail's probability. The shares of a tail add up to one.</param>
public readonly record struct TailScenario(int Scenario, string Name, double Loss, double Weight);
