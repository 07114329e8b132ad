namespace Rebalancing.Mandates;

/// <summary>What costs and limits on lots need of an account.</summary>
internal static class TaxChecks
{
    private const double Rounding = 1e-9;

    /// <summary>A date, and lots for every long position.</summary>
    public static void Lots(MandateCheck check, in AccountView account)
    {
        if (account.AsOf == default) check.Report("the account has no date, and taxes depend on it; set AsOf.");
        ReadOnlySpan<int> asset = account.TaxLotAssets;
        int l = 0;
        for (int i = 0; i < account.Weights.Length; i++)
        {
            bool has = false;
            for (; l < asset.Length && asset[l] == i; l++) has = true;
            if (!has && account.Weights[i] > Rounding) check.Report($"'{account.Universe[i].Symbol}' is held without tax lots; its cost is needed.");
        }
    }
}
