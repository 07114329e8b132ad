using Rebalancing.Mandates;

namespace Rebalancing;

/// <summary>Tracking error to a benchmark or target per year: value = sqrt((w - b)'S(w - b)). As a limit: <c>.AtMost(0.02)</c>.</summary>
public sealed class TrackingError : NormTerm, ITargeted
{
    /// <param name="risk">Covariance per year.</param>
    /// <param name="target">Benchmark weights b, fractions of account value; they need not add up to one.</param>
    public TrackingError(RiskModel risk, AssetValues target)
    {
        ArgumentNullException.ThrowIfNull(risk);
        Risk = risk;
        Target = Require.Finite(target, "target weight");
    }

    /// <summary>Covariance per year.</summary>
    public RiskModel Risk { get; }

    /// <summary>Benchmark weights.</summary>
    public AssetValues Target { get; }

    Term ITargeted.WithTarget(AssetValues target) => new TrackingError(Risk, target);

    /// <inheritdoc/>
    protected internal override void LowerSquares(ProgramWriter program, in AccountView account) => Risk.Lower(program, program.Offset(program.Holdings, Target.Span), scale: 1.0);

    /// <inheritdoc/>
    protected internal override void Validate(MandateCheck check)
    {
        Risk.Validate(check);
        check.Expect("target weights", Target);
    }
}
