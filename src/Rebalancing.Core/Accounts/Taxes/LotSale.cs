namespace Rebalancing;

/// <summary>Shares of one lot that were, or are to be, sold, and what that means for tax. Money in base currency, to the cent.</summary>
/// <param name="Symbol">Security.</param>
/// <param name="LotId">The lot; under pooling rules the pool that the shares came from.</param>
/// <param name="Date">Day of the sale.</param>
/// <param name="Shares">Quantity, positive.</param>
/// <param name="Proceeds">Money received.</param>
/// <param name="Cost">Adjusted cost of the shares.</param>
/// <param name="Acquired">Purchase date.</param>
/// <param name="HeldFrom">Day from which the holding period counts.</param>
/// <param name="IsLongTerm">Whether the gain or loss is long-term.</param>
/// <remarks>Immutable; safe to share between threads.</remarks>
public sealed record LotSale(string Symbol, string LotId, DateOnly Date, decimal Shares, decimal Proceeds, decimal Cost, DateOnly Acquired, DateOnly HeldFrom, bool IsLongTerm)
{
    /// <summary>The account that sold. Default: empty.</summary>
    public string Account { get; init; } = "";

    /// <summary>Whether the sale counts for tax: false in tax-deferred and exempt accounts.</summary>
    public bool IsTaxed { get; init; } = true;

    /// <summary>Proceeds less cost; negative for a loss.</summary>
    public decimal Gain => Proceeds - Cost;

    /// <summary>Purchases that replace the shares and disallow the loss.</summary>
    public IReadOnlyList<LossReplacement> Replacements { get; init; } = [];

    /// <summary>Loss that may not be deducted now, positive.</summary>
    public decimal Disallowed => Replacements.Sum(replacement => replacement.Loss);

    /// <summary>Loss that may never be deducted, positive.</summary>
    public decimal Lost => Replacements.Where(replacement => replacement.IsPermanent).Sum(replacement => replacement.Loss);

    /// <summary>Whether any loss is disallowed because the shares were replaced (a wash sale).</summary>
    public bool IsWashSale => Replacements.Count > 0;

    /// <summary>Gain or loss that counts.</summary>
    public decimal Recognised => Gain + Disallowed;

    /// <summary>Tax at the margin, base currency, to the cent, where it was worked out: negative saves tax. Null in a ledger, which taxes years, not sales.</summary>
    public decimal? Tax { get; init; }

    /// <summary>Why this lot, in words; empty in a ledger.</summary>
    public string Reason { get; init; } = "";

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"sell {Shares:#,0.######} {Symbol} of lot {LotId} ({Acquired:yyyy-MM-dd}, {(IsLongTerm ? "long" : "short")}-term): {(Gain < 0m ? "loss" : "gain")} {Math.Abs(Gain):#,0.00}{(IsWashSale ? FormattableString.Invariant($", {Disallowed:#,0.00} of it disallowed") : "")}");
}
