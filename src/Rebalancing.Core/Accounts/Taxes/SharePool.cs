namespace Rebalancing.Accounts;

/// <summary>Shares without identity: their number, their cost in total, and the sales they were taken by.</summary>
internal sealed class SharePool
{
    public decimal Shares { get; private set; }

    public decimal Cost { get; private set; }

    /// <summary>Day of the first purchase in the pool; holding periods do not matter where pools are the law.</summary>
    public DateOnly Since { get; private set; } = DateOnly.MaxValue;

    /// <summary>Sales with the index of their trade.</summary>
    public List<(int Order, LotSale Sale)> Sales { get; } = [];

    public void Add(decimal shares, decimal cost, DateOnly day)
    {
        Shares += shares;
        Cost += cost;
        if (day < Since) Since = day;
    }

    /// <summary>Takes shares at the average cost, to the cent; the last share takes what is left.</summary>
    public decimal Take(decimal shares, TaxTrade sale)
    {
        if (shares > Shares) throw new ArgumentException(FormattableString.Invariant($"{sale.Date:yyyy-MM-dd}: {shares} shares of '{sale.Symbol}' are sold, but the pool holds only {Shares}"), nameof(shares));
        decimal cost = shares == Shares ? Cost : decimal.Round(Cost * shares / Shares, 2);
        (Shares, Cost) = (Shares - shares, Cost - cost);
        return cost;
    }

    /// <summary>More cost on the shares that are there (a denied loss).</summary>
    public void AddCost(decimal cost) => Cost += cost;
}
