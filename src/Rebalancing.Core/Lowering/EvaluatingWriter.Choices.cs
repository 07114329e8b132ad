namespace Rebalancing.Lowering;

/// <content>How far a point is from keeping each choice; fixed costs add to the running sum.</content>
internal sealed partial class EvaluatingWriter
{
    /// <summary>Sizes below this are zero: a hundred-millionth of a per cent of account value.</summary>
    private const double Nothing = 1e-10;

    public override void ZeroOrAtLeast(Block on, ReadOnlySpan<double> above, ReadOnlySpan<double> below)
    {
        Expect(on, above.Length);
        Expect(on, below.Length);
        ReadOnlySpan<double> x = _memory[on];
        for (int i = 0; i < x.Length; i++)
        {
            double size = Math.Abs(x[i]), least = x[i] > 0 ? above[i] : below[i];
            NoteChoice(x[i], Math.Min(size, least - size), i);
        }
    }

    public override void CountAtMost(Block on, ReadOnlySpan<int> members, int most)
    {
        int count = Count(on, members, Nothing);
        NoteChoice(count, count - most);
    }

    public override void CountAtLeast(Block on, ReadOnlySpan<int> members, int least, double size)
    {
        int count = Count(on, members, size - Nothing);
        NoteChoice(count, least - count);
    }

    public override void Multiples(Block on, ReadOnlySpan<double> step)
    {
        Expect(on, step.Length);
        ReadOnlySpan<double> x = _memory[on];
        for (int i = 0; i < x.Length; i++)
            NoteChoice(x[i], step[i] == 0 ? double.NegativeInfinity : Math.Abs(x[i] - (step[i] * Math.Round(x[i] / step[i]))) - Nothing, i);
    }

    public override void FixedCost(Block on, ReadOnlySpan<double> above, ReadOnlySpan<double> below)
    {
        Expect(on, above.Length);
        Expect(on, below.Length);
        ReadOnlySpan<double> x = _memory[on];
        for (int i = 0; i < x.Length; i++)
            if (Math.Abs(x[i]) > Nothing) _sum += x[i] > 0 ? above[i] : below[i];
    }

    public override void EitherOr(Block on, ReadOnlySpan<double> firstLower, ReadOnlySpan<double> firstUpper, ReadOnlySpan<double> secondLower, ReadOnlySpan<double> secondUpper)
    {
        ReadOnlySpan<double> x = _memory[on];
        (double first, int at) = Worst(x, firstLower, firstUpper);
        (double second, int other) = Worst(x, secondLower, secondUpper);
        if (second < first) (first, at) = (second, other);
        NoteChoice(at < 0 ? 0 : x[at], first, at);
    }

    public override void Complementary(Block first, Block second)
    {
        ReadOnlySpan<double> a = _memory[first], b = _memory[second];
        for (int i = 0; i < a.Length; i++) NoteChoice(Math.Min(a[i], b[i]), Math.Min(a[i], b[i]), i);
    }

    public override void SumAbove(Block on, double threshold, double limit)
    {
        double sum = 0;
        foreach (double x in _memory[on]) sum += x > threshold + Nothing ? x : 0;
        NoteChoice(sum, sum - limit);
    }

    /// <summary>Keeps the worst place of an owner. A choice cannot give way, so it is no reading for those who look for what could.</summary>
    private void NoteChoice(double value, double excess, int coordinate = -1)
    {
        ref OwnerValue owner = ref _owners[_owner];
        if (!owner.HasLimit || excess > owner.Excess)
            owner = owner with { HasLimit = true, Value = value, Excess = excess, Coordinate = coordinate, Subject = coordinate < 0 ? LimitSubject.Whole : LimitSubject.Asset };
    }

    private int Count(Block on, ReadOnlySpan<int> members, double above)
    {
        ReadOnlySpan<double> x = _memory[on];
        int count = 0;
        foreach (int i in members) count += Math.Abs(x[i]) > above ? 1 : 0;
        return count;
    }

    private static (double Excess, int At) Worst(ReadOnlySpan<double> x, ReadOnlySpan<double> lower, ReadOnlySpan<double> upper)
    {
        (double worst, int at) = (double.NegativeInfinity, -1);
        for (int i = 0; i < x.Length; i++)
            if (Math.Max(lower[i] - x[i], x[i] - upper[i]) is var excess && excess > worst) (worst, at) = (excess, i);
        return (worst, at);
    }
}
