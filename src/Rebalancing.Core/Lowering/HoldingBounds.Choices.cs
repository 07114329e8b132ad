namespace Rebalancing.Lowering;

/// <content>Choices say nothing about a holding by itself that always holds.</content>
internal sealed partial class HoldingBounds
{
    public override void ZeroOrAtLeast(Block on, ReadOnlySpan<double> above, ReadOnlySpan<double> below) { }

    public override void CountAtMost(Block on, ReadOnlySpan<int> members, int most) { }

    public override void CountAtLeast(Block on, ReadOnlySpan<int> members, int least, double size) { }

    public override void Multiples(Block on, ReadOnlySpan<double> step) { }

    public override void FixedCost(Block on, ReadOnlySpan<double> above, ReadOnlySpan<double> below) { }

    public override void EitherOr(Block on, ReadOnlySpan<double> firstLower, ReadOnlySpan<double> firstUpper, ReadOnlySpan<double> secondLower, ReadOnlySpan<double> secondUpper) { }

    public override void Complementary(Block first, Block second) { }

    public override void SumAbove(Block on, double threshold, double limit) { }
}
