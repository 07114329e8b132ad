namespace Rebalancing;

/// <summary>
/// Losses from the highest value so far, one a period, as returns: zero or negative. Measures of them are <see cref="RiskMeasures"/>: the worst loss is the maximum
/// drawdown, the conditional value at risk CDaR, minus the mean the average drawdown, and the root of the mean square the <see cref="UlcerIndex"/>.
/// </summary>
public static class Drawdowns
{
    /// <summary>Compounded: value over its highest so far, less one. Not compounded: sum of returns less its highest so far.</summary>
    /// <param name="returns">At least one period, finite.</param>
    /// <param name="compounded">Whether gains are reinvested; default true.</param>
    /// <param name="fromStart">Whether the value before the first period counts as a height; default true.</param>
    public static double[] Of(ReadOnlySpan<double> returns, bool compounded = true, bool fromStart = true)
    {
        RiskMeasures.Mean(returns);
        var drawdowns = new double[returns.Length];
        double value = compounded ? 1 : 0, highest = fromStart ? value : double.NegativeInfinity;
        for (int t = 0; t < drawdowns.Length; t++)
        {
            value = compounded ? value * (1 + returns[t]) : value + returns[t];
            highest = Math.Max(highest, value);
            drawdowns[t] = compounded ? (value / highest) - 1 : value - highest;
        }
        return drawdowns;
    }

    /// <summary>Root of the mean squared drawdown.</summary>
    /// <param name="drawdowns">From <see cref="Of"/>.</param>
    public static double UlcerIndex(ReadOnlySpan<double> drawdowns)
    {
        double sum = 0;
        foreach (double d in drawdowns) sum += d * d;
        return Math.Sqrt(sum / drawdowns.Length);
    }
}
