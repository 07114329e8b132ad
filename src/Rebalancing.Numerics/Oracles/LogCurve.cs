using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Rebalancing.Numerics;

/// <summary>
/// s(x) = 1/2 d x^2 - b log x with b >= 0; without a logarithm where b = 0. The slope meets the pull q where d x^2 - q x - b = 0:
/// <code>
///   r = sqrt(q^2 + 4 b d),    x = (q + r) / 2d  for q >= 0,    x = 2 b / (r - q)  for q &lt; 0
/// </code>
/// so that nothing cancels; where b = 0 it is q / d.
/// </summary>
internal readonly unsafe struct LogCurve(double* inverse, double* weight) : ICurve
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<double> Stationary(int place, Vector512<double> pull)
    {
        Vector512<double> b = Vector512.Load(weight + place), turned = Vector512.Load(inverse + place);
        Vector512<double> d = Vector512<double>.One / turned, zero = Vector512<double>.Zero, two = Vector512.Create(2.0);
        Vector512<double> root = Vector512.Sqrt(Vector512.FusedMultiplyAdd(pull, pull, Vector512.Create(4.0) * b * d));
        Vector512<double> up = (pull + root) * (Vector512.Create(0.5) * turned);
        Vector512<double> down = two * b / (root - pull);
        Vector512<double> curved = Vector512.ConditionalSelect(Vector512.GreaterThanOrEqual(pull, zero), up, down);
        return Vector512.ConditionalSelect(Vector512.GreaterThan(b, zero), curved, pull * turned);
    }

    /// <summary>1 / (d + b / x^2).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<double> Rate(int place, Vector512<double> x)
    {
        Vector512<double> b = Vector512.Load(weight + place), turned = Vector512.Load(inverse + place);
        Vector512<double> steep = Vector512.GreaterThan(b, Vector512<double>.Zero);
        Vector512<double> rate = Vector512<double>.One / ((Vector512<double>.One / turned) + (b / (x * x)));
        return Vector512.ConditionalSelect(steep, rate, turned);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<double> AddSlope(int place, Vector512<double> x, Vector512<double> start)
    {
        Vector512<double> b = Vector512.Load(weight + place), d = Vector512<double>.One / Vector512.Load(inverse + place);
        Vector512<double> slope = Vector512.FusedMultiplyAdd(d, x, start);
        return Vector512.ConditionalSelect(Vector512.GreaterThan(b, Vector512<double>.Zero), slope - (b / x), slope);
    }

    /// <summary>The logarithm of a place that has no weight is not taken: x may be negative there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<double> AddValue(int place, Vector512<double> x, Vector512<double> start)
    {
        Vector512<double> b = Vector512.Load(weight + place);
        Vector512<double> counts = Vector512.GreaterThan(b, Vector512<double>.Zero);
        return Vector512.ConditionalSelect(counts, start - (b * Logarithm.Of(x)), start);
    }
}
