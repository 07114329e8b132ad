namespace Rebalancing;

/// <summary>
/// Cash after trading and costs lies in a small band: 0 &lt;= cash &lt;= band. By default the band is one lot of the cheapest asset, the most that whole-lot trading may
/// have to leave, or zero where no prices are known.
/// </summary>
public sealed class FullyInvested : Limit
{
    /// <param name="band">Largest cash, fraction of account value, not negative; null (default) for one lot of the cheapest asset.</param>
    public FullyInvested(double? band = null)
    {
        if (band is { } given) Require.NotNegative(given, "cash band", "it is a fraction of account value and must be finite and >= 0");
        Band = band;
    }

    /// <summary>Largest cash, fraction of account value; null for one lot of the cheapest asset.</summary>
    public double? Band { get; }

    /// <inheritdoc/>
    protected internal override bool GovernsCash => true;

    /// <inheritdoc/>
    protected internal override void Lower(ProgramWriter program, in AccountView account) => program.CashBand(0.0, Band ?? CheapestLot(account));

    private static double CheapestLot(in AccountView account)
    {
        double cheapest = double.PositiveInfinity;
        for (int i = 0; i < account.Prices.Length; i++)
            if (account.Prices[i] > 0) cheapest = Math.Min(cheapest, account.Prices[i] * (double)account.Universe[i].LotSize);
        return double.IsFinite(cheapest) ? cheapest / account.Value : 0.0;
    }
}
