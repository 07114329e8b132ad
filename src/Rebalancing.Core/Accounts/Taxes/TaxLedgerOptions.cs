namespace Rebalancing;

/// <summary>What a tax ledger knows besides lots and trades.</summary>
/// <remarks>Immutable; safe to share between threads.</remarks>
public sealed record TaxLedgerOptions
{
    /// <summary>Treatment of each account; accounts without an entry are taxable. Default: all taxable.</summary>
    public IReadOnlyDictionary<string, TaxTreatment> Treatments { get; init; } = new Dictionary<string, TaxTreatment>();

    /// <summary>Securities that are the same in the eyes of the tax law. Default: none.</summary>
    public IdenticalSecurities Identical { get; init; } = IdenticalSecurities.None;

    /// <summary>Lots that a sale takes when it names none. Default: first in, first out.</summary>
    public LotSelection Selection { get; init; } = LotSelection.Fifo;

    /// <summary>The first tax year of the ledger, whose losses carried in and gains realised before the ledger begins are in <see cref="FirstYear"/>. Default: the year of the first trade.</summary>
    public int? FirstYearNumber { get; init; }

    /// <summary>Losses carried into the first year and gains already realised in it. Default: nothing.</summary>
    public TaxYear FirstYear { get; init; } = TaxYear.Empty;

    /// <summary>Taxable income of a year, where it limits how much of a loss is used up. Default: enough of it.</summary>
    public IReadOnlyDictionary<int, decimal> TaxableIncome { get; init; } = new Dictionary<int, decimal>();

    internal TaxTreatment TreatmentOf(string account) => Treatments.GetValueOrDefault(account, TaxTreatment.Taxable);
}
