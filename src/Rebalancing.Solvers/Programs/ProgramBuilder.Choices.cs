using System.Globalization;

namespace Rebalancing.Solvers;

/// <content>What is not convex. Only <see cref="DiscreteSolver"/> reads these words; a convex solver refuses a program that has any.</content>
public sealed partial class ProgramBuilder
{
    /// <summary>Each x_i is 0, or at least above_i, or at most -below_i. Sizes are finite and at least 0; 0 asks for nothing on that side.</summary>
    /// <param name="on">Variables, or variables less an origin.</param>
    /// <param name="above">Least size above 0.</param>
    /// <param name="below">Least size below 0.</param>
    public void ZeroOrAtLeast(Block on, ReadOnlySpan<double> above, ReadOnlySpan<double> below)
    {
        CheckNotNegative(above, on, "the least size above zero");
        CheckNotNegative(below, on, "the least size below zero");
        ChoiceEntry entry = Choice(ChoiceKind.ZeroOrAtLeast, OnColumns(on, nameof(ZeroOrAtLeast)), on);
        above.CopyTo(entry.First);
        below.CopyTo(entry.Second);
    }

    /// <summary>At most <paramref name="most"/> of the members are not 0.</summary>
    /// <param name="on">Variables, or variables less an origin.</param>
    /// <param name="members">The coordinates that are counted, ascending.</param>
    /// <param name="most">At least 0.</param>
    public void CountAtMost(Block on, ReadOnlySpan<int> members, int most)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(most);
        ChoiceEntry entry = Choice(ChoiceKind.CountAtMost, OnColumns(on, nameof(CountAtMost)), on);
        SetMembers(entry, members);
        entry.Number = most;
    }

    /// <summary>At least <paramref name="least"/> of the members have a size |x_i| of <paramref name="size"/> or more.</summary>
    /// <param name="on">Variables, or variables less an origin.</param>
    /// <param name="members">The coordinates that are counted, ascending.</param>
    /// <param name="least">From 0 to the number of members.</param>
    /// <param name="size">Finite and above 0.</param>
    public void CountAtLeast(Block on, ReadOnlySpan<int> members, int least, double size)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(least);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(least, members.Length);
        if (!(size > 0 && double.IsFinite(size)))
            throw new ArgumentOutOfRangeException(nameof(size), size, $"the size from which a coordinate of {Where(on)} counts must be finite and > 0");
        ChoiceEntry entry = Choice(ChoiceKind.CountAtLeast, OnColumns(on, nameof(CountAtLeast)), on);
        SetMembers(entry, members);
        entry.Number = least;
        entry.First[0] = size;
    }

    /// <summary>Each x_i is a whole multiple of step_i. Steps are finite and at least 0; 0 leaves the coordinate free. One such word a coordinate.</summary>
    /// <param name="on">Variables, or variables less an origin.</param>
    /// <param name="step">The steps.</param>
    public void Multiples(Block on, ReadOnlySpan<double> step)
    {
        CheckNotNegative(step, on, "the step");
        step.CopyTo(Choice(ChoiceKind.Multiples, OnColumns(on, nameof(Multiples)), on).First);
    }

    /// <summary>Adds above_i where x_i &gt; 0 and below_i where x_i &lt; 0, like a function word: to the objective by <see cref="Weight"/>, and to the budget that is charged. Finite, at least 0.</summary>
    /// <param name="on">Variables, or variables less an origin.</param>
    /// <param name="above">Cost of being above 0.</param>
    /// <param name="below">Cost of being below 0.</param>
    public void FixedCost(Block on, ReadOnlySpan<double> above, ReadOnlySpan<double> below)
    {
        CheckNotNegative(above, on, "the fixed cost above zero");
        CheckNotNegative(below, on, "the fixed cost below zero");
        ChoiceEntry entry = Choice(ChoiceKind.FixedCost, OnColumns(on, nameof(FixedCost)), on);
        above.CopyTo(entry.First);
        below.CopyTo(entry.Second);
        entry.Weight = Weight;
        entry.BudgetWeight = _budgetWeight;
    }

    /// <summary>The whole block lies between the first pair of bounds, or the whole block lies between the second. Any block; infinite where there is none.</summary>
    public void EitherOr(Block on, ReadOnlySpan<double> firstLower, ReadOnlySpan<double> firstUpper, ReadOnlySpan<double> secondLower, ReadOnlySpan<double> secondUpper)
    {
        Known(on);
        CheckPair(on, firstLower, firstUpper);
        CheckPair(on, secondLower, secondUpper);
        ChoiceEntry entry = Choice(ChoiceKind.EitherOr, on, on);
        firstLower.CopyTo(entry.First);
        firstUpper.CopyTo(entry.Second);
        secondLower.CopyTo(entry.Third);
        secondUpper.CopyTo(entry.Fourth);
    }

    /// <summary>For no i are both first_i and second_i above 0. Blocks of equal length, of any kind but flows that are refilled with other lengths.</summary>
    public void Complementary(Block first, Block second)
    {
        Known(first);
        if (Known(second).Length != first.Length)
            throw new ArgumentException($"{Where(first)} and {Where(second)} cannot be complementary; they need the same length");
        Choice(ChoiceKind.Complementary, first, second);
    }

    /// <summary>The coordinates above <paramref name="threshold"/> add up to at most <paramref name="limit"/>. Both finite; the threshold at least 0, coordinates not negative.</summary>
    /// <param name="on">Variables, or variables less an origin.</param>
    /// <param name="threshold">From where a coordinate counts, exclusive.</param>
    /// <param name="limit">Largest sum of those that count.</param>
    public void SumAbove(Block on, double threshold, double limit)
    {
        if (!(threshold >= 0 && double.IsFinite(threshold)))
            throw new ArgumentOutOfRangeException(nameof(threshold), threshold, $"the threshold on {Where(on)} must be finite and >= 0");
        if (!double.IsFinite(limit))
            throw new ArgumentOutOfRangeException(nameof(limit), limit, $"the limit on {Where(on)} must be finite");
        ChoiceEntry entry = Choice(ChoiceKind.SumAbove, OnColumns(on, nameof(SumAbove)), on);
        entry.First[0] = threshold;
        entry.Second[0] = limit;
    }

    private Block OnColumns(Block on, string word)
    {
        Known(on);
        return _program.Base(on).Kind == BlockKind.Variables
            ? on
            : throw new ArgumentException($"{word} is said of {Where(on)}; it can be said of variables only, or of variables less an origin");
    }

    private void CheckPair(Block on, ReadOnlySpan<double> lower, ReadOnlySpan<double> upper)
    {
        if (lower.Length != on.Length || upper.Length != on.Length)
        {
            Check.Length(lower.Length, on.Length, Where(on), "the lower bound");
            Check.Length(upper.Length, on.Length, Where(on), "the upper bound");
        }

        for (int i = 0; i < lower.Length; i++)
            if (!(lower[i] <= upper[i]) || double.IsPositiveInfinity(lower[i]) || double.IsNegativeInfinity(upper[i]))
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"one alternative for {Where(on)}, coordinate {i}, is [{lower[i]}, {upper[i]}]; the lower bound must be a number at most the upper bound, or the infinity of its own side"));
    }

    private void SetMembers(ChoiceEntry entry, ReadOnlySpan<int> members)
    {
        for (int k = 0; k < members.Length; k++)
            if (members[k] < 0 || members[k] >= entry.On.Length || (k > 0 && members[k] <= members[k - 1]))
                throw new ArgumentException($"member {k} of a count on {Where(entry.On)} is {members[k]}; members ascend within 0 .. {entry.On.Length - 1}");
        if (!members.SequenceEqual(entry.Members))
            entry.Members = members.ToArray();
    }

    private ChoiceEntry Choice(ChoiceKind kind, Block on, Block other)
    {
        if (_norm >= 0)
            throw new InvalidOperationException($"a norm is made of quadratics and covariances; {kind} on {Where(on)} cannot be part of it");
        if (Refilling)
        {
            ChoiceEntry known = _program.Choices[Next(Word.Choice, Enum.GetName(kind)!)];
            if (known.Kind != kind || known.On.Id != on.Id || known.Other.Id != other.Id || known.Owner != Owner || (kind == ChoiceKind.FixedCost && known.Budget != _budget))
                throw Deviation($"{known.Kind} on {_program.Name(known.On)} was recorded, now it is {kind} on {_program.Name(on)}");
            return known;
        }

        (int two, int four) = kind switch
        {
            ChoiceKind.Complementary or ChoiceKind.CountAtMost => (0, 0),
            ChoiceKind.CountAtLeast or ChoiceKind.SumAbove => (1, 0),
            ChoiceKind.EitherOr => (on.Length, on.Length),
            _ => (on.Length, 0),
        };
        var entry = new ChoiceEntry(kind, on, other, Owner)
        {
            First = new double[two],
            Second = new double[two],
            Third = new double[four],
            Fourth = new double[four],
            Budget = kind == ChoiceKind.FixedCost ? _budget : -1,
        };
        Record(Word.Choice, _program.Choices.Count);
        _program.Choices.Add(entry);
        return entry;
    }
}
