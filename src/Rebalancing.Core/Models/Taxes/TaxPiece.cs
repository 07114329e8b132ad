namespace Rebalancing;

/// <summary>
/// One convex piece of a tax: the sum of a function of the short-term total S, one of the long-term total L and one of the net total N = S + L, on the half-spaces where the totals
/// are at least their lower bounds. The tax is the least of its pieces.
/// </summary>
/// <remarks>Immutable; safe to share between threads.</remarks>
public sealed record TaxPiece
{
    /// <summary>Function of the short-term total. Default zero.</summary>
    public TaxCurve Short { get; init; } = TaxCurve.Zero;

    /// <summary>Function of the long-term total. Default zero.</summary>
    public TaxCurve Long { get; init; } = TaxCurve.Zero;

    /// <summary>Function of the net total. Default zero.</summary>
    public TaxCurve Net { get; init; } = TaxCurve.Zero;

    /// <summary>Least short-term total for which the piece holds, base currency. Default: any.</summary>
    public double ShortAtLeast { get; init; } = double.NegativeInfinity;

    /// <summary>Least long-term total for which the piece holds, base currency. Default: any.</summary>
    public double LongAtLeast { get; init; } = double.NegativeInfinity;

    /// <summary>Least net total for which the piece holds, base currency. Default: any.</summary>
    public double NetAtLeast { get; init; } = double.NegativeInfinity;

    /// <summary>Whether there are totals for which the piece does not hold.</summary>
    internal bool IsBounded => double.IsFinite(ShortAtLeast) || double.IsFinite(LongAtLeast) || double.IsFinite(NetAtLeast);

    /// <summary>Value of the piece; infinite where it does not hold.</summary>
    /// <param name="shortTerm">S, base currency.</param>
    /// <param name="longTerm">L, base currency.</param>
    /// <param name="carriedLosses">Losses carried in, which move some of the breaks.</param>
    public double At(double shortTerm, double longTerm, double carriedLosses = 0) =>
        shortTerm < ShortAtLeast || longTerm < LongAtLeast || shortTerm + longTerm < NetAtLeast
            ? double.PositiveInfinity
            : Short.At(shortTerm, carriedLosses) + Long.At(longTerm, carriedLosses) + Net.At(shortTerm + longTerm, carriedLosses);
}
