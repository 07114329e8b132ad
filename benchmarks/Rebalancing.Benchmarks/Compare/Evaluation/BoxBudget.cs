namespace Rebalancing.Benchmarks.Compare.Evaluation;

/// <summary>
/// The exact minimum of sum slope_i v_i + cost_i |v_i - anchor_i| over 0 &lt;= v &lt;= cap, sum v = 1, by its dual in the
/// budget's multiplier. Every multiplier tried proves a bound, so a value returned here is never above the minimum.
/// </summary>
internal static class BoxBudget
{
    // 120 halvings take any bracket below the spacing of doubles
    private const int Halvings = 120;

    /// <summary>The minimum; <paramref name="cost"/> and <paramref name="anchor"/> are empty when there are no costs.</summary>
    public static double Minimum(ReadOnlySpan<double> slope, ReadOnlySpan<double> cost, ReadOnlySpan<double> anchor, double cap)
    {
        double low = 0;
        double high = 0;
        for (int i = 0; i < slope.Length; i++)
        {
            double reach = Math.Abs(slope[i]) + (cost.IsEmpty ? 0 : cost[i]);
            low = Math.Min(low, -reach - 1);
            high = Math.Max(high, reach + 1);
        }

        double best = double.NegativeInfinity;
        for (int step = 0; step < Halvings; step++)
        {
            double price = 0.5 * (low + high);
            (double bound, double total) = Bound(slope, cost, anchor, cap, price);
            best = Math.Max(best, bound);
            if (total > 1)
            {
                low = price;
            }
            else
            {
                high = price;
            }
        }

        return best;
    }

    // -price + sum_i min over v in {0, anchor, cap} of (slope + price) v + cost |v - anchor|: the corners of a convex piecewise linear function
    private static (double Bound, double Total) Bound(ReadOnlySpan<double> slope, ReadOnlySpan<double> cost, ReadOnlySpan<double> anchor, double cap, double price)
    {
        double bound = -price;
        double total = 0;
        for (int i = 0; i < slope.Length; i++)
        {
            double rate = slope[i] + price;
            double charge = cost.IsEmpty ? 0 : cost[i];
            double from = anchor.IsEmpty ? 0 : anchor[i];
            double point = 0;
            double value = charge * from;
            foreach (double candidate in (ReadOnlySpan<double>)[Math.Min(from, cap), cap])
            {
                double there = (rate * candidate) + (charge * Math.Abs(candidate - from));
                if (there < value)
                {
                    (point, value) = (candidate, there);
                }
            }

            bound += value;
            total += point;
        }

        return (bound, total);
    }
}
