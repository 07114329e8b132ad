namespace Rebalancing;

/// <summary>How far expected returns may be off: a box or an ellipsoid around them.</summary>
/// <remarks>Immutable; safe to share between threads.</remarks>
public abstract class ReturnUncertainty
{
    private protected ReturnUncertainty() { }

    /// <summary>Each return may be off by its own half-width, all at once: worst case delta'|w|.</summary>
    /// <param name="halfWidths">Fractions a year, not negative.</param>
    public static ReturnUncertainty Box(AssetValues halfWidths) => new BoxUncertainty(halfWidths);

    /// <summary>The returns lie in an ellipsoid: worst case radius * sqrt(w'Uw).</summary>
    /// <param name="covariance">Covariance U of the estimates' errors.</param>
    /// <param name="radius">Size of the ellipsoid in standard errors, not negative.</param>
    public static ReturnUncertainty Ellipsoid(RiskModel covariance, double radius) => new EllipsoidUncertainty(covariance, radius);

    /// <summary>Half-widths of a box; null for an ellipsoid.</summary>
    internal virtual AssetValues? HalfWidths => null;

    /// <summary>Covariance of an ellipsoid; null for a box.</summary>
    internal virtual RiskModel? Covariance => null;

    /// <summary>Radius of an ellipsoid; 0 for a box.</summary>
    internal virtual double Radius => 0;

    internal abstract void Lower(ProgramWriter program);

    internal abstract void Validate(MandateCheck check);

    private sealed class BoxUncertainty : ReturnUncertainty
    {
        private readonly AssetValues _halfWidths;
        private readonly double[] _zero, _below;

        public BoxUncertainty(AssetValues halfWidths)
        {
            _halfWidths = Require.NotNegative(halfWidths, "half-width of the return's uncertainty", "half-widths are fractions a year and must be finite and >= 0");
            _zero = new double[halfWidths.Count];
            _below = [.. halfWidths.Select(d => -d)];
        }

        internal override AssetValues? HalfWidths => _halfWidths;

        internal override void Lower(ProgramWriter program) => program.Kinked(program.Holdings, new Kink { At = _zero, SlopeBelow = _below, SlopeAbove = _halfWidths.Span });

        internal override void Validate(MandateCheck check) => check.Expect("half-widths", _halfWidths);
    }

    private sealed class EllipsoidUncertainty : ReturnUncertainty
    {
        private readonly RiskModel _covariance;
        private readonly double _squaredRadius;

        public EllipsoidUncertainty(RiskModel covariance, double radius)
        {
            ArgumentNullException.ThrowIfNull(covariance);
            Require.NotNegative(radius, "radius of the ellipsoid", "radii are in standard errors and must be finite and >= 0");
            _covariance = covariance;
            _squaredRadius = radius * radius;
            Radius = radius;
        }

        internal override RiskModel? Covariance => _covariance;

        internal override double Radius { get; }

        internal override void Lower(ProgramWriter program)
        {
            program.BeginNorm();
            _covariance.Lower(program, program.Holdings, _squaredRadius);
            program.EndNorm();
        }

        internal override void Validate(MandateCheck check) => _covariance.Validate(check);
    }
}
