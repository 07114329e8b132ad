namespace Rebalancing;

/// <summary>
/// What a mandate minimises: a weighted sum of costs. A flat list, never a tree. There is no minus, so a cost cannot be rewarded by a slip of the sign.
/// </summary>
/// <remarks>Immutable; safe to share between threads.</remarks>
public sealed class Objective
{
    private readonly ObjectivePart[] _parts;

    private Objective(ObjectivePart[] parts) => _parts = parts;

    /// <summary>One cost with weight 1.</summary>
    public static Objective Of(Term term)
    {
        ArgumentNullException.ThrowIfNull(term);
        return new Objective([new ObjectivePart(1.0, term)]);
    }

    /// <summary>The costs and their weights, in the order in which they were written.</summary>
    public IReadOnlyList<ObjectivePart> Parts => _parts;

    /// <summary>Weighted sum of the costs at given holdings, as written: one-off costs are not spread over a horizon. No solver runs.</summary>
    /// <param name="account">Where trading starts.</param>
    /// <param name="weights">Holdings after trading, fractions of account value.</param>
    /// <param name="cash">Cash after trading and costs; default what the holdings leave.</param>
    public double ValueAt(Account account, ReadOnlySpan<double> weights, double? cash = null)
    {
        double sum = 0;
        foreach (ObjectivePart part in _parts) sum += part.Weight * part.Term.ValueAt(account, weights, cash);
        return sum;
    }

    /// <summary>Sum of two objectives.</summary>
    public static Objective operator +(Objective left, Objective right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        return new Objective([.. left._parts, .. right._parts]);
    }

    /// <summary>An objective that counts <paramref name="weight"/> times; finite and not negative.</summary>
    public static Objective operator *(double weight, Objective objective)
    {
        ArgumentNullException.ThrowIfNull(objective);
        if (!(weight >= 0 && double.IsFinite(weight)))
            throw new ArgumentOutOfRangeException(nameof(weight), FormattableString.Invariant(
                $"Weight of '{string.Join(" + ", objective._parts.Select(part => part.Term.Name))}' is {weight}; costs take finite weights >= 0 (a negative weight would reward the cost and lose convexity)."));
        return new Objective([.. objective._parts.Select(part => part with { Weight = weight * part.Weight })]);
    }

    /// <inheritdoc/>
    public override string ToString() => string.Join(" + ", _parts.Select(part => part.Weight == 1.0 ? part.Term.Name : FormattableString.Invariant($"{part.Weight:G6} {part.Term.Name}")));
}
