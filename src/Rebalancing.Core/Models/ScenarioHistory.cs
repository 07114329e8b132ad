namespace Rebalancing;

/// <summary>Scenarios out of what happened: overlapping windows of past returns.</summary>
internal static class ScenarioHistory
{
    public static ScenarioSet Read(ReturnSeries history, int window, Decay? decay)
    {
        ArgumentNullException.ThrowIfNull(history);
        if (window < 1 || window > history.Periods) throw new ArgumentOutOfRangeException(nameof(window), $"window is {window}; the history has {history.Periods} periods and a window needs at least 1");
        if (history.Kind != ReturnKind.Simple) throw new ArgumentException("Scenarios need simple returns, which add up across assets; make the series with ReturnKind.Simple.", nameof(history));
        history.RequireComplete("A scenario set", window);
        int n = history.Count, scenarios = history.Periods - window + 1;
        var values = new double[scenarios * n];
        for (int s = 0; s < scenarios; s++)
            for (int i = 0; i < n; i++)
            {
                double grown = 1;
                for (int t = 0; t < window; t++) grown *= 1 + history[s + t, i];
                values[(s * n) + i] = window == 1 ? history[s, i] : grown - 1;
            }
        double[]? probabilities = decay is { Factor: not 1 } given ? given.Weights(scenarios) : null;
        return ScenarioSet.Weighted(values, n, probabilities, window / history.PeriodsPerYear, history.Universe);
    }
}
