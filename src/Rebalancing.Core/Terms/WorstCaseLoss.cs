using Rebalancing.Lowering;

namespace Rebalancing;

/// <summary>
/// Loss in the worst scenario that has a probability: value = max over s of -r_s'(w - b), fraction of account value over the scenarios' period.
/// </summary>
/// <remarks>value = min over a of -a + sum (a - r_s'(w - b))_+, which is exact because one scenario beyond the threshold already costs what the threshold gains.</remarks>
public sealed class WorstCaseLoss : Term
{
    private readonly double[] _slopes;
    private readonly ThresholdRule _threshold;

    /// <param name="scenarios">What may happen; scenarios of probability zero do not count.</param>
    /// <param name="benchmark">Weights b whose return is taken off; null (default) for none.</param>
    public WorstCaseLoss(ScenarioSet scenarios, AssetValues? benchmark = null)
    {
        ArgumentNullException.ThrowIfNull(scenarios);
        Scenarios = scenarios;
        Benchmark = scenarios.Fitting(benchmark);
        _slopes = [.. scenarios.ProbabilityArray.Select(p => p > 0 ? 1.0 : 0.0)];
        _threshold = new ThresholdRule(_slopes);
    }

    /// <summary>What may happen.</summary>
    public ScenarioSet Scenarios { get; }

    /// <summary>Weights whose return is taken off; null for none.</summary>
    public AssetValues? Benchmark { get; }

    /// <inheritdoc/>
    public override string Name => Benchmark is null ? "Worst case" : "Worst case against the benchmark";

    /// <inheritdoc/>
    protected internal override void Lower(ProgramWriter program, in AccountView account) => program.LowerTail(program.Returns(Scenarios, Benchmark), _slopes, _threshold);

    /// <inheritdoc/>
    protected internal override void Validate(MandateCheck check) => Scenarios.Validate(check, Benchmark);
}
