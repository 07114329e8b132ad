namespace Rebalancing.Lowering;

/// <summary>A limited quantity that does not keep its bound at the orders.</summary>
/// <param name="Owner">Whose limit.</param>
/// <param name="Word">Which of the owner's limit words; the same number in every reading. -1 where it cannot be narrowed.</param>
/// <param name="Coordinate">Coordinate inside the word.</param>
/// <param name="Excess">By how much.</param>
internal readonly record struct CheckedLimit(int Owner, int Word, int Coordinate, double Excess)
{
    /// <summary>What a unit of each trade adds to what is exceeded; null where that is not linear in the trades.</summary>
    public double[]? Gradient { get; init; }
}
