namespace Rebalancing;

/// <summary>How fast old observations lose weight: an observation of age a (0 is the last period) weighs Factor^a. Weights are normalised to sum one.</summary>
public readonly record struct Decay
{
    private Decay(double factor) => Factor = factor;

    /// <summary>Weight of a period relative to the next one, above 0 and at most 1; 1 weighs all periods alike.</summary>
    public double Factor { get; }

    /// <summary>All periods weigh the same.</summary>
    public static Decay None { get; } = new(1);

    /// <summary>The weight halves every so many periods.</summary>
    /// <param name="periods">Positive.</param>
    public static Decay HalfLife(double periods) => new(Math.Pow(0.5, 1 / Require.Positive(periods, "half-life", "half-lives are numbers of periods and must be finite and > 0")));

    /// <summary>Smoothing constant alpha = 2 / (span + 1), the convention of many data tools.</summary>
    /// <param name="periods">At least 1; a span of 1 leaves only the last period.</param>
    public static Decay Span(double periods) =>
        periods > 1 && double.IsFinite(periods) ? new(1 - (2 / (periods + 1)))
            : throw new ArgumentOutOfRangeException(nameof(periods), FormattableString.Invariant($"span is {periods}; spans are numbers of periods and must be finite and > 1"));

    /// <summary>The factor itself: 0.94 and 0.97 are customary for daily data.</summary>
    /// <param name="lambda">Above 0, at most 1.</param>
    public static Decay Lambda(double lambda) =>
        lambda > 0 && lambda <= 1 ? new(lambda) : throw new ArgumentOutOfRangeException(nameof(lambda), FormattableString.Invariant($"decay factor is {lambda}; it must be > 0 and <= 1"));

    /// <summary>Weights of the periods, oldest first, that sum to one.</summary>
    internal double[] Weights(int periods)
    {
        var weights = new double[periods];
        double sum = 0, weight = 1, factor = Checked;
        for (int t = periods - 1; t >= 0; t--, weight *= factor) sum += weights[t] = weight;
        for (int t = 0; t < periods; t++) weights[t] /= sum;
        return weights;
    }

    /// <summary>Number of equally weighted periods with the same precision: 1 / sum of squared weights.</summary>
    internal double EffectivePeriods(int periods) => 1 / Weights(periods).Sum(w => w * w);

    private double Checked => Factor > 0 ? Factor : throw new ArgumentException("This decay was made by 'default'; use Decay.None, Decay.HalfLife, Decay.Span or Decay.Lambda.");
}
