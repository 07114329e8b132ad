using System.Globalization;

namespace Rebalancing;

/// <summary>What a limit or an override costs, found by solving again without it.</summary>
/// <param name="What">The limit or the override.</param>
/// <param name="Cost">By how much the objective is worse with it, per year; not negative but for the solver's tolerance.</param>
/// <param name="Without">The plan without it, and the difference.</param>
/// <remarks>Immutable; safe to share between threads.</remarks>
public sealed record ExactCost(string What, CostFigure Cost, WhatIf Without)
{
    /// <summary>The sentence.</summary>
    public override string ToString() => double.IsNaN(Cost.Value)
        ? $"What {What} costs is not known: without it {Without.After.Status}"
        : string.Create(CultureInfo.InvariantCulture, $"{What} costs {Math.Round(Cost.Bps, 2) + 0.0:0.00} bp a year ({Cost.Money:#,0.00})");
}
