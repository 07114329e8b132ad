using System.Buffers;

namespace Rebalancing.Lowering;

/// <summary>
/// The best threshold of a tail: a minimises -a + sum slope_s (a - y_s)_+, which is the first y in ascending order at which the slopes so far reach one.
/// With <c>ofLosses</c> the tail is at the upper end: t minimises t + sum slope_s (y_s - t)_+.
/// </summary>
/// <remarks>Where a whole interval is best, its end towards the middle of the distribution is not taken but the one in the tail: value at risk as it is usually defined.</remarks>
internal sealed class ThresholdRule(double[] slopes, bool ofLosses = false) : VariableRule
{
    /// <summary>Slopes are sums of probabilities: what reaches one up to this is taken to reach it.</summary>
    private const double Rounding = 1e-12;

    public override void Minimise(ReadOnlySpan<double> basis, Span<double> values)
    {
        double[] sorted = ArrayPool<double>.Shared.Rent(basis.Length), weights = ArrayPool<double>.Shared.Rent(basis.Length);
        Span<double> y = sorted.AsSpan(0, basis.Length), w = weights.AsSpan(0, basis.Length);
        double sign = ofLosses ? -1 : 1;
        for (int s = 0; s < y.Length; s++) y[s] = sign * basis[s];
        slopes.CopyTo(w);
        y.Sort(w);
        double reached = 0;
        int at = 0;
        while (at < y.Length - 1 && (reached += w[at]) < 1 - Rounding) at++;
        values[0] = sign * y[at];
        ArrayPool<double>.Shared.Return(sorted);
        ArrayPool<double>.Shared.Return(weights);
    }
}
