namespace Rebalancing.Numerics;

/// <summary>a_i |x_i - o_i|^p for many coordinates, one exponent p in (1, 2) for all, a_i >= 0. Padded to a multiple of eight.</summary>
internal sealed class PowerTerm
{
    private readonly Slab _coefficient;
    private readonly Slab _centre;

    public PowerTerm(Arena arena, int length, double exponent)
    {
        (Exponent, Length) = (exponent, length);
        _coefficient = arena.Doubles(length);
        _centre = arena.Doubles(length);
    }

    public double Exponent { get; set; }

    public int Length { get; }

    public Span<double> Coefficient => _coefficient.Span;

    public Span<double> Centre => _centre.Span;

    /// <summary>Coordinate t becomes coordinate list[t] of <paramref name="source"/>; the rest of the last eight has no power.</summary>
    public void Gather(PowerTerm source, ReadOnlySpan<int> list)
    {
        Exponent = source.Exponent;
        for (int t = 0; t < list.Length; t++)
        {
            (Coefficient[t], Centre[t]) = (source.Coefficient[list[t]], source.Centre[list[t]]);
        }

        Coefficient[list.Length..Lanes.PadTo8(list.Length)].Clear();
        Centre[list.Length..Lanes.PadTo8(list.Length)].Clear();
    }
}
