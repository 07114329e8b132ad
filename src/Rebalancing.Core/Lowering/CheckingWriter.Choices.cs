using Rebalancing.Numerics;

namespace Rebalancing.Lowering;

/// <content>Discrete rules at the orders, in decimals: a coordinate is 0 when nothing at all is held or traded.</content>
internal sealed partial class CheckingWriter
{
    private ExactNumber Exactly(Block on, int i) => _blocks[on.Id].Exact(i) ?? ExactNumber.Of(_blocks[on.Id].Values[i]) * _accountValue;

    private void NoteChoice(double excess, int coordinate = -1)
    {
        if (excess <= 0) return;
        _exceeded.Add(new CheckedLimit(_owner, -1, coordinate, excess));
        _subject = coordinate < 0 ? LimitSubject.Whole : LimitSubject.Asset;
    }

    private double Weight(ExactNumber money) => money.Sign <= 0 ? 0 : Math.Max(double.Epsilon, money.ToDouble() / Account.ValueNumber);

    public override void ZeroOrAtLeast(Block on, ReadOnlySpan<double> above, ReadOnlySpan<double> below)
    {
        for (int i = 0; i < on.Length; i++)
        {
            ExactNumber x = Exactly(on, i);
            if (x.Sign == 0) continue;
            ExactNumber size = x.Sign > 0 ? x : -x, missing = Money(on, i, x.Sign > 0 ? above[i] : below[i]) - size;
            NoteChoice(Weight(missing), i);
        }
    }

    public override void CountAtMost(Block on, ReadOnlySpan<int> members, int most)
    {
        int count = 0;
        foreach (int i in members) count += Exactly(on, i).Sign != 0 ? 1 : 0;
        NoteChoice(count - most);
    }

    public override void CountAtLeast(Block on, ReadOnlySpan<int> members, int least, double size)
    {
        int count = 0;
        foreach (int i in members)
        {
            ExactNumber x = Exactly(on, i), money = Money(on, i, size);
            count += x.CompareTo(money) >= 0 || x.CompareTo(-money) <= 0 ? 1 : 0;
        }

        NoteChoice(least - count);
    }

    /// <summary>Steps that are the account's lots are counted in shares; others in doubles.</summary>
    public override void Multiples(Block on, ReadOnlySpan<double> step)
    {
        for (int i = 0; i < on.Length; i++)
        {
            if (step[i] == 0) continue;
            if (on.Id == _trades.Id && step[i] == Account.LotWeights[i])
            {
                decimal rest = Math.Abs(Orders.Shares(i) % Account.LotSize(i));
                NoteChoice(rest == 0m ? 0 : (double)(Math.Min(rest, Account.LotSize(i) - rest) / Account.LotSize(i)) * step[i], i);
                continue;
            }

            _roundedOutwards = true;
            double x = _blocks[on.Id].Values[i], off = Math.Abs(x - (step[i] * Math.Round(x / step[i])));
            NoteChoice(off <= 1e-9 * step[i] ? 0 : off, i);
        }
    }

    public override void FixedCost(Block on, ReadOnlySpan<double> above, ReadOnlySpan<double> below)
    {
        if (!_inAtMost) return;
        double sum = 0;
        ExactNumber exact = ExactNumber.Zero;
        for (int i = 0; i < on.Length; i++)
        {
            int sign = Exactly(on, i).Sign;
            if (sign == 0) continue;
            double cost = sign > 0 ? above[i] : below[i];
            sum += cost;
            exact += ExactNumber.Of(cost) * _accountValue;
        }

        AddPart(_blocks[on.Id], sum, SumError(on.Length, sum), [], () => exact);
    }

    public override void EitherOr(Block on, ReadOnlySpan<double> firstLower, ReadOnlySpan<double> firstUpper, ReadOnlySpan<double> secondLower, ReadOnlySpan<double> secondUpper) =>
        NoteChoice(Math.Min(Outside(on, firstLower, firstUpper), Outside(on, secondLower, secondUpper)));

    private double Outside(Block on, ReadOnlySpan<double> lower, ReadOnlySpan<double> upper)
    {
        double worst = 0;
        for (int i = 0; i < on.Length; i++)
        {
            ExactNumber x = Exactly(on, i);
            if (double.IsFinite(lower[i])) worst = Math.Max(worst, Weight(Money(on, i, lower[i]) - x));
            if (double.IsFinite(upper[i])) worst = Math.Max(worst, Weight(x - Money(on, i, upper[i])));
        }

        return worst;
    }

    public override void Complementary(Block first, Block second)
    {
        for (int i = 0; i < first.Length; i++)
        {
            ExactNumber a = Exactly(first, i), b = Exactly(second, i);
            NoteChoice(Weight(a.CompareTo(b) < 0 ? a : b), i);
        }
    }

    public override void SumAbove(Block on, double threshold, double limit)
    {
        ExactNumber sum = ExactNumber.Zero, bound = ExactNumber.Of(threshold) * _accountValue;
        for (int i = 0; i < on.Length; i++)
            if (Exactly(on, i) is var x && x.CompareTo(bound) > 0) sum += x;
        NoteChoice(Weight(sum - (ExactNumber.Of(limit) * _accountValue)));
    }
}
