using Rebalancing.Numerics;

namespace Rebalancing;

/// <summary>
/// Measures of a series of returns that happened or were simulated, each period weighing alike: an asset's, or a portfolio's from <see cref="ReturnSeries.Portfolio"/>.
/// Per period, nothing is scaled to a year. Losses are positive numbers.
/// </summary>
public static class RiskMeasures
{
    /// <summary>Mean return.</summary>
    public static double Mean(ReadOnlySpan<double> returns) => Sum.Of(Checked(returns)) / returns.Length;

    /// <summary>Mean of |r - m|, m the mean.</summary>
    public static double MeanAbsoluteDeviation(ReadOnlySpan<double> returns)
    {
        double mean = Mean(returns), sum = 0;
        foreach (double r in returns) sum += Math.Abs(r - mean);
        return sum / returns.Length;
    }

    /// <summary>Sum of (r - m)^2 over the periods less <paramref name="ddof"/>.</summary>
    public static double Variance(ReadOnlySpan<double> returns, int ddof = 1)
    {
        double mean = Mean(returns), sum = 0;
        foreach (double r in returns) sum += (r - mean) * (r - mean);
        return sum / Freedom(returns, ddof);
    }

    /// <summary>Root of <see cref="Variance"/>.</summary>
    public static double StandardDeviation(ReadOnlySpan<double> returns, int ddof = 1) => Math.Sqrt(Variance(returns, ddof));

    /// <summary>Sum of (t - r)^2 over the periods below the threshold t, over the periods less <paramref name="ddof"/>.</summary>
    /// <param name="returns">At least ddof + 1 periods.</param>
    /// <param name="threshold">t; null (default) is the mean.</param>
    /// <param name="ddof">Degrees of freedom lost; default 1.</param>
    public static double SemiVariance(ReadOnlySpan<double> returns, double? threshold = null, int ddof = 1) =>
        LowerPartialMoment(returns, 2, threshold) * returns.Length / Freedom(returns, ddof);

    /// <summary>Root of <see cref="SemiVariance"/>.</summary>
    public static double SemiDeviation(ReadOnlySpan<double> returns, double? threshold = null, int ddof = 1) => Math.Sqrt(SemiVariance(returns, threshold, ddof));

    /// <summary>Mean of max(t - r, 0)^order.</summary>
    /// <param name="returns">At least one period.</param>
    /// <param name="order">1 to 4.</param>
    /// <param name="threshold">t; null (default) is the mean.</param>
    public static double LowerPartialMoment(ReadOnlySpan<double> returns, int order, double? threshold = null)
    {
        if (order is < 1 or > 4) throw new ArgumentOutOfRangeException(nameof(order), order, "the order of a moment must lie in 1 .. 4");
        double level = threshold ?? Mean(returns), sum = 0;
        foreach (double r in Checked(returns)) sum += Power(Math.Max(level - r, 0), order);
        return sum / returns.Length;
    }

    /// <summary>Mean of (r - m)^order.</summary>
    /// <param name="returns">At least one period.</param>
    /// <param name="order">1 to 4.</param>
    public static double CentralMoment(ReadOnlySpan<double> returns, int order)
    {
        if (order is < 1 or > 4) throw new ArgumentOutOfRangeException(nameof(order), order, "the order of a moment must lie in 1 .. 4");
        double mean = Mean(returns), sum = 0;
        foreach (double r in returns) sum += Power(r - mean, order);
        return sum / returns.Length;
    }

    /// <summary>Third central moment over the 3/2 power of the second; NaN for a constant series.</summary>
    public static double Skewness(ReadOnlySpan<double> returns)
    {
        double variance = CentralMoment(returns, 2);
        return CentralMoment(returns, 3) / (variance * Math.Sqrt(variance));
    }

    /// <summary>Fourth central moment over the square of the second: 3 for a normal law; NaN for a constant series.</summary>
    public static double Kurtosis(ReadOnlySpan<double> returns)
    {
        double variance = CentralMoment(returns, 2);
        return CentralMoment(returns, 4) / (variance * variance);
    }

    /// <summary>The largest loss of one period.</summary>
    public static double WorstLoss(ReadOnlySpan<double> returns)
    {
        double least = double.PositiveInfinity;
        foreach (double r in Checked(returns)) least = Math.Min(least, r);
        return -least;
    }

    /// <summary>The loss that a share 1 - confidence of the periods reaches: the ceil((1 - confidence) T)-th largest.</summary>
    /// <param name="returns">At least one period.</param>
    /// <param name="confidence">In (0, 1); default 0.95.</param>
    public static double ValueAtRisk(ReadOnlySpan<double> returns, double confidence = 0.95)
    {
        double[] sorted = Sorted(returns);
        return -sorted[TailIndex(sorted.Length, confidence, out _)];
    }

    /// <summary>Mean loss of the worst share 1 - confidence of the periods; the period at its edge counts in part.</summary>
    /// <param name="returns">At least one period.</param>
    /// <param name="confidence">In (0, 1); default 0.95.</param>
    public static double ConditionalValueAtRisk(ReadOnlySpan<double> returns, double confidence = 0.95)
    {
        double[] sorted = Sorted(returns);
        int edge = TailIndex(sorted.Length, confidence, out double tail);
        double sum = 0;
        for (int i = 0; i < edge; i++) sum -= sorted[i];
        return (sum - (sorted[edge] * (tail - edge))) / tail;
    }

