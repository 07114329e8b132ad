using Rebalancing.Mandates;

namespace Rebalancing.Lowering;

/// <content>Choices in prose.</content>
internal sealed partial class DescribingWriter
{
    public override void ZeroOrAtLeast(Block on, ReadOnlySpan<double> above, ReadOnlySpan<double> below)
    {
        string up = Sizes(on, above), down = Sizes(on, below);
        if (up == down) Say($"{Each(on)} is zero or has a size of at least {up}");
        else Say($"{Each(on)} is zero, or at least {up} above zero, or at least {down} below");
    }

    public override void CountAtMost(Block on, ReadOnlySpan<int> members, int most) => Say($"at most {most} of {members.Length} {NameOf(on)} are not zero");

    public override void CountAtLeast(Block on, ReadOnlySpan<int> members, int least, double size) => Say($"at least {least} of {members.Length} {NameOf(on)} have a size of {Size(on, size)} or more");

    public override void Multiples(Block on, ReadOnlySpan<double> step)
    {
        int stepped = 0;
        foreach (double s in step) stepped += s > 0 ? 1 : 0;
        Say($"{stepped} of {on.Length} {NameOf(on)} are whole multiples of a step");
    }

    public override void FixedCost(Block on, ReadOnlySpan<double> above, ReadOnlySpan<double> below) => Say($"a fixed cost for each of {on.Length} {NameOf(on)} that is not zero");

    public override void EitherOr(Block on, ReadOnlySpan<double> firstLower, ReadOnlySpan<double> firstUpper, ReadOnlySpan<double> secondLower, ReadOnlySpan<double> secondUpper)
    {
        if (on.Length == 1) Say($"{NameOf(on)} {Range(on, firstLower[0], firstUpper[0])}, or else {Range(on, secondLower[0], secondUpper[0])}");
        else Say($"{All(on)} within one set of bounds, or else within another");
    }

    public override void Complementary(Block first, Block second) => Say($"not both {NameOf(first)} > 0 and {NameOf(second)} > 0");

    public override void SumAbove(Block on, double threshold, double limit) => Say($"those of {All(on)} above {Size(on, threshold)} add up to at most {Size(on, limit)}");

    private string Size(Block on, double size) => MeasureText.Of(size, IsFraction(on) ? Measure.Fraction : Measure.Number);

    /// <summary>"2 %", or "1 % to 3 %" where the sizes differ.</summary>
    private string Sizes(Block on, ReadOnlySpan<double> sizes)
    {
        double least = double.PositiveInfinity, most = 0;
        foreach (double size in sizes) (least, most) = (Math.Min(least, size), Math.Max(most, size));
        return sizes.Length == 0 || least == most ? Size(on, most) : $"{Size(on, least)} to {Size(on, most)}";
    }
}
