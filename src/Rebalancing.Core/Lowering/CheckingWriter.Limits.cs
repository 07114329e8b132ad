using Rebalancing.Numerics;

namespace Rebalancing.Lowering;

/// <content>Limits on coordinates and on sums of functions.</content>
internal sealed partial class CheckingWriter
{
    private readonly List<Func<ExactNumber?>> _exactParts = [];
    private double _sum, _sumRadius, _outer, _outerRadius, _bound;
    private bool _inAtMost, _inNorm;

    public override void CashBand(double lower, double upper)
    {
        if (_softDepth > 0)
        {
            _words++;
            return;
        }

        Judge(_cash, 0, lower, upper, _words++, -1);
    }

    public override void Bounds(Block on, ReadOnlySpan<double> lower, ReadOnlySpan<double> upper)
    {
        // bounds on the private variables of a term are kept by its rule
        if (_inAtMost) return;
        int word = _words++;
        if (_softDepth > 0) return;
        LimitSubject subject = on.Id == _holdings.Id || on.Id == _trades.Id ? LimitSubject.Asset : on.Id == _cash.Id ? LimitSubject.Whole : LimitSubject.Row;
        for (int i = 0; i < on.Length; i++)
            if (Judge(on, i, lower[i], upper[i], word, i)) _subject = subject;
    }

    /// <summary>Whether a coordinate leaves its bounds; notes by how much.</summary>
    private bool Judge(Block on, int i, double lower, double upper, int word, int coordinate)
    {
        double given = widening?.Of(_owner, word, coordinate) ?? 0;
        CheckedBlock block = _blocks[on.Id];
        double x = block.Values[i], radius = block.Radii[i];
        if (x == 0 && radius == 0 && given == 0 && lower <= 0 && upper >= 0) return false;
        // twice a bound's own rounding: it may be the holding before trading
        bool above = x + radius + (2 * CheckedBlock.Rounding * Math.Abs(upper)) < upper + given || double.IsPositiveInfinity(upper);
        bool below = x - radius - (2 * CheckedBlock.Rounding * Math.Abs(lower)) > lower - given || double.IsNegativeInfinity(lower);
        return !(above && below) && Exceeds(on, i, lower, upper, word, coordinate, above, below);
    }

    /// <summary>What doubles do not decide.</summary>
    private bool Exceeds(Block on, int i, double lower, double upper, int word, int coordinate, bool above, bool below)
    {
        double given = widening?.Of(_owner, word, coordinate) ?? 0, over, under;
        CheckedBlock block = _blocks[on.Id];
        if (block.Exact(i) is { } money)
        {
            ExactNumber slack = ExactNumber.Of(given) * _accountValue;
            (over, under) = (Over(above, () => money - Money(on, i, upper) - slack), Over(below, () => Money(on, i, lower) - slack - money));
        }
        else
        {
            double x = block.Values[i], radius = block.Radii[i];
            _roundedOutwards = true;
            (over, under) = (above ? 0 : x + radius - upper - given, below ? 0 : lower - given - x + radius);
        }

        double excess = Math.Max(over, under);
        if (excess <= 0) return false;
        double[]? gradient = block.Gradient(i);
        _exceeded.Add(new CheckedLimit(_owner, word, coordinate, excess) { Gradient = gradient is null || over >= under ? gradient : [.. gradient.Select(g => -g)] });
        return true;
    }

    private double Over(bool kept, Func<ExactNumber> excess)
    {
        if (kept) return 0;
        ExactNumber money = excess();
        return money.Sign <= 0 ? 0 : Math.Max(double.Epsilon, money.ToDouble() / Account.ValueNumber);
    }

    internal override void BeginAtMost(double bound)
    {
        (_bound, _inAtMost, _sum, _sumRadius) = (bound, true, 0, 0);
        _exactParts.Clear();
    }

    internal override void EndAtMost()
    {
        _inAtMost = false;
        int word = _words++;
        if (_softDepth > 0 || _needsSolve) return;
        double bound = _bound + (widening?.Of(_owner, word, -1) ?? 0);
        if (_sum + _sumRadius < bound) return;
        if (ExactSum() is { } money)
        {
            double excess = Over(kept: false, () => money - (ExactNumber.Of(bound) * _accountValue));
            if (excess > 0) _exceeded.Add(new CheckedLimit(_owner, word, -1, excess));
            return;
        }

        _roundedOutwards = true;
        if (_sum + _sumRadius > bound) _exceeded.Add(new CheckedLimit(_owner, word, -1, _sum + _sumRadius - bound));
    }

    private ExactNumber? ExactSum()
    {
        ExactNumber sum = ExactNumber.Zero;
        foreach (Func<ExactNumber?> part in _exactParts)
        {
            if (part() is not { } value) return null;
            sum += value;
        }

        return sum;
    }

    internal override void BeginNormAtMost(double radius)
    {
        BeginAtMost(radius);
        _inNorm = true;
    }

    internal override void EndNormAtMost()
    {
        _inNorm = false;
        TakeRoot();
        EndAtMost();
    }

    public override void BeginNorm()
    {
        (_outer, _outerRadius, _sum, _sumRadius) = (_sum, _sumRadius, 0, 0);
        _inNorm = true;
    }

    public override void EndNorm()
    {
        _inNorm = false;
        TakeRoot();
        (_sum, _sumRadius) = (_outer + _sum, _outerRadius + _sumRadius + (2 * CheckedBlock.Rounding * Math.Abs(_outer + _sum)));
    }

    /// <summary>A root of what lies in [sum - radius, sum + radius].</summary>
    private void TakeRoot()
    {
        double root = Math.Sqrt(Math.Max(0, _sum)), most = Math.Sqrt(Math.Max(0, _sum + _sumRadius)), least = Math.Sqrt(Math.Max(0, _sum - _sumRadius));
        (_sum, _sumRadius) = (root, Math.Max(most - root, root - least) + (4 * CheckedBlock.Rounding * most));
    }
}