    /// <summary>theta log(mean of exp(-r / theta) / (1 - confidence)), computed without overflow.</summary>
    /// <param name="returns">At least one period.</param>
    /// <param name="theta">Risk tolerance in units of return, positive.</param>
    /// <param name="confidence">In (0, 1); default 0.95.</param>
    public static double Entropic(ReadOnlySpan<double> returns, double theta, double confidence = 0.95)
    {
        Require.Positive(theta, "theta of the entropic measure", "it is in units of return and must be finite and > 0");
        double worst = WorstLoss(returns), sum = 0;
        foreach (double r in returns) sum += Math.Exp((-r - worst) / theta);
        return worst + (theta * Math.Log(sum / returns.Length / (1 - TailShape.RequireConfidence(confidence))));
    }

    /// <summary>Entropic value at risk (Ahmadi-Javid 2012): the least <see cref="Entropic"/> over all theta. Convex in theta, found by golden section on log theta.</summary>
    /// <param name="returns">At least one period.</param>
    /// <param name="confidence">In (0, 1); default 0.95.</param>
    public static double EntropicValueAtRisk(ReadOnlySpan<double> returns, double confidence = 0.95)
    {
        double spread = WorstLoss(returns) + Mean(returns);
        if (!(spread > 0)) return WorstLoss(returns);
        double golden = (Math.Sqrt(5) - 1) / 2, low = Math.Log(1e-6 * spread), high = Math.Log(1e3 * spread);
        double a = high - (golden * (high - low)), b = low + (golden * (high - low)), fa = Entropic(returns, Math.Exp(a), confidence), fb = Entropic(returns, Math.Exp(b), confidence);
        while (high - low > 1e-9)
        {
            if (fa <= fb)
            {
                (high, b, fb) = (b, a, fa);
                a = high - (golden * (high - low));
                fa = Entropic(returns, Math.Exp(a), confidence);
            }
            else
            {
                (low, a, fa) = (a, b, fb);
                b = low + (golden * (high - low));
                fb = Entropic(returns, Math.Exp(b), confidence);
            }
        }
        // towards theta = 0 the measure becomes the worst loss
        return Math.Min(Math.Min(fa, fb), WorstLoss(returns));
    }

    /// <summary>
    /// Tail Gini of losses: the mean over the tail of its conditional values at risk, 2 / a^2 times the integral of p CVaR_(1-p) dp from 0 to a = 1 - confidence. As CVaR is itself a
    /// mean of values at risk, that is 2 / a^2 times the integral of (a - u) VaR_(1-u) du, exact for a series.
    /// </summary>
    /// <param name="returns">At least one period.</param>
    /// <param name="confidence">In (0, 1); default 0.95.</param>
    public static double TailGini(ReadOnlySpan<double> returns, double confidence = 0.95)
    {
        double[] sorted = Sorted(returns);
        double tail = 1 - TailShape.RequireConfidence(confidence), sum = 0;
        for (int i = 0; i < sorted.Length && (double)i / sorted.Length < tail; i++)
        {
            // VaR is constant between u = i / T and (i + 1) / T
            double from = tail - ((double)i / sorted.Length), to = Math.Max(0, tail - ((i + 1.0) / sorted.Length));
            sum -= sorted[i] * ((from * from) - (to * to)) / 2;
        }
        return 2 * sum / (tail * tail);
    }

    /// <summary>Mean of |r_s - r_t| over all pairs of periods.</summary>
    /// <param name="returns">At least two periods.</param>
    public static double GiniMeanDifference(ReadOnlySpan<double> returns)
    {
        double[] sorted = Sorted(returns);
        double count = Freedom(returns, 1), sum = 0;
        for (int i = 0; i < sorted.Length; i++) sum += ((2 * i) - count) * sorted[i];
        return 2 * sum / (sorted.Length * count);
    }

    private static ReadOnlySpan<double> Checked(ReadOnlySpan<double> returns)
    {
        if (returns.Length == 0) throw new ArgumentException("Got no returns; a measure needs at least one period.", nameof(returns));
        for (int t = 0; t < returns.Length; t++)
            if (!double.IsFinite(returns[t])) throw new ArgumentException(FormattableString.Invariant($"return of period {t} is {returns[t]}; returns must be finite. Treat missing returns first."), nameof(returns));
        return returns;
    }

    private static double[] Sorted(ReadOnlySpan<double> returns)
    {
        double[] sorted = Checked(returns).ToArray();
        Array.Sort(sorted);
        return sorted;
    }

    private static int TailIndex(int periods, double confidence, out double tail)
    {
        tail = (1 - TailShape.RequireConfidence(confidence)) * periods;
        return Math.Clamp((int)Math.Ceiling(tail - (1e-12 * periods)) - 1, 0, periods - 1);
    }

    private static double Freedom(ReadOnlySpan<double> returns, int ddof)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(ddof);
        return returns.Length > ddof ? returns.Length - ddof : throw new ArgumentException($"Got {returns.Length} returns; with ddof {ddof} at least {ddof + 1} are needed.", nameof(returns));
    }

    private static double Power(double x, int order) => order switch { 1 => x, 2 => x * x, 3 => x * x * x, _ => x * x * x * x };
}
