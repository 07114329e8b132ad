namespace Rebalancing.Numerics;

/// <summary>
/// One kink and one 3/2 power about the same centre o, with curvature and bounds, for many coordinates:
/// <code>
///   h(x) = 1/2 d x^2 + { below (x - o) for x &lt; o; above (x - o) for x >= o } + (2/3) m |x - o|^(3/2),    lower &lt;= x &lt;= upper
/// </code>
/// The steepness m is one and a half times the coefficient of the power. All arrays are padded to a multiple of eight.
/// </summary>
internal sealed class ThreeHalvesTable
{
    private readonly Slab _centre;
    private readonly Slab _below;
    private readonly Slab _above;
    private readonly Slab _steepness;
    private readonly Slab _curvature;
    private readonly Slab _lower;
    private readonly Slab _upper;

    public ThreeHalvesTable(Arena arena, int count)
    {
        Length = Lanes.PadTo8(count);
        _centre = arena.Doubles(Length);
        _below = arena.Doubles(Length);
        _above = arena.Doubles(Length);
        _steepness = arena.Doubles(Length);
        _curvature = arena.Doubles(Length);
        _lower = arena.Doubles(Length);
        _upper = arena.Doubles(Length);
        _curvature.Span.Fill(1.0);
    }

    public int Length { get; }

    public Span<double> Centre => _centre.Span;

    public Span<double> Below => _below.Span;

    public Span<double> Above => _above.Span;

    public Span<double> Steepness => _steepness.Span;

    public Span<double> Curvature => _curvature.Span;

    public Span<double> Lower => _lower.Span;

    public Span<double> Upper => _upper.Span;

    /// <summary>Coordinate t becomes coordinate list[t] of <paramref name="source"/>; the rest of the last eight rests at zero.</summary>
    public void Gather(ThreeHalvesTable source, ReadOnlySpan<int> list)
    {
        int padded = Lanes.PadTo8(list.Length);
        Guard.AtLeast(Length, padded, nameof(list));
        Copy(source.Centre, list, Centre[..padded], 0.0);
        Copy(source.Below, list, Below[..padded], 0.0);
        Copy(source.Above, list, Above[..padded], 0.0);
        Copy(source.Steepness, list, Steepness[..padded], 0.0);
        Copy(source.Curvature, list, Curvature[..padded], 1.0);
        Copy(source.Lower, list, Lower[..padded], 0.0);
        Copy(source.Upper, list, Upper[..padded], 0.0);
    }

    private static void Copy(ReadOnlySpan<double> source, ReadOnlySpan<int> list, Span<double> target, double padding)
    {
        for (int t = 0; t < list.Length; t++)
        {
            target[t] = source[list[t]];
        }

        target[list.Length..].Fill(padding);
    }
}
