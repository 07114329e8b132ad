namespace Rebalancing.Core.Tests;

/// <summary>The measures over scenarios, as terms and written out row by row.</summary>
public enum ScenarioMeasure
{
    Tail,
    TailAgainstABenchmark,
    WorstCase,
    ShortfallDeviation,
    ConditionalDrawdown,
    AverageDrawdown,
    MaximumDrawdown,
    AbsoluteDeviation,
    SemiDeviation,
    ShortfallBelowATarget,
}

internal static class ScenarioMeasures
{
    private const double Confidence = 0.85, Target = 0.005;

    public static Term Term(ScenarioMeasure measure, ScenarioSet set, double[] benchmark) => measure switch
    {
        ScenarioMeasure.Tail => new ConditionalValueAtRisk(set, Confidence),
        ScenarioMeasure.TailAgainstABenchmark => new ConditionalValueAtRisk(set, Confidence, AssetValues.Create(benchmark)),
        ScenarioMeasure.WorstCase => new WorstCaseLoss(set),
        ScenarioMeasure.ShortfallDeviation => new ExpectedShortfallDeviation(set, Confidence),
        ScenarioMeasure.ConditionalDrawdown => new ConditionalDrawdown(set, Confidence),
        ScenarioMeasure.AverageDrawdown => new ConditionalDrawdown(set, 0),
        ScenarioMeasure.MaximumDrawdown => new MaximumDrawdown(set),
        ScenarioMeasure.AbsoluteDeviation => new MeanAbsoluteDeviation(set),
        ScenarioMeasure.SemiDeviation => new SemiDeviation(set),
        _ => new SemiDeviation(set, Target),
    };

    public static bool IsRoot(ScenarioMeasure measure) => measure is ScenarioMeasure.SemiDeviation or ScenarioMeasure.ShortfallBelowATarget;

    /// <summary>
    /// The measure as a linear expression in new columns; for a root sqrt(q), its square q over 2 root, which touches the root at the given value: a quadratic program. A root is
    /// the least of q/(2 t) + t/2 over t, jointly convex in portfolio and t, so that a portfolio is best for the root if it is best for the square at t = its root.
    /// </summary>
    public static List<(int Column, double Value)> WriteOut(ScenarioMeasure measure, PlainProgram plain, int[] w, ScenarioSet set, double[] benchmark, double root)
    {
        int count = set.Count;
        double[] p = set.Probabilities().ToArray(), mean = [.. w.Select((_, i) => Enumerable.Range(0, count).Sum(s => p[s] * set[s, i]))];
        IEnumerable<(int, double)> Loss(int s) => w.Select((column, i) => (column, -set[s, i]));
        switch (measure)
        {
            case ScenarioMeasure.Tail or ScenarioMeasure.ShortfallDeviation:
                List<(int, double)> tail = plain.Tail(Enumerable.Range(0, count).Select(s => (Loss(s), 0.0)), p, Confidence);
                return measure == ScenarioMeasure.Tail ? tail : [.. tail, .. w.Select((column, i) => (column, mean[i]))];
            case ScenarioMeasure.TailAgainstABenchmark:
                return plain.Tail(Enumerable.Range(0, count).Select(s => (Loss(s), benchmark.Select((b, i) => b * set[s, i]).Sum())), p, Confidence);
            case ScenarioMeasure.WorstCase:
                return Largest(plain, Enumerable.Range(0, count).Select(Loss));
            case ScenarioMeasure.AbsoluteDeviation:
                int[] away = plain.Columns(count, 0, double.PositiveInfinity);
                for (int s = 0; s < count; s++)
                    foreach (double side in new[] { 1.0, -1.0 })
                        plain.Row(0, double.PositiveInfinity, w.Select((column, i) => (column, side * (set[s, i] - mean[i]))).Append((away[s], 1)));
                return [.. away.Select((column, s) => (column, p[s]))];
            case ScenarioMeasure.SemiDeviation or ScenarioMeasure.ShortfallBelowATarget:
                bool aboutMean = measure == ScenarioMeasure.SemiDeviation;
                int[] below = plain.Columns(count, 0, double.PositiveInfinity);
                for (int s = 0; s < count; s++)
                {
                    plain.Row(aboutMean ? 0 : Target, double.PositiveInfinity, w.Select((column, i) => (column, set[s, i] - (aboutMean ? mean[i] : 0))).Append((below[s], 1)));
                    plain.Quadratic(below[s], below[s], p[s] / root);
                }
                return [];
            default:
                int[] depth = plain.Columns(count, 0, double.PositiveInfinity);
                for (int t = 0; t < count; t++)
                    plain.Row(0, double.PositiveInfinity, w.Select((column, i) => (column, set[t, i])).Append((depth[t], 1)).Concat(t == 0 ? [] : [(depth[t - 1], -1.0)]));
                return measure switch
                {
                    ScenarioMeasure.AverageDrawdown => [.. depth.Select(column => (column, 1.0 / count))],
                    ScenarioMeasure.MaximumDrawdown => Largest(plain, depth.Select(column => new (int, double)[] { (column, 1) })),
                    _ => plain.Tail(depth.Select(column => ((IEnumerable<(int, double)>)[(column, 1.0)], 0.0)), p, Confidence),
                };
        }
    }

    private static List<(int Column, double Value)> Largest(PlainProgram plain, IEnumerable<IEnumerable<(int Column, double Value)>> losses)
    {
        int largest = plain.Column(double.NegativeInfinity, double.PositiveInfinity);
        foreach (IEnumerable<(int Column, double Value)> loss in losses) plain.Row(0, double.PositiveInfinity, loss.Select(e => (e.Column, -e.Value)).Append((largest, 1)));
        return [(largest, 1)];
    }
}
