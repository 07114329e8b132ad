namespace Rebalancing.Numerics;

/// <summary>
/// What the functions of a <see cref="PieceTable"/> have beside pieces and curvature: -b_i log x_i and any number of powers a_i |x_i - o_i|^p.
/// </summary>
internal sealed class CurveTable
{
    private readonly Slab _logWeight;
    private readonly PowerTerm[] _powers;

    /// <param name="arena">Owner of the numbers.</param>
    /// <param name="length">Coordinates, a multiple of eight.</param>
    /// <param name="exponents">The exponent of each power; empty where there are logarithms only.</param>
    public CurveTable(Arena arena, int length, ReadOnlySpan<double> exponents)
    {
        _logWeight = arena.Doubles(length);
        _powers = new PowerTerm[exponents.Length];
        for (int t = 0; t < exponents.Length; t++)
        {
            _powers[t] = new PowerTerm(arena, length, exponents[t]);
        }
    }

    /// <summary>b, zero for none.</summary>
    public Span<double> LogWeight => _logWeight.Span;

    public PowerTerm[] Powers => _powers;

    /// <summary>Coordinate t becomes coordinate list[t] of <paramref name="source"/>; the rest of the last eight has nothing.</summary>
    public void Gather(CurveTable source, ReadOnlySpan<int> list)
    {
        int padded = Lanes.PadTo8(list.Length);
        Guard.AtLeast(LogWeight.Length, padded, nameof(list));
        for (int t = 0; t < list.Length; t++)
        {
            LogWeight[t] = source.LogWeight[list[t]];
        }

        LogWeight[list.Length..padded].Clear();
        for (int p = 0; p < _powers.Length; p++)
        {
            _powers[p].Gather(source._powers[p], list);
        }
    }
}
