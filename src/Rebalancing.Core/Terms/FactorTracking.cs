using Rebalancing.Solvers;

namespace Rebalancing;

/// <summary>
/// Distance of the portfolio's factor exposures Bw to target exposures f. In factor-risk units (default): value = (Bw - f)'O(Bw - f), or sum of vol_k |(Bw - f)_k|;
/// in given units: value = sum of s_k (Bw - f)_k^2, or sum of s_k |(Bw - f)_k|. Moves exposures to where they should be, and leaves open which assets do it.
/// </summary>
/// <remarks>The squared distance is solved in the same factors as the risk of the same model, correlated or not; the absolute one shares its rows where they are uncorrelated.</remarks>
public sealed class FactorTracking : Term
{
    private readonly DenseMap _map;
    private readonly double[] _target, _origin, _above, _below;

    /// <param name="model">Whose loadings and factor covariance count.</param>
    /// <param name="target">Target exposures f, one a factor, in units of the loadings.</param>
    /// <param name="distance">Squared (default) or absolute.</param>
    /// <param name="scale">How much each factor's deviation counts, not negative; empty (default) for factor-risk units.</param>
    public FactorTracking(FactorModel model, ReadOnlySpan<double> target, DistanceKind distance = DistanceKind.Squared, ReadOnlySpan<double> scale = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        Model = model;
        Distance = Enum.IsDefined(distance) ? distance : throw new ArgumentOutOfRangeException(nameof(distance), $"distance is {(int)distance}; expected Absolute or Squared");
        if (target.Length != model.FactorCount || (scale.Length > 0 && scale.Length != model.FactorCount))
            throw new ArgumentException($"Got {target.Length} target exposures and {scale.Length} scales for {model.FactorCount} factors; expected one target a factor, and one scale a factor or none.", nameof(target));
        for (int k = 0; k < target.Length; k++)
        {
            if (!double.IsFinite(target[k])) throw new ArgumentOutOfRangeException(nameof(target), FormattableString.Invariant($"target exposure to {model.FactorNames[k]} is {target[k]}; it must be finite"));
            if (scale.Length > 0 && !(scale[k] >= 0 && double.IsFinite(scale[k])))
                throw new ArgumentOutOfRangeException(nameof(scale), FormattableString.Invariant($"scale of {model.FactorNames[k]} is {scale[k]}; scales must be finite and >= 0"));
        }
        _target = target.ToArray();
        Scale = scale.ToArray();
        bool inRisk = scale.Length == 0, squared = distance == DistanceKind.Squared;
        _map = inRisk && squared ? model.RiskLoadings : model.Loadings;
        _origin = inRisk && squared ? model.RiskCoordinates(target) : _target;
        _above = squared
            ? [.. (inRisk ? model.RiskVariances : scale).ToArray().Select(s => 2 * s)]
            : inRisk ? [.. Enumerable.Range(0, target.Length).Select(k => Math.Sqrt(model.FactorCovariance(k, k)))] : scale.ToArray();
        _below = [.. _above.Select(s => -s)];
    }

    /// <summary>Whose loadings count.</summary>
    public FactorModel Model { get; }

    /// <summary>Target exposures.</summary>
    public IReadOnlyList<double> Target => _target;

    /// <summary>How much each factor's deviation counts; empty in factor-risk units.</summary>
    public IReadOnlyList<double> Scale { get; }

    /// <summary>Absolute or squared.</summary>
    public DistanceKind Distance { get; }

    /// <inheritdoc/>
    protected internal override void Lower(ProgramWriter program, in AccountView account)
    {
        Block exposures = program.Image(_map, program.Holdings);
        if (Distance == DistanceKind.Absolute) program.Kinked(exposures, new Kink { At = _origin, SlopeBelow = _below, SlopeAbove = _above });
        else program.Quadratic(program.Offset(exposures, _origin), _above);
    }

    /// <inheritdoc/>
    protected internal override void Validate(MandateCheck check) => Model.Validate(check);
}
