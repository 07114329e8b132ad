using System.Globalization;

namespace Rebalancing;

/// <summary>
/// A target that depends on the date: an object that turns the returns known on a date into weights. It never sees a later return: <see cref="At"/> cuts the history first.
/// Ready-made rules are in <see cref="Targets"/>; a rule of one's own derives from this class.
/// </summary>
/// <remarks>Rules hold settings only and are immutable; one rule serves any number of dates, accounts and threads.</remarks>
public abstract class TargetRule
{
    /// <summary>For a rule written by anyone, in any assembly.</summary>
    protected TargetRule() { }

    /// <summary>The rule in words, for results and messages.</summary>
    public abstract string Name { get; }

    /// <summary>The weights, from returns that end on or before the date.</summary>
    /// <param name="known">At least one period, with dates.</param>
    /// <param name="date">The day the target is for; not before the last known date.</param>
    protected internal abstract AssetValues Weights(ReturnSeries known, DateOnly date);

    /// <summary>The target for a date.</summary>
    /// <param name="date">The day it is for.</param>
    /// <param name="history">Returns with dates; periods that end after <paramref name="date"/> are left out before the rule sees them.</param>
    public PortfolioTarget At(DateOnly date, ReturnSeries history)
    {
        ArgumentNullException.ThrowIfNull(history);
        ReturnSeries known = history.Until(date);
        AssetValues weights = Weights(known, date);
        if (weights.Count != history.Count) throw new ArgumentException($"{Name}: the rule gives {weights.Count} weights, but the returns are of {history.Count} assets.", nameof(history));
        for (int i = 0; i < weights.Count; i++)
            if (!double.IsFinite(weights[i])) throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{Name}: weight of {history.Label(i)} on {date:yyyy-MM-dd} is {weights[i]}; the rule must give finite weights."), nameof(history));
        return new PortfolioTarget(Name, date, known.Dates![^1], weights.Universe is null && history.Universe is { } universe ? universe.Values(weights.Span) : weights);
    }

    /// <summary>The same rule with only the last periods known: a rolling window.</summary>
    /// <param name="periods">Length of the window, at least 1; a date with fewer known periods is refused.</param>
    public TargetRule OverLast(int periods)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(periods, 1);
        return new CalculatedTarget($"{Name}, last {periods} periods", (known, date) => Weights(known.Last(periods), date));
    }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
