using System.Globalization;

namespace Rebalancing.Accounts;

/// <summary>What must hold of every lot, whoever brings it.</summary>
internal static class LotChecks
{
    /// <summary>Throws at the first lot that is wrong.</summary>
    /// <param name="lots">The lots.</param>
    /// <param name="asOf">The account's date; the default does not check dates.</param>
    public static void Check(IReadOnlyList<TaxLot> lots, DateOnly asOf)
    {
        HashSet<string>? ids = null;
        for (int l = 0; l < lots.Count; l++)
        {
            TaxLot lot = lots[l] ?? throw new ArgumentException($"Lot {l} is null; expected a lot.", nameof(lots));
            if (lot.Shares <= 0m) throw new ArgumentException($"Lot {l} of '{lot.Symbol}' holds {Text(lot.Shares)} shares; lots must hold more than zero.", nameof(lots));
            if (lot.CostPerShare < 0m) throw new ArgumentException($"Lot {l} of '{lot.Symbol}' has a cost of {Text(lot.CostPerShare)} a share; costs must be >= 0.", nameof(lots));
            if (asOf != default && lot.Acquired > asOf)
                throw new ArgumentException(FormattableString.Invariant($"Lot {l} of '{lot.Symbol}' was acquired on {lot.Acquired:yyyy-MM-dd}, after the account's date {asOf:yyyy-MM-dd}."), nameof(lots));
            if (lot.HeldFrom > lot.Acquired)
                throw new ArgumentException(FormattableString.Invariant($"Lot {l} of '{lot.Symbol}' counts its holding period from {lot.HeldFrom:yyyy-MM-dd}, after it was acquired on {lot.Acquired:yyyy-MM-dd}."), nameof(lots));
            if (lot.Id.Length == 0) continue;
            ids ??= new HashSet<string>(lots.Count, StringComparer.Ordinal);
            if (!ids.Add(lot.Account + "\n" + lot.Symbol + "\n" + lot.Id)) throw new ArgumentException($"Lot {l} of '{lot.Symbol}' has the identifier '{lot.Id}' of another lot; identifiers must be unique.", nameof(lots));
        }
    }

    public static string Text(decimal value) => value.ToString(CultureInfo.InvariantCulture);
}
