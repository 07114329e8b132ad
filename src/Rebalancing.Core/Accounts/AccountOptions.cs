namespace Rebalancing;

/// <summary>Everything about an account besides its holdings and cash.</summary>
/// <remarks>Immutable; safe to share between threads.</remarks>
public sealed record AccountOptions
{
    /// <summary>Name of the account in results, messages and order identifiers. Default: none; a name that is given must not be blank.</summary>
    public string Id
    {
        get;
        init => field = string.IsNullOrWhiteSpace(value) ? throw new ArgumentException("The account's Id is blank; give a name, or leave it out.", nameof(value)) : value;
    } = "";

    /// <summary>The day the holdings and prices belong to; locks, tax lots and price ages are measured from it. Default: 1 January 0001, which leaves dates unchecked.</summary>
    public DateOnly AsOf { get; init; }

    /// <summary>Currency of cash, value and reports. Default "USD".</summary>
    public string BaseCurrency { get; init; } = "USD";

    /// <summary>
    /// Smallest tradable quantity of every asset in this account, instead of the assets' own: 0.0001 for a broker that deals in fractions of a share. Default null: <see cref="Asset.LotSize"/>. Positive.
    /// </summary>
    public decimal? LotSize { get; init => field = value is null or > 0m ? value : throw new ArgumentOutOfRangeException(nameof(value), $"The account's lot size is {value}; lot sizes are shares and must be > 0."); }

    /// <summary>Base-currency value of one unit of each other currency, for instance EUR to 1.08. Needed for every asset priced in another currency.</summary>
    public IReadOnlyDictionary<string, decimal> FxRates { get; init; } = new Dictionary<string, decimal>();

    /// <summary>Prices by symbol in the asset's currency; they replace the universe's. Default: none.</summary>
    public IReadOnlyDictionary<string, decimal> Prices { get; init; } = new Dictionary<string, decimal>();

    /// <summary>Cash bought or sold for but not yet settled, in base currency; it counts as cash. Default 0.</summary>
    public decimal UnsettledCash { get; init; }

    /// <summary>Orders working in the market. Default: none.</summary>
    public IReadOnlyList<OpenOrder> OpenOrders { get; init; } = [];

    /// <summary>What <see cref="OpenOrders"/> mean for the starting point. Default: they count as filled.</summary>
    public OpenOrderPolicy OpenOrderPolicy { get; init; } = OpenOrderPolicy.CountAsFilled;

    /// <summary>Oldest acceptable price in days before <see cref="AsOf"/>; null (default) does not check.</summary>
    public int? MaxPriceAgeDays { get; init; }

    /// <summary>What happens to older prices. Default: the account is refused.</summary>
    public StalePricePolicy StalePrices { get; init; } = StalePricePolicy.Refuse;

    /// <summary>What happens to assets without a price in an account from shares. Default: the account is refused.</summary>
    public MissingPricePolicy MissingPrices { get; init; } = MissingPricePolicy.Refuse;

    /// <summary>Tax lots of the holdings; where an asset has lots they must add up to its position. Default: none.</summary>
    public IReadOnlyList<TaxLot> Lots { get; init; } = [];

    /// <summary>Gains realised this year before the plan and losses carried into it. Default: none.</summary>
    public TaxYear TaxYear { get; init; } = TaxYear.Empty;

    /// <summary>Securities that must not be bought for now because of losses realised before, from the last plan or from <see cref="TaxLedger.NoBuyLocks"/>. Default: none.</summary>
    public IReadOnlyList<NoBuyLock> NoBuyLocks { get; init; } = [];

    /// <summary>Lots of the household's other accounts: those bought within the window of a loss sale disallow it. Default: none.</summary>
    public IReadOnlyList<TaxLot> HouseholdLots { get; init; } = [];
}
