using Rebalancing.Numerics;

namespace Rebalancing;

/// <summary>In-place mixtures delta F + (1 - delta) S with the targets F of shrinkage estimators.</summary>
internal static class ShrinkageTarget
{
    public static void TowardsIdentity(double[] sample, int n, double delta, double variance)
    {
        Scale.By(1 - delta, sample);
        for (int i = 0; i < n; i++) sample[(i * n) + i] += delta * variance;
    }

    /// <summary>Off the diagonal the target is factor * a_i a_j; the diagonal is the sample's.</summary>
    public static void TowardsRankOne(double[] sample, int n, double delta, double factor, ReadOnlySpan<double> a)
    {
        for (int i = 0; i < n; i++)
        {
            Span<double> row = sample.AsSpan(i * n, n);
            double variance = row[i];
            Combine.Into(1 - delta, row, delta * factor * a[i], a, row);
            row[i] = variance;
        }
    }
}
