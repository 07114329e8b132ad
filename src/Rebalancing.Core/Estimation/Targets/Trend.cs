namespace Rebalancing;

/// <summary>How far assets went over some periods, measured by their own volatility.</summary>
public static class Trend
{
    /// <summary>
    /// Trend of each asset: its sum of log returns over the last periods divided by volatility times the root of their number, cut to [-1, 1]. Plus one is a rise
    /// of at least one standard deviation; an asset that never moved has trend zero.
    /// </summary>
    /// <param name="returns">Complete over the periods that are looked at.</param>
    /// <param name="lookback">Periods looked at, at least 2.</param>
    /// <param name="skip">Last periods left out, not negative; default 0.</param>
    public static AssetValues Scores(ReturnSeries returns, int lookback, int skip = 0)
    {
        ArgumentNullException.ThrowIfNull(returns);
        ArgumentOutOfRangeException.ThrowIfLessThan(lookback, 2);
        ArgumentOutOfRangeException.ThrowIfNegative(skip);
        returns.RequireComplete("A trend", lookback + skip);
        var scores = new double[returns.Count];
        int first = returns.Periods - skip - lookback;
        for (int i = 0; i < scores.Length; i++)
        {
            double sum = 0, squares = 0;
            for (int t = first; t < first + lookback; t++)
            {
                double step = returns.Kind == ReturnKind.Log ? returns[t, i] : Math.Log(1 + Math.Max(returns[t, i], -1 + 1e-12));
                sum += step;
                squares += step * step;
            }
            double variance = (squares - (sum * sum / lookback)) / (lookback - 1);
            // a straight line has no volatility: its trend is as strong as trends get
            scores[i] = variance > 1e-16 * squares ? Math.Clamp(sum / Math.Sqrt(variance * lookback), -1, 1) : Math.Sign(sum);
        }
        return new AssetValues(returns.Universe, scores);
    }

    internal static AssetValues Tilt(AssetValues weights, AssetValues scores, double strength, bool stayInvested)
    {
        Require.SameCount(weights, scores, "target weights", "trends");
        double[] tilted = [.. weights.Select((w, i) => w * (1 + (strength * scores[i])))];
        double before = weights.Sum(), after = tilted.Sum();
        // a base whose sum is about zero is dollar-neutral: there is nothing to be scaled back to
        if (stayInvested && after * before > 1e-12)
            for (int i = 0; i < tilted.Length; i++) tilted[i] *= before / after;
        return new AssetValues(weights.Universe, tilted);
    }
}
