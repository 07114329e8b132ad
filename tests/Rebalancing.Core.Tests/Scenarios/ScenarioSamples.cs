namespace Rebalancing.Core.Tests;

/// <summary>Scenarios whose numbers belong to an asset's symbol, and the measures over them by their definitions.</summary>
internal static class ScenarioSamples
{
    public const int Count = 24;

    public static double[] Even { get; } = [.. Enumerable.Repeat(1.0 / Count, Count)];

    public static double[] Uneven { get; } = [.. Enumerable.Range(0, Count).Select(s => (1.0 + (s % 5)) / Enumerable.Range(0, Count).Sum(t => 1.0 + (t % 5)))];

    public static ScenarioSet Of(LawData data, bool unequal = false)
    {
        var rows = new double[Count, data.Count];
        for (int s = 0; s < Count; s++)
        {
            double[] row = Returns(data, s);
            for (int i = 0; i < row.Length; i++) rows[s, i] = row[i];
        }
        return ScenarioSet.FromRows(rows, 1 / 12.0, data.Universe, unequal ? Uneven : null);
    }

    public static ScenarioSet ByFactors(LawData data)
    {
        double[] factors = [.. Enumerable.Range(0, Count).SelectMany(s => Enumerable.Range(0, 3).Select(k => FactorReturn(s, k)))];
        return ScenarioSet.FromFactors(DenseMap.FromRows(factors, Count, 3), DenseMap.FromColumns([.. data.Loadings], 3, data.Count), 1 / 12.0, data.Universe);
    }

    public static double FactorReturn(int scenario, int factor) => 0.05 * Math.Sin((1.7 * scenario) + (2.3 * factor) + (scenario * factor));

    public static double[] Losses(LawData data, double[] w) => [.. Enumerable.Range(0, Count).Select(s => -Returns(data, s).Zip(w, (r, x) => r * x).Sum())];

    public static double[] Drawdowns(LawData data, double[] w)
    {
        double peak = 0, level = 0;
        var drawdowns = new List<double>();
        foreach (double loss in Losses(data, w))
        {
            level -= loss;
            peak = Math.Max(peak, level);
            drawdowns.Add(peak - level);
        }
        return [.. drawdowns];
    }

    /// <summary>Mean of the worst losses of probability 1 - confidence; the loss at the border counts with the probability that is left.</summary>
    public static double Tail(double[] losses, double[] probabilities, double confidence)
    {
        double left = 1 - confidence, sum = 0;
        foreach ((double loss, double p) in losses.Zip(probabilities).OrderByDescending(pair => pair.First))
        {
            double part = Math.Min(left, p);
            sum += part * loss;
            left -= part;
        }
        return sum / (1 - confidence);
    }

    private static double[] Returns(LawData data, int scenario) => data.Draw($"scenario {scenario}", -0.08, 0.1);
}
