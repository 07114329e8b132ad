namespace Rebalancing.Lowering;

/// <summary>What one coordinate of a limit's word speaks of.</summary>
internal enum LimitSubject
{
    /// <summary>The limit is one number: a budget, a norm, cash.</summary>
    Whole,

    /// <summary>The coordinate is an asset.</summary>
    Asset,

    /// <summary>The coordinate is a row of an image: a sector, a factor.</summary>
    Row,
}

/// <summary>One limited quantity at given holdings.</summary>
/// <param name="Owner">Whose limit.</param>
/// <param name="Word">Which of the owner's limit words, from 0; the same number in every reading.</param>
/// <param name="Subject">What the coordinate is.</param>
/// <param name="Coordinate">Coordinate inside the word.</param>
/// <param name="Value">The quantity.</param>
/// <param name="Lower">Least allowed.</param>
/// <param name="Upper">Most allowed.</param>
internal readonly record struct LimitReading(int Owner, int Word, LimitSubject Subject, int Coordinate, double Value, double Lower, double Upper)
{
    /// <summary>Whether the upper end is the nearer one.</summary>
    public bool IsUpper => Value - Upper >= Lower - Value;

    /// <summary>By how much the nearer end is exceeded; negative when it is kept.</summary>
    public double Excess => Math.Max(Lower - Value, Value - Upper);

    /// <summary>The nearer end.</summary>
    public double Bound => IsUpper ? Upper : Lower;
}
