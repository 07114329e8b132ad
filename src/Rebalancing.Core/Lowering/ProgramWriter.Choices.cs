namespace Rebalancing;

/// <content>
/// What is not convex. A mandate with any of these words is solved by branch and bound; they cannot be softened. They are said of <see cref="Holdings"/>,
/// <see cref="Trades"/> or private variables, <see cref="EitherOr"/> and <see cref="Complementary"/> of any block.
/// </content>
public abstract partial class ProgramWriter
{
    private int[] _all = [];

    /// <summary>Each x_i is 0, or at least above_i, or at most -below_i; 0 asks for nothing on that side.</summary>
    public abstract void ZeroOrAtLeast(Block on, ReadOnlySpan<double> above, ReadOnlySpan<double> below);

    /// <summary>At most <paramref name="most"/> of the members are not 0.</summary>
    /// <param name="on">What is counted.</param>
    /// <param name="members">Its coordinates that are counted, ascending.</param>
    /// <param name="most">At least 0.</param>
    public abstract void CountAtMost(Block on, ReadOnlySpan<int> members, int most);

    /// <summary>At least <paramref name="least"/> of the members have a size of <paramref name="size"/> or more, on either side of 0.</summary>
    /// <param name="on">What is counted.</param>
    /// <param name="members">Its coordinates that are counted, ascending.</param>
    /// <param name="least">From 0 to the number of members.</param>
    /// <param name="size">Finite and above 0.</param>
    public abstract void CountAtLeast(Block on, ReadOnlySpan<int> members, int least, double size);

    /// <summary>Each x_i is a whole multiple of step_i; 0 leaves the coordinate free. One such word a coordinate.</summary>
    public abstract void Multiples(Block on, ReadOnlySpan<double> step);

    /// <summary>Adds above_i where x_i &gt; 0 and below_i where x_i &lt; 0; not negative.</summary>
    public abstract void FixedCost(Block on, ReadOnlySpan<double> above, ReadOnlySpan<double> below);

    /// <summary>The whole block lies between the first pair of bounds, or the whole block lies between the second.</summary>
    public abstract void EitherOr(Block on, ReadOnlySpan<double> firstLower, ReadOnlySpan<double> firstUpper, ReadOnlySpan<double> secondLower, ReadOnlySpan<double> secondUpper);

    /// <summary>For no i are both first_i and second_i above 0.</summary>
    public abstract void Complementary(Block first, Block second);

    /// <summary>The coordinates above <paramref name="threshold"/> add up to at most <paramref name="limit"/>; for coordinates that are not negative.</summary>
    public abstract void SumAbove(Block on, double threshold, double limit);

    /// <summary>0, 1, ..., count - 1, for counts of a whole block; kept, so that it allocates once.</summary>
    public ReadOnlySpan<int> AllOf(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (_all.Length < count)
        {
            _all = new int[count];
            for (int i = 0; i < count; i++) _all[i] = i;
        }
        return _all.AsSpan(0, count);
    }
}
