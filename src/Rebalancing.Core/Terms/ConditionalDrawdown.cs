using Rebalancing.Lowering;

namespace Rebalancing;

/// <summary>
/// Conditional drawdown at risk: value = mean of the worst (1 - confidence) of the drawdowns along the scenarios read as one path, oldest first:
/// d_t = max(0, d_(t-1) - r_t'w), d_0 = 0. Fraction of account value, returns added up without compounding. Confidence 0 is the average drawdown.
/// </summary>
/// <remarks>Scenarios are periods in order here, so they must be equally likely and come from history, not from draws.</remarks>
public sealed class ConditionalDrawdown : Term
{
    private readonly double[] _slopes;
    private readonly ThresholdRule _threshold;
    private readonly DrawdownPath _path;

    /// <param name="path">Consecutive periods, oldest first; equally likely.</param>
    /// <param name="confidence">Share of the periods that is not in the tail, in [0, 1); default 0.95.</param>
    public ConditionalDrawdown(ScenarioSet path, double confidence = 0.95)
    {
        ArgumentNullException.ThrowIfNull(path);
        _path = new DrawdownPath(path);
        Path = path;
        Confidence = confidence == 0 ? 0 : TailShape.RequireConfidence(confidence);
        _slopes = [.. path.ProbabilityArray.Select(p => p / (1 - confidence))];
        _threshold = new ThresholdRule(_slopes, ofLosses: true);
        Warning = TailShape.Warning(path, confidence);
    }

    /// <summary>Consecutive periods, oldest first.</summary>
    public ScenarioSet Path { get; }

    /// <summary>Share of the periods that is not in the tail.</summary>
    public double Confidence { get; }

    /// <summary>What is questionable about the data, in a sentence; null when nothing is.</summary>
    public string? Warning { get; }

    /// <inheritdoc/>
    public override string Name => Confidence == 0 ? "Average drawdown" : FormattableString.Invariant($"CDaR {100 * Confidence:0.####} %");

    /// <inheritdoc/>
    protected internal override void Lower(ProgramWriter program, in AccountView account)
    {
        Block drawdowns = _path.Lower(program);
        if (Confidence == 0) program.Linear(drawdowns, _slopes);
        else program.UpperTail(drawdowns, _slopes, _threshold);
    }

    /// <inheritdoc/>
    protected internal override void Validate(MandateCheck check) => Path.Validate(check);
}
