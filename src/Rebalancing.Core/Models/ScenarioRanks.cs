namespace Rebalancing;

/// <summary>Ranks of past returns and of drawn scores: what a copula is made of.</summary>
internal static class ScenarioRanks
{
    /// <summary>Spearman's rank correlations of the history, which are positive semidefinite as they stand; a normal vector's own are within 0.02 of its correlations.</summary>
    public static double[] Correlation(ReturnSeries history)
    {
        int n = history.Count, periods = history.Periods;
        var ranks = new double[n][];
        for (int i = 0; i < n; i++) ranks[i] = Centred(history.Asset(i));
        var correlation = new double[n * n];
        for (int i = 0; i < n; i++)
            for (int j = 0; j <= i; j++)
            {
                double dot = 0, first = 0, second = 0;
                for (int t = 0; t < periods; t++)
                {
                    dot += ranks[i][t] * ranks[j][t];
                    first += ranks[i][t] * ranks[i][t];
                    second += ranks[j][t] * ranks[j][t];
                }
                double spearman = first > 0 && second > 0 ? dot / Math.Sqrt(first * second) : 0;
                correlation[(i * n) + j] = correlation[(j * n) + i] = i == j ? 1 : spearman;
            }
        return correlation;
    }

    /// <summary>Gives asset <paramref name="asset"/> of each drawn scenario the past return that has the same rank, interpolated between neighbours.</summary>
    public static void Impose(double[] past, ScenarioSet drawn, int asset, double[] values)
    {
        Array.Sort(past);
        int scenarios = drawn.Count, n = drawn.Assets;
        var scores = new double[scenarios];
        var order = new int[scenarios];
        for (int s = 0; s < scenarios; s++) (scores[s], order[s]) = (drawn[s, asset], s);
        Array.Sort(scores, order);
        for (int r = 0; r < scenarios; r++)
        {
            double place = Math.Clamp(((r + 0.5) / scenarios * past.Length) - 0.5, 0, past.Length - 1);
            int below = (int)place, above = Math.Min(below + 1, past.Length - 1);
            values[(order[r] * n) + asset] = past[below] + ((place - below) * (past[above] - past[below]));
        }
    }

    /// <summary>Ranks less their mean; equal returns share the mean of their ranks.</summary>
    private static double[] Centred(double[] returns)
    {
        int count = returns.Length;
        var order = new int[count];
        for (int t = 0; t < count; t++) order[t] = t;
        Array.Sort((double[])returns.Clone(), order);
        var ranks = new double[count];
        for (int first = 0; first < count;)
        {
            int last = first;
            while (last + 1 < count && returns[order[last + 1]] == returns[order[first]]) last++;
            for (int q = first; q <= last; q++) ranks[order[q]] = (0.5 * (first + last)) - (0.5 * (count - 1));
            first = last + 1;
        }
        return ranks;
    }
}
