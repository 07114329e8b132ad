namespace Rebalancing;

/// <summary>When a loss is not allowed because the same security was bought at about the same time.</summary>
/// <param name="Days">Days before and after the sale in which a purchase counts; not negative. The United States and Canada have 30 (61 days with the day of the sale).</param>
/// <remarks>Immutable; safe to share between threads.</remarks>
public sealed record ReplacementRule(int Days)
{
    /// <summary>Days before and after the sale in which a purchase counts; not negative.</summary>
    public int Days { get; init; } = Days >= 0 ? Days : throw new ArgumentOutOfRangeException(nameof(Days), Days, "a replacement window is a number of days and must be >= 0");

    /// <summary>
    /// Whether what is left of a lot replaces what is sold of the same lot, if the lot was bought inside the window. Default false: a purchase is not a replacement of itself, which
    /// is the prevailing reading and that of every example in the regulations. True is the literal reading.
    /// </summary>
    public bool SameLotRemainderReplaces { get; init; }
}
