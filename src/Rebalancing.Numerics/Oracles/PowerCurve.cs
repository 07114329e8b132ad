using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Rebalancing.Numerics;

/// <summary>
/// s(x) = 1/2 d x^2 - b log x + sum over terms of a |x - o|^p with 1 &lt; p &lt; 2. The slope rises without a jump, so it meets a pull q once:
/// <code>
///   F(x) = d x - b / x + sum a p sign(x - o) |x - o|^(p-1) - q
/// </code>
/// Without the powers the root is closed; every power draws it towards its centre. So it lies between that point and the centres, and Newton's method with
/// bisection as a safeguard finds it there, each lane on its own: what its neighbours do does not change its bits.
/// </summary>
internal readonly unsafe struct PowerCurve(double* inverse, double* weight, PowerTerm[] terms) : ICurve
{
    /// <summary>Bisection alone needs about 60 halvings for all digits of a bracket, and some more to leave a far one.</summary>
    private const int MostRounds = 200;

    /// <summary>How much longer each stride away from the centres is than the last.</summary>
    private const double StrideGrowth = 64;

    /// <summary>Keeps the rate of a coordinate on its centre, where the slope is vertical, above zero: it can move.</summary>
    private const double LeastRate = 1e-30;

    /// <summary>Distances below this, far under any rounding of what is added up, are not resolved: a power near 1 would go on to 1e-300.</summary>
    private const double Indistinguishable = 1e-24;

    private readonly LogCurve _smooth = new(inverse, weight);

    public Vector512<double> Stationary(int place, Vector512<double> pull)
    {
        Vector512<double> zero = Vector512<double>.Zero, start = _smooth.Stationary(place, pull);
        Vector512<double> low = Vector512.Create(double.PositiveInfinity), high = -low;
        foreach (PowerTerm term in terms)
        {
            Vector512<double> counts = Vector512.GreaterThan(At(term.Coefficient, place), zero), centre = At(term.Centre, place);
            low = Vector512.ConditionalSelect(counts, Vector512.MinNative(low, centre), low);
            high = Vector512.ConditionalSelect(counts, Vector512.MaxNative(high, centre), high);
        }

        Vector512<double> none = Vector512.GreaterThan(low, high), logged = Vector512.GreaterThan(Vector512.Load(weight + place), zero);
        low = Vector512.ConditionalSelect(logged, Vector512.MaxNative(low, zero), low);
        high = Vector512.ConditionalSelect(logged, Vector512.MaxNative(high, zero), high);
        low = Vector512.ConditionalSelect(none, start, low);
        high = Vector512.ConditionalSelect(none, start, high);
        (Vector512<double> right, Vector512<double> left) = (high, low);
        Reach(place, pull, start, ref right, ref low, up: true);
        Reach(place, pull, start, ref left, ref high, up: false);
        return Root(place, pull, low: Vector512.MinNative(low, left), high: Vector512.MaxNative(high, right));
    }

    /// <summary>
    /// Goes from the outermost centre towards the point without powers in strides that grow: without curvature that point may lie at 1e300 while the root does not.
    /// What lies behind the last stride is no longer in the bracket.
    /// </summary>
    private void Reach(int place, Vector512<double> pull, Vector512<double> start, ref Vector512<double> end, ref Vector512<double> behind, bool up)
    {
        double stride = up ? 1 : -1;
        for (int round = 0; round < MostRounds; round++, stride *= StrideGrowth)
        {
            Vector512<double> slope = AddSlope(place, end, -pull);
            Vector512<double> falling = up
                ? Vector512.LessThan(end, start) & Vector512.LessThan(slope, Vector512<double>.Zero)
                : Vector512.GreaterThan(end, start) & Vector512.GreaterThan(slope, Vector512<double>.Zero);
            if (falling.ExtractMostSignificantBits() == 0)
            {
                return;
            }

            Vector512<double> farther = end + Vector512.Create(stride);
            farther = up ? Vector512.MinNative(farther, start) : Vector512.MaxNative(farther, start);
            behind = Vector512.ConditionalSelect(falling, end, behind);
            end = Vector512.ConditionalSelect(falling, farther, end);
        }
    }

    public Vector512<double> Rate(int place, Vector512<double> x)
    {
        Vector512<double> bend = Vector512<double>.One / _smooth.Rate(place, x);
        foreach (PowerTerm term in terms)
        {
            bend = AddBend(term, place, x, bend);
        }

        return Vector512.MaxNative(Vector512<double>.One / bend, Vector512.Create(LeastRate));
    }

    public Vector512<double> AddSlope(int place, Vector512<double> x, Vector512<double> start)
    {
        Vector512<double> slope = _smooth.AddSlope(place, x, start);
        foreach (PowerTerm term in terms)
        {
            Vector512<double> from = x - At(term.Centre, place), a = At(term.Coefficient, place);
            Vector512<double> rise = Vector512.Create(term.Exponent) * a * Logarithm.Power(Vector512.Abs(from), term.Exponent - 1);
            rise = Vector512.ConditionalSelect(Vector512.LessThan(from, Vector512<double>.Zero), -rise, rise);
            slope = Vector512.ConditionalSelect(Vector512.GreaterThan(a, Vector512<double>.Zero), slope + rise, slope);
        }

        return slope;
    }

    public Vector512<double> AddValue(int place, Vector512<double> x, Vector512<double> start)
    {
        Vector512<double> value = _smooth.AddValue(place, x, start);
        foreach (PowerTerm term in terms)
        {
            Vector512<double> a = At(term.Coefficient, place), far = Vector512.Abs(x - At(term.Centre, place));
            Vector512<double> counts = Vector512.GreaterThan(a, Vector512<double>.Zero);
            value = Vector512.ConditionalSelect(counts, Vector512.FusedMultiplyAdd(a, Logarithm.Power(far, term.Exponent), value), value);
        }

        return value;
    }

    private Vector512<double> Root(int place, Vector512<double> pull, Vector512<double> low, Vector512<double> high)
    {
        Vector512<double> half = Vector512.Create(0.5), zero = Vector512<double>.Zero, ulp = Vector512.Create(4.5e-16);
        Vector512<double> x = half * (low + high);
        Vector512<double> done = Vector512.GreaterThanOrEqual(low, high) | Vector512.IsPositiveInfinity(high);
        x = Vector512.ConditionalSelect(done, high, x);
        for (int round = 0; round < MostRounds && !Vector512.EqualsAll(done.AsInt64(), Vector512<long>.AllBitsSet); round++)
        {
            Vector512<double> slope = AddSlope(place, x, -pull);
            Vector512<double> newLow = Vector512.ConditionalSelect(Vector512.LessThan(slope, zero), x, low);
            Vector512<double> newHigh = Vector512.ConditionalSelect(Vector512.GreaterThan(slope, zero), x, high);
            Vector512<double> newton = x - (slope * Rate(place, x));
            Vector512<double> inside = Vector512.GreaterThan(newton, newLow) & Vector512.LessThan(newton, newHigh);

            // a bracket that shrinks by Newton's steps alone may do so from one side only: every third step halves it
            Vector512<double> next = round % 3 == 2 ? half * (newLow + newHigh) : Vector512.ConditionalSelect(inside, newton, half * (newLow + newHigh));
            Vector512<double> near = Vector512.LessThanOrEqual(Vector512.Abs(newton - x), ulp * Vector512.Abs(x))
                | Vector512.LessThanOrEqual(newHigh - newLow, (ulp * Vector512.Abs(x)) + Vector512.Create(Indistinguishable)) | Vector512.Equals(slope, zero);
            next = Vector512.ConditionalSelect(near, x, next);
            x = Vector512.ConditionalSelect(done, x, next);
            low = Vector512.ConditionalSelect(done, low, newLow);
            high = Vector512.ConditionalSelect(done, high, newHigh);
            done |= near;
        }

        return x;
    }

    /// <summary>a p (p-1) |x - o|^(p-2).</summary>
    private static Vector512<double> AddBend(PowerTerm term, int place, Vector512<double> x, Vector512<double> start)
    {
        Vector512<double> a = At(term.Coefficient, place), far = Vector512.Abs(x - At(term.Centre, place));
        Vector512<double> bend = Vector512.Create(term.Exponent * (term.Exponent - 1)) * a * Logarithm.Power(far, term.Exponent - 2);
        return Vector512.ConditionalSelect(Vector512.GreaterThan(a, Vector512<double>.Zero), start + bend, start);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> At(ReadOnlySpan<double> values, int place) => Vector512.Create(values.Slice(place, Lanes.Count));
}
