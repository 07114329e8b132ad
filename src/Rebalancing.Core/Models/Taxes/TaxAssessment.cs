namespace Rebalancing;

/// <summary>What a year's gains and losses come to, to the cent, in base currency.</summary>
/// <param name="ShortTerm">Net short-term total, losses carried in taken off.</param>
/// <param name="LongTerm">Net long-term total, losses carried in taken off.</param>
/// <param name="Tax">Tax on the gains; negative where a loss saves tax on other income this year.</param>
/// <param name="Deducted">Net loss that offsets other income this year, not negative.</param>
/// <param name="ShortCarried">Short-term loss carried to the next year, not negative.</param>
/// <param name="LongCarried">Long-term loss carried to the next year, not negative.</param>
/// <remarks>Immutable; safe to share between threads.</remarks>
public sealed record TaxAssessment(decimal ShortTerm, decimal LongTerm, decimal Tax, decimal Deducted, decimal ShortCarried, decimal LongCarried)
{
    /// <summary>Short-term and long-term together.</summary>
    public decimal Net => ShortTerm + LongTerm;

    /// <summary>Both losses carried to the next year.</summary>
    public decimal Carried => ShortCarried + LongCarried;

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"tax {Tax:#,0.00} on short-term {ShortTerm:#,0.00} and long-term {LongTerm:#,0.00}; carried forward {ShortCarried:#,0.00} short-term and {LongCarried:#,0.00} long-term");
}
