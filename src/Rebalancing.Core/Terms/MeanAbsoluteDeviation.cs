using Rebalancing.Lowering;

namespace Rebalancing;

/// <summary>Mean absolute deviation: value = sum p_s |r_s'w - mean'w|, fraction of account value over the scenarios' period.</summary>
public sealed class MeanAbsoluteDeviation : Term
{
    private readonly double[] _below, _above, _zero;

    /// <param name="scenarios">What may happen.</param>
    public MeanAbsoluteDeviation(ScenarioSet scenarios)
    {
        ArgumentNullException.ThrowIfNull(scenarios);
        Scenarios = scenarios;
        _above = scenarios.ProbabilityArray;
        _below = [.. _above.Select(p => -p)];
        _zero = new double[_above.Length];
    }

    /// <summary>What may happen.</summary>
    public ScenarioSet Scenarios { get; }

    /// <inheritdoc/>
    protected internal override void Lower(ProgramWriter program, in AccountView account) =>
        program.Kinked(program.CentredReturns(Scenarios), new Kink { At = _zero, SlopeBelow = _below, SlopeAbove = _above });

    /// <inheritdoc/>
    protected internal override void Validate(MandateCheck check) => Scenarios.Validate(check);
}
