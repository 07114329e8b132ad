using Rebalancing.Accounts;

namespace Rebalancing.Planning;

/// <summary>
/// A plan's orders as the tax ledger needs them: shares sold from each lot, so that they add up to the orders exactly: what the optimum sells in whole is sold in whole, and the lot that is sold in part takes up the rounding.
/// </summary>
internal sealed class TaxOrders
{
    /// <summary>Parts of a lot below this are solver noise.</summary>
    private const double Noise = 1e-6;

    private TaxOrders(OrderQuantities orders, int lots)
    {
        Account = orders.Account;
        (Shares, Weights, WeightsAfter) = (new decimal[lots], new double[lots], orders.WeightArray);
        Orders = new decimal[orders.Count];
        for (int i = 0; i < Orders.Length; i++) Orders[i] = orders.Shares(i);
    }

    public Account Account { get; }

    /// <summary>Signed quantity of each asset's order.</summary>
    public decimal[] Orders { get; }

    /// <summary>Positions after the orders, fractions of account value.</summary>
    public double[] WeightsAfter { get; }

    /// <summary>Shares sold from each lot of the account's lot table.</summary>
    public decimal[] Shares { get; }

    /// <summary>The same as fractions of account value.</summary>
    public double[] Weights { get; }

    public static TaxOrders Of(OrderQuantities orders, double[] wanted, LotSelection selection)
    {
        Account account = orders.Account;
        LotTable lots = account.Lots;
        var quantities = new TaxOrders(orders, lots.Count);
        for (int first = 0, last; first < lots.Count; first = last)
        {
            int i = lots.Asset[first];
            for (last = first + 1; last < lots.Count && lots.Asset[last] == i; last++) { }
            decimal sold = -orders.Shares(i);
            if (sold <= 0m) continue;
            int[] order = Order(account, wanted, selection, first, last);
            quantities.Fill(account, wanted, selection, order, sold);
            for (int l = first; l < last; l++) quantities.Weights[l] = (double)(quantities.Shares[l] * account.Prices[i] / account.Value);
        }
        return quantities;
    }

    /// <summary>Lots sold in whole first, then in part, then those that are kept; or the imposed order.</summary>
    private static int[] Order(Account account, double[] wanted, LotSelection selection, int first, int last)
    {
        LotTable lots = account.Lots;
        int[] order = [.. Enumerable.Range(first, last - first)];
        return selection switch
        {
            LotSelection.Fifo => [.. order.OrderBy(l => lots.Acquired[l])],
            LotSelection.Lifo => [.. order.OrderByDescending(l => lots.Acquired[l])],
            LotSelection.Hifo => [.. order.OrderBy(l => lots.GainRate[l])],
            _ => [.. order.OrderByDescending(l => Part(l))],
        };

        double Part(int l) => wanted.Length == 0 || lots.Weight[l] <= 0 ? 0 : wanted[l] / lots.Weight[l] > 1 - Noise ? 1 : wanted[l] / lots.Weight[l] < Noise ? 0 : wanted[l] / lots.Weight[l];
    }

    private void Fill(Account account, double[] wanted, LotSelection selection, int[] order, decimal sold)
    {
        LotTable lots = account.Lots;
        IReadOnlyList<TaxLot> given = account.Options.Lots;
        bool imposed = selection is LotSelection.Fifo or LotSelection.Lifo or LotSelection.Hifo;
        decimal left = sold;
        if (!imposed && wanted.Length > 0)
            foreach (int l in order)
            {
                // parts are rounded down here; the second pass gives what is missing to the same lots
                decimal shares = given[lots.Index[l]].Shares, part = lots.Weight[l] > 0 ? (decimal)Math.Clamp(wanted[l] / lots.Weight[l], 0, 1) : 0m;
                decimal take = Math.Min(left, part > 1m - (decimal)Noise ? shares : part < (decimal)Noise ? 0m : decimal.Floor(shares * part));
                Shares[l] = take;
                left -= take;
            }
        foreach (int l in order)
        {
            decimal take = Math.Min(left, given[lots.Index[l]].Shares - Shares[l]);
            Shares[l] += take;
            left -= take;
        }
    }
}
