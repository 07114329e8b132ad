using Rebalancing.Solvers.BranchAndBound;

namespace Rebalancing.Solvers.Tests.BranchAndBound;

/// <summary>Two rows over ranges, one of which asks for a little less or a little more than can be reached while the other holds, as found by trying every vertex.</summary>
public class RowPairTests
{
    private const int Count = 6;

    [Test]
    public void Exclude_RowJustWithinOrJustBeyondReach_TellsWhich([Values(1e-3, 1e-7, 1e-9, 1e-10)] double distance, [Values] bool isEquality, [Values] bool fromAbove)
    {
        var random = new TestRandom(11);
        int tried = 0;
        while (tried < 200)
        {
            double[] low = random.Vector(Count, r => r.Chance(0.3) ? 0.0 : r.Uniform(-1, 1)), high = [.. low.Select(l => random.Chance(0.2) ? l : l + random.Uniform(0, 2))];
            double[] reached = random.Vector(Count, r => r.Normal()), held = random.Vector(Count, r => r.Chance(0.2) ? 0.0 : isEquality ? 1.0 : r.Normal());
            double middle = held.Select((q, j) => q * random.Uniform(low[j], high[j])).Sum(), upper = isEquality ? middle : middle + random.Uniform(0, 0.5);
            double sign = fromAbove ? -1 : 1, most = Most([.. reached.Select(p => sign * p)], held, middle, upper, low, high);
            if (double.IsNegativeInfinity(most))
                continue;
            tried++;
            foreach (double beyond in new[] { distance, -distance })
            {
                double least = most + beyond;
                (double from, double to) = fromAbove ? (double.NegativeInfinity, -least) : (least, double.PositiveInfinity);
                Assert.That(Excludes(low, high, reached, from, to, held, middle, upper), Is.EqualTo(beyond > 0), $"case {tried}, {beyond}");
            }
        }
    }

    [Test]
    public void Exclude_ColumnWithoutEnd_IsNeverExcluded()
    {
        double[] low = [.. Enumerable.Repeat(0.0, Count)], high = [.. Enumerable.Repeat(1.0, Count)], ones = [.. Enumerable.Repeat(1.0, Count)];
        high[2] = double.PositiveInfinity;
        Assert.That(Excludes(low, high, [1, 2, 3, 4, 5, 6], 100, double.PositiveInfinity, ones, 1, 1), Is.False, "what one row leaves without an end is not looked at");
        high[2] = 1;
        Assert.That(Excludes(low, high, [1, 2, 3, 4, 5, 6], 100, double.PositiveInfinity, ones, 1, 1), Is.True);
    }

    private static bool Excludes(double[] low, double[] high, double[] reached, double from, double to, double[] held, double lower, double upper)
    {
        var builder = new ProgramBuilder();
        Block x = builder.Variables(Count, "x");
        builder.Bounds(x, low, high);
        builder.Quadratic(x, [.. Enumerable.Repeat(1.0, Count)]);
        builder.Bounds(builder.Image(DenseMap.OverRows(reached, 1, Count), x), [from], [to]);
        builder.Bounds(builder.Image(DenseMap.OverRows(held, 1, Count), x), [lower], [upper]);
        var table = new ChoiceTable(builder.Build());
        table.Read();
        var state = new NodeState(table);
        state.Reset();
        return new RowPairs(table).Exclude(state);
    }

    /// <summary>The largest p'x over lower &lt;= q'x &lt;= upper and the ranges: it lies where all coordinates but one are at an end. Negative infinity where no vertex keeps the row.</summary>
    private static double Most(double[] p, double[] q, double lower, double upper, double[] low, double[] high)
    {
        double best = double.NegativeInfinity;
        for (int ends = 0; ends < 1 << Count; ends++)
            for (int between = -1; between < Count; between++)
            {
                double value = 0, activity = 0;
                for (int j = 0; j < Count; j++)
                    if (j != between)
                    {
                        double x = (ends >> j & 1) == 0 ? low[j] : high[j];
                        (value, activity) = (value + (p[j] * x), activity + (q[j] * x));
                    }

                if (between < 0)
                    best = activity >= lower && activity <= upper ? Math.Max(best, value) : best;
                else if (q[between] != 0)
                    foreach (double side in new[] { lower, upper })
                        if ((side - activity) / q[between] is var x && x >= low[between] && x <= high[between])
                            best = Math.Max(best, value + (p[between] * x));
            }

        return best;
    }
}
