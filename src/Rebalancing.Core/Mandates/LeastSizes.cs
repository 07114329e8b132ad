namespace Rebalancing.Mandates;

/// <summary>The least size of whatever is not zero, the same for every asset or one of its own: what rules against crumbs have in common.</summary>
internal sealed class LeastSizes
{
    private readonly string _what;

    /// <param name="least">Fraction of account value, in (0, 1].</param>
    /// <param name="what">What has the size: "position".</param>
    public LeastSizes(double least, string what) => (Least, _what) = (Require.PositiveFraction(least, $"least {what}", "it is a fraction of account value in (0, 1]"), what);

    /// <param name="least">Fractions of account value, not negative; 0 asks for nothing.</param>
    /// <param name="what">What has the size: "position".</param>
    public LeastSizes(AssetValues least, string what) =>
        (ByAsset, _what) = (Require.NotNegative(least, $"least {what}", "sizes are fractions of account value and must be finite and >= 0"), what);

    /// <summary>Least size where it is the same for every asset; otherwise 0.</summary>
    public double Least { get; }

    /// <summary>Least sizes by asset; null where one size is for all.</summary>
    public AssetValues? ByAsset { get; }

    public double this[int asset] => ByAsset is null ? Least : ByAsset[asset];

    /// <summary>"Positions of at least 2 %".</summary>
    public string Name => $"{char.ToUpperInvariant(_what[0])}{_what[1..]}s of at least {(ByAsset is null ? MeasureText.Fraction(Least) : "a size")}";

    public void Validate(MandateCheck check)
    {
        if (ByAsset is not null) check.Expect($"least {_what}s", ByAsset);
    }
}
