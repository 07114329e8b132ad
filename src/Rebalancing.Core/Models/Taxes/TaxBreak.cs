namespace Rebalancing;

/// <summary>A place where the marginal rate of a tax rises.</summary>
/// <param name="At">Amount of gain at which it rises, base currency.</param>
/// <param name="SlopeStep">By how much it rises, fraction of a unit of gain; not negative.</param>
/// <param name="PlusCarriedLosses">Whether the losses carried in move the place up by their amount (losses that are used only above a threshold).</param>
/// <remarks>Immutable and thread-safe.</remarks>
public readonly record struct TaxBreak(double At, double SlopeStep, bool PlusCarriedLosses = false);
