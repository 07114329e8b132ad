namespace Rebalancing;

/// <summary>Tax as a convex piecewise-linear function of an amount of gain, zero at zero: a first marginal rate and the places where it rises.</summary>
/// <remarks>Immutable; safe to share between threads.</remarks>
public sealed class TaxCurve
{
    private readonly TaxBreak[] _breaks;

    /// <param name="firstSlope">Marginal rate of the largest losses, fraction of a unit of gain; finite.</param>
    /// <param name="breaks">Places where the rate rises, ascending; steps finite and not negative.</param>
    public TaxCurve(double firstSlope, params ReadOnlySpan<TaxBreak> breaks)
    {
        FirstSlope = Require.Finite(firstSlope, "first marginal rate");
        for (int i = 0; i < breaks.Length; i++)
        {
            Require.Finite(breaks[i].At, "place of a rise", nameof(breaks));
            Require.NotNegative(breaks[i].SlopeStep, "rise of a marginal rate", "a falling rate is not convex: write it as another piece", nameof(breaks));
            if (i > 0 && breaks[i].At < breaks[i - 1].At)
                throw new ArgumentException(FormattableString.Invariant($"rise {i} is at {breaks[i].At}, below {breaks[i - 1].At} of the one before; rises ascend"), nameof(breaks));
        }
        _breaks = breaks.ToArray();
    }

    /// <summary>No tax.</summary>
    public static TaxCurve Zero { get; } = new(0);

    /// <summary>Marginal rate of the largest losses.</summary>
    public double FirstSlope { get; }

    /// <summary>Places where the rate rises, ascending.</summary>
    public IReadOnlyList<TaxBreak> Breaks => _breaks;

    internal ReadOnlySpan<TaxBreak> Span => _breaks;

    /// <summary>Whether the curve is zero everywhere.</summary>
    public bool IsZero => FirstSlope == 0 && _breaks.Length == 0;

    /// <summary>Tax of an amount of gain.</summary>
    /// <param name="gain">Base currency; negative for a loss.</param>
    /// <param name="carriedLosses">Losses carried in, which move some of the breaks.</param>
    public double At(double gain, double carriedLosses = 0)
    {
        double tax = FirstSlope * gain;
        foreach (TaxBreak at in _breaks)
        {
            double place = at.PlusCarriedLosses ? at.At + carriedLosses : at.At;
            tax += at.SlopeStep * (Math.Max(0, gain - place) - Math.Max(0, -place));
        }
        return tax;
    }
}
