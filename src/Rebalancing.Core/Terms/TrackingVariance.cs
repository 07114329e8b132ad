using Rebalancing.Mandates;

namespace Rebalancing;

/// <summary>
/// Squared tracking error to a benchmark or target per year: value = (w - b)'S(w - b), without a half. The smooth form of <see cref="TrackingError"/>, for objectives.
/// </summary>
public sealed class TrackingVariance : Term, ITargeted
{
    /// <param name="risk">Covariance per year.</param>
    /// <param name="target">Benchmark weights b, fractions of account value; they need not add up to one.</param>
    public TrackingVariance(RiskModel risk, AssetValues target)
    {
        ArgumentNullException.ThrowIfNull(risk);
        Risk = risk;
        Target = Require.Finite(target, "target weight");
    }

    /// <summary>Covariance per year.</summary>
    public RiskModel Risk { get; }

    /// <summary>Benchmark weights.</summary>
    public AssetValues Target { get; }

    Term ITargeted.WithTarget(AssetValues target) => new TrackingVariance(Risk, target);

    /// <inheritdoc/>
    protected internal override Measure Measure => Measure.SquaredFraction;

    /// <inheritdoc/>
    protected internal override void Lower(ProgramWriter program, in AccountView account) => Risk.Lower(program, program.Offset(program.Holdings, Target.Span), scale: 2.0);

    /// <inheritdoc/>
    protected internal override void Validate(MandateCheck check)
    {
        Risk.Validate(check);
        check.Expect("target weights", Target);
    }
}
