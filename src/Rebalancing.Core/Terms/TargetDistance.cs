using Rebalancing.Mandates;

namespace Rebalancing;

/// <summary>
/// Distance to target weights, asset by asset: value = sum s_i |w_i - t_i| (absolute) or sum s_i (w_i - t_i)^2 (squared). Needs no risk model.
/// </summary>
public sealed class TargetDistance : Term, ITargeted
{
    private readonly double[] _scale, _below, _curvature;

    /// <param name="target">Target weights t, fractions of account value.</param>
    /// <param name="distance">Absolute (L1) or squared (L2).</param>
    /// <param name="scale">How much each asset's deviation counts, not negative; default 1 each.</param>
    public TargetDistance(AssetValues target, DistanceKind distance = DistanceKind.Squared, AssetValues? scale = null)
    {
        Target = Require.Finite(target, "target weight");
        Distance = Enum.IsDefined(distance) ? distance : throw new ArgumentOutOfRangeException(nameof(distance), $"distance is {(int)distance}; expected Absolute or Squared");
        if (scale is not null)
        {
            Require.NotNegative(scale, "scale of the deviation", "scales must be finite and >= 0");
            Require.SameCount(target, scale, "target weights", "scales");
        }
        Scale = scale;
        _scale = scale is null ? [.. target.Select(_ => 1.0)] : [.. scale];
        _below = [.. _scale.Select(s => -s)];
        _curvature = [.. _scale.Select(s => 2 * s)];
    }

    /// <summary>Target weights.</summary>
    public AssetValues Target { get; }

    /// <summary>Absolute or squared.</summary>
    public DistanceKind Distance { get; }

    /// <summary>Factor of each asset's deviation; null when all are 1.</summary>
    public AssetValues? Scale { get; }

    Term ITargeted.WithTarget(AssetValues target) => new TargetDistance(target, Distance, AssetValues.Create(_scale));

    /// <inheritdoc/>
    protected internal override Measure Measure => Distance == DistanceKind.Squared ? Measure.SquaredFraction : Measure.Fraction;

    /// <inheritdoc/>
    protected internal override void Lower(ProgramWriter program, in AccountView account)
    {
        if (Distance == DistanceKind.Absolute) program.Kinked(program.Holdings, new Kink { At = Target.Span, SlopeBelow = _below, SlopeAbove = _scale });
        else program.Quadratic(program.Offset(program.Holdings, Target.Span), _curvature);
    }

    /// <inheritdoc/>
    protected internal override void Validate(MandateCheck check) => check.Expect("target weights", Target);
}
