using Rebalancing.Numerics;
using Rebalancing.Solvers;

namespace Rebalancing;

/// <summary>
/// Risk budgeting for measures over scenarios: long weights whose contributions w_i dR/dw_i to a measure R are in given proportions, from
/// min R(x) - sum of b_i log x_i (or R^2 / 2 for a root) and w = x / sum(x). As R is proportional to the size of x, contributions add up to R (Euler).
/// </summary>
public static class ScenarioRiskParity
{
    /// <summary>Positive weights that sum to one.</summary>
    /// <param name="scenarios">Equally likely.</param>
    /// <param name="measure">What is budgeted.</param>
    /// <param name="budgets">Positive; only their proportions count. Null (default) makes them equal.</param>
    /// <param name="confidence">Of the tail measures, in (0, 1); default 0.95.</param>
    public static AssetValues Weights(ScenarioSet scenarios, BudgetedMeasure measure, AssetValues? budgets = null, double confidence = 0.95)
    {
        ArgumentNullException.ThrowIfNull(scenarios);
        if (!Enum.IsDefined(measure)) throw new ArgumentOutOfRangeException(nameof(measure), measure, "unknown measure of risk");
        if (!scenarios.IsEquallyLikely) throw new ArgumentException("Risk budgets over scenarios need equally likely ones; draw from the set, or give its history.", nameof(scenarios));
        double tail = 1 - TailShape.RequireConfidence(confidence);
        int count = scenarios.Count, n = scenarios.Assets;
        double[] b = RiskParity.Budgets(budgets, n, "scenarios", "assets");
        double[] rows = Rows(scenarios, measure is BudgetedMeasure.MeanAbsoluteDeviation or BudgetedMeasure.SemiDeviation);
        var builder = new ProgramBuilder();
        Block x = builder.Variables(n, "scaled weights");
        builder.Log(x, b);
        switch (measure)
        {
            case BudgetedMeasure.GiniMeanDifference:
                Pairs(builder, x, rows, count, n);
                break;
            case BudgetedMeasure.SemiDeviation or BudgetedMeasure.DownsideDeviation:
                builder.Quadratic(Shortfalls(builder, x, rows, count, n), Same(count, 1.0 / count));
                break;
            case BudgetedMeasure.ConditionalDrawdown:
                Tail(builder, Falls(builder, x, rows, count, n), tail, isLoss: true);
                break;
            case BudgetedMeasure.ConditionalValueAtRisk:
                Tail(builder, builder.Image(DenseMap.FromRows(rows, count, n), x), tail, isLoss: false);
                break;
            default:
                // deviations from a mean fall as far as they rise: their mean size is twice the mean shortfall
                builder.Linear(Shortfalls(builder, x, rows, count, n), Same(count, (measure == BudgetedMeasure.MeanAbsoluteDeviation ? 2.0 : 1.0) / count));
                break;
        }
        double[] weights = PortfolioProgram.Solve(builder, x, "Risk budgeting over scenarios",
            $"the measure has no lower bound over long portfolios: some of them gain in every scenario that it counts. Use longer histories or another measure than {measure}.", tolerance: 1e-9);
        Scale.By(1 / Sum.Of(weights), weights);
        return new AssetValues(scenarios.Universe, weights);
    }

    /// <summary>Returns row by row, less their means if asked for, in units of their largest size.</summary>
    private static double[] Rows(ScenarioSet scenarios, bool centred)
    {
        int n = scenarios.Assets;
        var rows = new double[scenarios.Count * n];
        ReadOnlySpan<double> means = scenarios.Means;
        for (int s = 0; s < scenarios.Count; s++)
            for (int i = 0; i < n; i++) rows[(s * n) + i] = scenarios[s, i] - (centred ? means[i] : 0);
        double unit = MaxAbs.Of(rows);
        if (!(unit > 0)) throw new ArgumentException("All returns of the scenarios are zero; there is no risk to budget.", nameof(scenarios));
        Scale.By(1 / unit, rows);
        return rows;
    }

    private static void Pairs(ProgramBuilder builder, Block x, double[] rows, int count, int n)
    {
        int pairs = count * (count - 1) / 2, at = 0;
        var gaps = new double[pairs * n];
        for (int s = 0; s < count; s++)
            for (int t = 0; t < s; t++, at += n)
                for (int i = 0; i < n; i++) gaps[at + i] = rows[(s * n) + i] - rows[(t * n) + i];
        builder.Kinked(builder.Image(DenseMap.FromRows(gaps, pairs, n), x), new Kink { At = new double[pairs], SlopeBelow = Same(pairs, -1.0 / pairs), SlopeAbove = Same(pairs, 1.0 / pairs) });
    }

    /// <summary>u with u >= 0, u >= -y.</summary>
    private static Block Shortfalls(ProgramBuilder builder, Block x, double[] rows, int count, int n)
    {
        Block u = builder.Variables(count, "shortfalls");
        builder.Bounds(u, new double[count], Same(count, double.PositiveInfinity));
        Block room = builder.Image(new ImagePart(DenseMap.FromRows(rows, count, n), x), new ImagePart(Chain(count, previous: 0), u));
        builder.Bounds(room, new double[count], Same(count, double.PositiveInfinity));
        return u;
    }

    /// <summary>Drawdowns d_t >= d_(t-1) - r_t'x, d >= 0.</summary>
    private static Block Falls(ProgramBuilder builder, Block x, double[] rows, int count, int n)
    {
        Block d = builder.Variables(count, "drawdowns");
        builder.Bounds(d, new double[count], Same(count, double.PositiveInfinity));
        Block steps = builder.Image(new ImagePart(DenseMap.FromRows(rows, count, n), x), new ImagePart(Chain(count, previous: -1), d));
        builder.Bounds(steps, new double[count], Same(count, double.PositiveInfinity));
        return d;
    }

    /// <summary>a + mean of max(loss - a, 0) / tail, with a the value at risk.</summary>
    private static void Tail(ProgramBuilder builder, Block on, double tail, bool isLoss)
    {
        int count = on.Length;
        Block threshold = builder.Variables(1, "threshold");
        builder.Linear(threshold, [isLoss ? 1.0 : -1.0]);
        double[] slope = Same(count, 1.0 / (tail * count)), flat = new double[count];
        // for returns the threshold is one of returns, and what lies below it counts
        builder.Kinked(builder.Shifted(on, threshold), isLoss
            ? new Kink { At = new double[count], SlopeBelow = flat, SlopeAbove = slope }
            : new Kink { At = new double[count], SlopeBelow = Same(count, -1.0 / (tail * count)), SlopeAbove = flat });
    }

    /// <summary>y_t = x_t + previous * x_(t-1).</summary>
    private static SparseMap Chain(int count, double previous)
    {
        List<int> starts = [0], columns = [];
        List<double> values = [];
        for (int t = 0; t < count; t++)
        {
            if (t > 0 && previous != 0)
            {
                columns.Add(t - 1);
                values.Add(previous);
            }
            columns.Add(t);
            values.Add(1);
            starts.Add(columns.Count);
        }
        return new SparseMap(count, count, [.. starts], [.. columns], [.. values]);
    }

    private static double[] Same(int count, double value)
    {
        var same = new double[count];
        Array.Fill(same, value);
        return same;
    }
}
