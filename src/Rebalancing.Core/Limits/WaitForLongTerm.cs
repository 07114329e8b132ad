namespace Rebalancing;

/// <summary>Lots with a gain that becomes long-term within d days wait for it: s_j = 0 where gain_j > 0, short-term today and long-term in d days.</summary>
public sealed class WaitForLongTerm : LotRestriction
{
    /// <param name="rules">The country's rules, which say what is long-term.</param>
    /// <param name="days">Days worth waiting, at least 1.</param>
    public WaitForLongTerm(TaxRules rules, int days) : base(rules) => Days = days >= 1 ? days : throw new ArgumentOutOfRangeException(nameof(days), days, "the wait is a number of days and must be >= 1");

    /// <summary>Days worth waiting.</summary>
    public int Days { get; }

    /// <inheritdoc/>
    public override string Name => FormattableString.Invariant($"WaitForLongTerm[{Days} days]");

    private protected override int Wait => Days;

    private protected override bool IsKept(double gain, int heldFrom, int longIfFrom, int longIfFromLater) => gain > 0 && heldFrom > longIfFrom && heldFrom <= longIfFromLater;
}
