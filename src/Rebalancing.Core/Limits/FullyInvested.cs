namespace Rebalancing;

/// <summary>
/// Cash after trading and costs lies in a small band: 0 &lt;= cash &lt;= band. By default the band is one lot of the cheapest asset, the most that trading in lots has to
/// leave (next to nothing where fractions of a share are traded), or zero where no prices are known.
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
        foreach (double lot in account.LotWeights)
            if (lot > 0) cheapest = Math.Min(cheapest, lot);
        return double.IsFinite(cheapest) ? cheapest : 0.0;
    }
}
