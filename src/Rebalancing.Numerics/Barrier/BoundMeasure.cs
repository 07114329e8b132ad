using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Rebalancing.Numerics;

/// <summary>How far many bounded numbers are from a point where nothing pulls them, and how large what is measured is. Add stretch after stretch; each is a multiple of 8 long.</summary>
internal unsafe struct BoundMeasure
{
    /// <summary>Largest |gradient - zl + zu| that no bound's dual can take up.</summary>
    public double Stationarity { get; private set; }

    /// <summary>
    /// What the duals would have to take up: where left = gradient - zl + zu is at least -zl with a lower bound, or at most zu with an upper one, |left| times the
    /// smaller such slack.
    /// </summary>
    public double Absorbed { get; private set; }

    /// <summary>The largest |u - bound - s| (lower side) or |bound - u - s| (upper side) relative to 1 + |bound|.</summary>
    public double Slackness { get; private set; }

    /// <summary>Sum of slack * dual.</summary>
    public double Complementarity { get; private set; }

    /// <summary>The largest dual.</summary>
    public double LargestDual { get; private set; }

    /// <summary>The largest magnitude among the slopes.</summary>
    public double LargestSlope { get; private set; }

    /// <summary>Measures one more stretch.</summary>
    /// <param name="lower">The lower side.</param>
    /// <param name="upper">The upper side; may be shorter, behind its end no number has an upper bound.</param>
    /// <param name="u">The numbers.</param>
    /// <param name="gradient">Their gradients without the duals.</param>
    /// <param name="slope">The part of the gradients whose size counts.</param>
    /// <param name="skipped">Not zero where neither gradient nor slope counts.</param>
    public void Add(in BoundRuns lower, in BoundRuns upper, ReadOnlySpan<double> u, ReadOnlySpan<double> gradient, ReadOnlySpan<double> slope, ReadOnlySpan<double> skipped)
    {
        int n = lower.Check(), m = upper.Check();
        Guard.AtLeast(n, m, nameof(lower));
        Guard.SameLength(u.Length, n, nameof(u));
        Guard.SameLength(gradient.Length, n, nameof(gradient));
        Guard.SameLength(slope.Length, n, nameof(slope));
        Guard.SameLength(skipped.Length, n, nameof(skipped));
        fixed (double* bl = lower.Bound, sl = lower.Slack, zl = lower.Dual, bu = upper.Bound, su = upper.Slack, zu = upper.Dual, pu = u, g = gradient, c = slope, skip = skipped)
        {
            Vector512<double> none = Vector512.Create(double.PositiveInfinity), zero = Vector512<double>.Zero;
            Vector512<double> most = zero, off = zero, dual = zero, steepest = zero, absorbed = zero, products = zero;
            for (int i = 0; i < n; i += Lanes.Count)
            {
                Vector512<double> x = Vector512.Load(pu + i), counts = Vector512.Equals(Vector512.Load(skip + i), zero);
                Vector512<double> bound = Vector512.Load(bl + i), slack = Vector512.Load(sl + i), low = Vector512.Load(zl + i), left = Vector512.Load(g + i) - low;
                Vector512<double> has = Vector512.LessThan(Vector512.Abs(bound), none);
                Vector512<double> high = i < m ? Vector512.Load(zu + i) : zero;
                left = Vector512.ConditionalSelect(counts, left + high, zero);
                products = Vector512.FusedMultiplyAdd(slack, low, products);
                dual = Vector512.Max(dual, Vector512.Max(low, high));
                off = Vector512.Max(off, Vector512.ConditionalSelect(has, Vector512.Abs(x - bound - slack) / (Vector512<double>.One + Vector512.Abs(bound)), zero));
                Vector512<double> price = Vector512.ConditionalSelect(has & Vector512.GreaterThanOrEqual(left, -low), slack, none);
                if (i < m)
                {
                    bound = Vector512.Load(bu + i);
                    slack = Vector512.Load(su + i);
                    has = Vector512.LessThan(Vector512.Abs(bound), none);
                    products = Vector512.FusedMultiplyAdd(slack, high, products);
                    off = Vector512.Max(off, Vector512.ConditionalSelect(has, Vector512.Abs(bound - x - slack) / (Vector512<double>.One + Vector512.Abs(bound)), zero));
                    price = Vector512.Min(price, Vector512.ConditionalSelect(has & Vector512.LessThanOrEqual(left, high), slack, none));
                }

                Vector512<double> stays = Vector512.Equals(price, none), size = Vector512.Abs(left);
                most = Vector512.Max(most, Vector512.ConditionalSelect(stays, size, zero));
                absorbed += Vector512.ConditionalSelect(stays, zero, size * price);
                steepest = Vector512.Max(steepest, Vector512.ConditionalSelect(counts, Vector512.Abs(Vector512.Load(c + i)), zero));
            }

            Stationarity = Largest(most, Stationarity);
            Slackness = Largest(off, Slackness);
            LargestDual = Largest(dual, LargestDual);
            LargestSlope = Largest(steepest, LargestSlope);
            Absorbed += Lanes.Combine(absorbed);
            Complementarity += Lanes.Combine(products);
        }
    }

    private static double Largest(Vector512<double> lanes, double most)
    {
        for (int lane = 0; lane < Lanes.Count; lane++)
        {
            most = Math.Max(most, lanes.GetElement(lane));
        }

        return most;
    }
}
