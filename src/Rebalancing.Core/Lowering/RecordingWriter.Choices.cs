namespace Rebalancing.Lowering;

/// <content>Choices are recorded as they are; a soft limit cannot have them.</content>
internal partial class RecordingWriter
{
    public override void ZeroOrAtLeast(Block on, ReadOnlySpan<double> above, ReadOnlySpan<double> below)
    {
        BeforeChoice();
        _builder.ZeroOrAtLeast(on, above, below);
    }

    public override void CountAtMost(Block on, ReadOnlySpan<int> members, int most)
    {
        BeforeChoice();
        _builder.CountAtMost(on, members, most);
    }

    public override void CountAtLeast(Block on, ReadOnlySpan<int> members, int least, double size)
    {
        BeforeChoice();
        _builder.CountAtLeast(on, members, least, size);
    }

    public override void Multiples(Block on, ReadOnlySpan<double> step)
    {
        BeforeChoice();
        _builder.Multiples(on, step);
    }

    public override void FixedCost(Block on, ReadOnlySpan<double> above, ReadOnlySpan<double> below) => _builder.FixedCost(on, above, below);

    public override void EitherOr(Block on, ReadOnlySpan<double> firstLower, ReadOnlySpan<double> firstUpper, ReadOnlySpan<double> secondLower, ReadOnlySpan<double> secondUpper)
    {
        BeforeChoice();
        _builder.EitherOr(on, firstLower, firstUpper, secondLower, secondUpper);
    }

    public override void Complementary(Block first, Block second)
    {
        BeforeChoice();
        _builder.Complementary(first, second);
    }

    public override void SumAbove(Block on, double threshold, double limit)
    {
        BeforeChoice();
        _builder.SumAbove(on, threshold, limit);
    }

    /// <summary>A choice is kept or not; there is no distance from it that a price could multiply.</summary>
    private protected virtual void BeforeChoice()
    {
        if (_softDepth > 0) throw new InvalidOperationException("a discrete rule was softened; it is kept or not, and has no violation that could be priced. Use it as a hard limit.");
    }
}
