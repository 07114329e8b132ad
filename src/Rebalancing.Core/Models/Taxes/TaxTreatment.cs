namespace Rebalancing;

/// <summary>Whether sales in an account are taxed when they are made.</summary>
public enum TaxTreatment
{
    /// <summary>Gains and losses count in the year of the sale (default).</summary>
    Taxable,

    /// <summary>Nothing is taxed until money is withdrawn, as in a traditional retirement account.</summary>
    Deferred,

    /// <summary>Nothing is taxed, as in a Roth account, an ISA or a TFSA.</summary>
    Exempt,
}
