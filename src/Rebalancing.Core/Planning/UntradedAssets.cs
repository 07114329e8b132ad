namespace Rebalancing.Planning;

/// <summary>An account whose prices forbid trading some assets is rebalanced under its mandate and one limit more.</summary>
internal static class UntradedAssets
{
    /// <summary>The mandate itself where everything may be traded.</summary>
    public static Mandate Apply(Mandate mandate, Account account) => account.NotTraded.Count == 0 ? mandate : mandate with { Limits = [.. mandate.Limits, Limit(account)] };

    public static Limit Limit(Account account) => new NoTrade([.. account.NotTraded]);
}
