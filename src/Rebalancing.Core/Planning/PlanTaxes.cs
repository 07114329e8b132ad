using System.Globalization;
using System.Text;

namespace Rebalancing;

/// <summary>What a plan means for tax. Money in base currency, to the cent, before trading costs; worked out by the tax ledger from the orders that are really sent.</summary>
/// <remarks>Immutable; safe to share between threads.</remarks>
public sealed record PlanTaxes
{
    /// <summary>Sales and no-buy entries that the memo writes out; the others are counted.</summary>
    private const int Shown = 20;

    /// <summary>The country's rules.</summary>
    public required string Rules { get; init; }

    /// <summary>Sales lot by lot, in order of symbol and purchase.</summary>
    public required IReadOnlyList<LotSale> LotSales { get; init; }

    /// <summary>The tax year if nothing is traded.</summary>
    public required TaxAssessment DoNothing { get; init; }

    /// <summary>The tax year with the plan's sales.</summary>
    public required TaxAssessment Year { get; init; }

    /// <summary>Tax that the plan adds to the year; negative where it saves tax.</summary>
    public decimal TaxNow => Year.Tax - DoNothing.Tax;

    /// <summary>Gain realised by the plan, losses taken off, disallowed losses left out.</summary>
    public decimal RealisedGain => LotSales.Where(sale => sale.IsTaxed).Sum(sale => sale.Recognised);

    /// <summary>Loss that may not be deducted now.</summary>
    public decimal Disallowed => LotSales.Sum(sale => sale.Disallowed);

    /// <summary>Securities that must not be bought for now, with the first day on which they may; the next run takes them as <see cref="AccountOptions.NoBuyLocks"/>.</summary>
    public required IReadOnlyList<NoBuyLock> NoBuyLocks { get; init; }

    /// <summary>The order in which lots were sold; Specific where the plan chose them.</summary>
    public required LotSelection Selection { get; init; }

    /// <summary>What an imposed order of sale costs: tax of the plan less the tax of the best lots for the same trades, with carried losses at their value. Zero where the plan chose the lots.</summary>
    public required decimal SelectionCost { get; init; }

    /// <inheritdoc/>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"Taxes ({Rules}): {TaxNow:#,0.00} more than doing nothing; the year: {Year}").AppendLine();
        foreach (LotSale sale in Weightiest())
        {
            text.Append("  ").Append(sale);
            if (sale.Tax is { } tax) text.Append(CultureInfo.InvariantCulture, $"; {(tax < 0m ? "saves" : "costs")} {Math.Abs(tax):#,0.00} at the margin");
            text.AppendLine();
            if (sale.Reason.Length > 0) text.Append("    ").AppendLine(sale.Reason);
        }
        if (LotSales.Count > Shown) text.Append(CultureInfo.InvariantCulture, $"  and {LotSales.Count - Shown} more lots; the plan realises {RealisedGain:#,0.00} in all").AppendLine();
        foreach (NoBuyLock item in NoBuyLocks.Take(Shown)) text.Append("  ").Append(item).AppendLine();
        if (NoBuyLocks.Count > Shown) text.Append(CultureInfo.InvariantCulture, $"  and {NoBuyLocks.Count - Shown} more that must not be bought for now").AppendLine();
        if (SelectionCost != 0m) text.Append(CultureInfo.InvariantCulture, $"  selling in the order {Selection} costs {SelectionCost:#,0.00}").AppendLine();
        return text.ToString();
    }

    /// <summary>The sales that gain or lose the most, in the order of the list.</summary>
    private IEnumerable<LotSale> Weightiest()
    {
        if (LotSales.Count <= Shown) return LotSales;
        HashSet<int> places = [.. Enumerable.Range(0, LotSales.Count).OrderByDescending(place => Math.Abs(LotSales[place].Gain)).ThenBy(place => place).Take(Shown)];
        return LotSales.Where((_, place) => places.Contains(place));
    }
}
