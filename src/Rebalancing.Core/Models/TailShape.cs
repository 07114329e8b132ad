namespace Rebalancing;

/// <summary>The tail beyond a confidence: what probability it has, and what each scenario's loss beyond the threshold counts in its mean.</summary>
internal static class TailShape
{
    /// <summary>p_s / (1 - confidence) for every scenario.</summary>
    public static double[] Slopes(ScenarioSet scenarios, double confidence)
    {
        ArgumentNullException.ThrowIfNull(scenarios);
        double tail = 1 - RequireConfidence(confidence);
        var slopes = new double[scenarios.Count];
        for (int s = 0; s < slopes.Length; s++) slopes[s] = scenarios.ProbabilityArray[s] / tail;
        return slopes;
    }

    /// <summary>Says that the tail is thinner than one scenario, or null when it is not.</summary>
    public static string? Warning(ScenarioSet scenarios, double confidence) => scenarios.LargestProbability <= 1 - confidence + 1e-12 ? null :
        FormattableString.Invariant($"The tail beyond {confidence:0.######} has probability {1 - confidence:0.######}, less than one scenario's {scenarios.LargestProbability:0.######}: its mean can rest on a single scenario. Use more scenarios or a lower confidence.");

    public static double RequireConfidence(double confidence) => confidence is > 0 and < 1
        ? confidence
        : throw new ArgumentOutOfRangeException(nameof(confidence), FormattableString.Invariant($"confidence is {confidence}; it must lie in (0, 1), for instance 0.95"));
}
