using Rebalancing.Lowering;

namespace Rebalancing;

/// <summary>
/// Conditional value at risk: value = mean of the worst (1 - confidence) of the losses -r_s'(w - b), as a fraction of account value over the scenarios' period. An atom at
/// the border counts with the part that falls into the tail. As a limit: <c>.AtMost(0.02)</c>; several at once may have their own confidences and scenario sets.
/// </summary>
/// <remarks>
/// value = min over a of -a + sum p_s/(1 - confidence) (a - r_s'(w - b))_+ : one private variable and one kink a scenario (Rockafellar and Uryasev 2000). The value belongs to
/// <see cref="ScenarioSet.PeriodYears"/>, it is not annualised.
/// </remarks>
public sealed class ConditionalValueAtRisk : Term
{
    private readonly double[] _slopes;
    private readonly ThresholdRule _threshold;

    /// <param name="scenarios">What may happen.</param>
    /// <param name="confidence">Probability that is not in the tail, in (0, 1); default 0.95.</param>
    /// <param name="benchmark">Weights b whose return is taken off, for tail risk relative to a benchmark; null (default) for none.</param>
    public ConditionalValueAtRisk(ScenarioSet scenarios, double confidence = 0.95, AssetValues? benchmark = null)
    {
        ArgumentNullException.ThrowIfNull(scenarios);
        Scenarios = scenarios;
        _slopes = TailShape.Slopes(scenarios, confidence);
        Confidence = confidence;
        Benchmark = scenarios.Fitting(benchmark);
        _threshold = new ThresholdRule(_slopes);
        Warning = TailShape.Warning(scenarios, confidence);
    }

    /// <summary>What may happen.</summary>
    public ScenarioSet Scenarios { get; }

    /// <summary>Probability that is not in the tail.</summary>
    public double Confidence { get; }

    /// <summary>Weights whose return is taken off; null for none.</summary>
    public AssetValues? Benchmark { get; }

    /// <summary>What is questionable about the data, in a sentence; null when nothing is. A tail thinner than one scenario is said here, not refused.</summary>
    public string? Warning { get; }

    /// <summary>What is in the tail of a portfolio, and what each asset contributes.</summary>
    /// <param name="weights">Holdings, fractions of account value, in universe order; the benchmark is taken off here.</param>
    public TailReport ReportAt(ReadOnlySpan<double> weights) => ReportAt(weights, []);

    /// <summary>The same with the shares that a solver's multipliers give the scenarios; empty for none.</summary>
    internal TailReport ReportAt(ReadOnlySpan<double> weights, double[] priced)
    {
        if (weights.Length != Scenarios.Assets) throw new ArgumentException($"Got {weights.Length} weights; the scenarios are for {Scenarios.Assets} assets.", nameof(weights));
        double[] active = weights.ToArray();
        for (int i = 0; Benchmark is { } benchmark && i < active.Length; i++) active[i] -= benchmark[i];
        return new TailReport(Scenarios, Confidence, active, priced);
    }

    /// <summary>Whether slopes below a kink are those that this term wrote.</summary>
    internal bool Owns(ReadOnlySpan<double> slopesBelow)
    {
        bool same = slopesBelow.Length == _slopes.Length;
        for (int s = 0; same && s < _slopes.Length; s++) same = slopesBelow[s] == -_slopes[s];
        return same;
    }

    /// <summary>The largest share of the tail that a scenario can have: its probability over the tail's, at most one.</summary>
    internal double LargestShare(int scenario) => Math.Min(1, _slopes[scenario]);

    /// <inheritdoc/>
    public override string Name => FormattableString.Invariant($"CVaR {100 * Confidence:0.####} %") + (Benchmark is null ? "" : " against the benchmark");

    /// <inheritdoc/>
    protected internal override void Lower(ProgramWriter program, in AccountView account) => program.LowerTail(program.Returns(Scenarios, Benchmark), _slopes, _threshold);

    /// <inheritdoc/>
    protected internal override void Validate(MandateCheck check) => Scenarios.Validate(check, Benchmark);
}
