using Rebalancing.Lowering;

namespace Rebalancing;

/// <summary>
/// Expected shortfall deviation: value = CVaR of the losses against the mean return, mean'w + CVaR(-r'w), as a fraction of account value over the scenarios' period. Not negative, and
/// unchanged when all returns of an asset move by a constant.
/// </summary>
public sealed class ExpectedShortfallDeviation : Term
{
    private readonly double[] _slopes;
    private readonly ThresholdRule _threshold;

    /// <param name="scenarios">What may happen.</param>
    /// <param name="confidence">Probability that is not in the tail, in (0, 1); default 0.95.</param>
    public ExpectedShortfallDeviation(ScenarioSet scenarios, double confidence = 0.95)
    {
        ArgumentNullException.ThrowIfNull(scenarios);
        Scenarios = scenarios;
        _slopes = TailShape.Slopes(scenarios, confidence);
        Confidence = confidence;
        _threshold = new ThresholdRule(_slopes);
        Warning = TailShape.Warning(scenarios, confidence);
    }

    /// <summary>What may happen.</summary>
    public ScenarioSet Scenarios { get; }

    /// <summary>Probability that is not in the tail.</summary>
    public double Confidence { get; }

    /// <summary>What is questionable about the data, in a sentence; null when nothing is.</summary>
    public string? Warning { get; }

    /// <inheritdoc/>
    public override string Name => FormattableString.Invariant($"Shortfall deviation {100 * Confidence:0.####} %");

    /// <inheritdoc/>
    protected internal override void Lower(ProgramWriter program, in AccountView account)
    {
        program.Linear(program.Holdings, Scenarios.Means);
        program.LowerTail(program.Returns(Scenarios), _slopes, _threshold);
    }

    /// <inheritdoc/>
    protected internal override void Validate(MandateCheck check) => Scenarios.Validate(check);
}
