using Rebalancing.Numerics;

namespace Rebalancing.Lowering;

/// <content>Limits on coordinates and on sums of functions.</content>
internal sealed partial class CheckingWriter
{
    /// <summary>Distance from a bound that is more than eight roundings of any number up to the largest.</summary>
    private const double Inside = 1e-12, LargestInside = 1000;

    private readonly List<Func<ExactNumber?>> _exactParts = [];
    private double _sum, _sumRadius, _outer, _outerRadius, _bound;
    private bool _inAtMost, _inNorm, _isDifferentiable;
    private Slab _slope, _outerSlope;

    public override void CashBand(double lower, double upper)
    {
        int word = _words++;
        if (_softDepth > 0) return;
        Judge(_cash, 0, lower, upper, word, -1);
    }

    public override void Bounds(Block on, ReadOnlySpan<double> lower, ReadOnlySpan<double> upper)
    {
        // bounds on the private variables of a term are kept by its rule
        if (_inAtMost) return;
        int word = _words++;
        if (_softDepth > 0) return;
        LimitSubject subject = on.Id == _holdings.Id || on.Id == _trades.Id ? LimitSubject.Asset : on.Id == _cash.Id ? LimitSubject.Whole : LimitSubject.Row;
        CheckedBlock block = _blocks[on.Id];
        bool mayPass = block.IsByAsset && _given is null;
        ReadOnlySpan<double> values = block.Values, radii = block.Radii;
        for (int i = 0; i < on.Length; i++)
        {
            if (mayPass && IsWellInside(values[i], radii[i], lower[i], upper[i])) continue;
            if (Judge(on, i, lower[i], upper[i], word, i)) _subject = subject;
        }
    }

    /// <summary>Whether a coordinate is so far from its bounds that no rounding matters, as most holdings are.</summary>
    private static bool IsWellInside(double x, double radius, double lower, double upper) =>
        (x - radius - lower > Inside && upper - x - radius > Inside && Math.Abs(x) < LargestInside) || (x == 0 && radius == 0 && lower <= 0 && upper >= 0);

    /// <summary>Whether a coordinate leaves its bounds; notes by how much.</summary>
    private bool Judge(Block on, int i, double lower, double upper, int word, int coordinate)
    {
        double given = _given?.Of(_owner, word, coordinate) ?? 0;
        CheckedBlock block = _blocks[on.Id];
        double x = block.Values[i], radius = block.Radii[i];
        bool isNothing = x == 0 && radius == 0 && given == 0;
        if (isNothing && lower <= 0 && upper >= 0 && block.IsByAsset) return false;
        // twice a bound's own rounding: it may be the holding before trading
        double above = upper + given - x, aboveRadius = double.IsInfinity(upper) ? 0 : radius + (8 * CheckedBlock.Rounding * (Math.Abs(upper) + Math.Abs(given) + Math.Abs(x)));
        double below = x - lower + given, belowRadius = double.IsInfinity(lower) ? 0 : radius + (8 * CheckedBlock.Rounding * (Math.Abs(lower) + Math.Abs(given) + Math.Abs(x)));
        double over = above > aboveRadius || (isNothing && upper >= 0) ? 0 : above < -aboveRadius ? -above : Undecided(on, i, upper, given, isUpper: true);
        double under = below > belowRadius || (isNothing && lower <= 0) ? 0 : below < -belowRadius ? -below : Undecided(on, i, lower, given, isUpper: false);
        double excess = Math.Max(over, under);
        // what doubles do not tell from its bound lies on it, or beyond it by what decimals found
        double roomAbove = over > 0 ? -over : Math.Max(0, above), roomBelow = under > 0 ? -under : Math.Max(0, below);
        // single holdings have bounds of their own, which no lot oversteps
        int row = block.IsByAsset && excess == 0 ? -1 : AddRow(block, i, roomAbove, roomBelow, on.Id == _cash.Id);
        if (excess == 0) return false;
        _exceeded.Add(new CheckedLimit(_owner, word, coordinate, excess, row));
        return true;
    }

    /// <summary>Excess over a bound that doubles do not tell the coordinate from: without rounding where that is possible, otherwise the worst that rounding may hide.</summary>
    private double Undecided(Block on, int i, double bound, double given, bool isUpper)
    {
        CheckedBlock block = _blocks[on.Id];
        // what is not traded keeps a bound that is its own weight
        if (on.Id == _holdings.Id && given == 0 && bound == Account.Weights[i] && !Orders.HasOrder(i)) return 0;
        if (block.Exact(i) is { } money)
        {
            ExactNumber beyond = isUpper ? money - Money(on, i, bound) : Money(on, i, bound) - money;
            return given == 0 ? Weight(beyond) : Weight(beyond - (ExactNumber.Of(given) * _accountValue));
        }

        _roundedOutwards = true;
        double x = block.Values[i], beyondNearly = isUpper ? x - bound : bound - x;
        return Math.Max(0, beyondNearly + block.Radii[i] - given);
    }

    internal override void BeginAtMost(double bound)
    {
        (_bound, _inAtMost, _sum, _sumRadius, _isDifferentiable) = (bound, true, 0, 0, true);
        _slope = _memory.Doubles(_trades.Length);
        _exactParts.Clear();
    }

    internal override void EndAtMost()
    {
        _inAtMost = false;
        int word = _words++;
        if (_softDepth > 0 || _needsSolve) return;
        double given = _given?.Of(_owner, word, -1) ?? 0, room = _bound + given - _sum, radius = _sumRadius + (4 * CheckedBlock.Rounding * (Math.Abs(_bound) + Math.Abs(given) + Math.Abs(_sum)));
        double excess = room > radius ? 0 : room < -radius ? -room : UndecidedSum(given);
        NextRow().Begin(_slope, _isDifferentiable, excess > 0 ? -excess : Math.Max(0, room));
        if (excess > 0) _exceeded.Add(new CheckedLimit(_owner, word, -1, excess, _rowCount - 1));
    }

    /// <summary>Excess of a sum that doubles do not tell from its bound.</summary>
    private double UndecidedSum(double given)
    {
        if (ExactSum() is { } money) return Weight(money - ((ExactNumber.Of(_bound) + ExactNumber.Of(given)) * _accountValue));
        _roundedOutwards = true;
        return Math.Max(0, _sum + _sumRadius - _bound - given);
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
        (_outer, _outerRadius, _outerSlope, _sum, _sumRadius) = (_sum, _sumRadius, _slope, 0, 0);
        if (_inAtMost) _slope = _memory.Doubles(_trades.Length);
        _inNorm = true;
    }

    public override void EndNorm()
    {
        _inNorm = false;
        TakeRoot();
        (_sum, _sumRadius) = (_outer + _sum, _outerRadius + _sumRadius + (2 * CheckedBlock.Rounding * Math.Abs(_outer + _sum)));
        if (_inAtMost) AddTo(_slope.Span, _outerSlope.Span);
    }

    /// <summary>A root of what lies in [sum - radius, sum + radius], whose slope is that of the sum over twice the root.</summary>
    private void TakeRoot()
    {
        double root = Math.Sqrt(Math.Max(0, _sum)), most = Math.Sqrt(Math.Max(0, _sum + _sumRadius)), least = Math.Sqrt(Math.Max(0, _sum - _sumRadius));
        (_sum, _sumRadius) = (root, Math.Max(most - root, root - least) + (4 * CheckedBlock.Rounding * most));
        if (!_inAtMost) return;
        _isDifferentiable &= root > 0;
        foreach (ref double slope in _slope.Span) slope *= root > 0 ? 0.5 / root : 0;
    }
}
