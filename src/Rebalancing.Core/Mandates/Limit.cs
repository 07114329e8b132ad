using Rebalancing.Lowering;

namespace Rebalancing;

/// <summary>A condition that a plan must meet. Limits are hard unless softened.</summary>
public abstract class Limit : Component
{
    /// <summary>For a limit written by anyone, in any assembly.</summary>
    protected Limit() { }

    /// <summary>Who gives way first when limits collide: the lowest number. Default 100; set with <see cref="WithPriority"/>.</summary>
    public virtual int Priority => 100;

    /// <summary>How dear a unit of violation is among limits of the same priority when limits collide; positive, default 1. Set with <see cref="WithPriority"/>.</summary>
    public virtual double GiveWayCost => 1.0;

    /// <summary>How messages call a row of the image that the limit bounds: the sector, the factor. Default: null, for a limit that is one number.</summary>
    /// <param name="row">From 0.</param>
    protected internal virtual string? NameOfRow(int row) => null;

    /// <summary>True when the limit says what cash may be after trading; without such a limit cash must not be negative. Default false.</summary>
    protected internal virtual bool GovernsCash => false;

    /// <summary>By how much given holdings exceed the limit in its worst place; zero or negative when they keep it. No solver runs.</summary>
    /// <param name="account">Where trading starts.</param>
    /// <param name="weights">Holdings after trading, fractions of account value.</param>
    /// <param name="cash">Cash after trading and costs; default what the holdings leave.</param>
    public double ExcessAt(Account account, ReadOnlySpan<double> weights, double? cash = null) => ComponentEvaluation.Of(this, account, weights, cash).Excess;

    /// <summary>The costs that the limit bounds; those that are paid from cash are paid even if the objective does not mention them.</summary>
    internal virtual IReadOnlyList<Term> LimitedTerms => [];

    /// <summary>The same limit as a cost: each unit of violation costs <paramref name="price"/> in the objective.</summary>
    /// <param name="price">Objective units (fractions of account value a year) for one unit of the limited quantity; finite, positive.</param>
    public Limit Soften(double price) => new SoftLimit(this, price);

    /// <summary>The same limit with another priority.</summary>
    /// <param name="priority">Lower gives way first.</param>
    /// <param name="giveWayCost">How dear a unit of violation is among limits of the same priority; finite, positive, default 1.</param>
    public Limit WithPriority(int priority, double giveWayCost = 1.0) => new PrioritisedLimit(this, priority, giveWayCost);
}
