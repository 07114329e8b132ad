using Rebalancing.Accounts;

namespace Rebalancing;

/// <summary>
/// What is held: quantities, cash, prices and the net asset value that follows from them.
/// Weights are fractions of that value; cash is not an asset of the universe.
/// </summary>
/// <remarks>Immutable; safe to share between threads. Negative quantities are short positions.</remarks>
public sealed class Account
{
    private readonly decimal[] _shares, _prices;
    private readonly double[] _weights, _priceNumbers, _lotWeights;

    internal Account(Universe universe, AccountOptions options, decimal[] shares, decimal[] prices, double[] weights, decimal cash, decimal value, AccountInput given)
    {
        Universe = universe;
        Options = options;
        _shares = shares;
        _prices = prices;
        _weights = weights;
        ValueNumber = (double)value;
        _priceNumbers = new double[prices.Length];
        _lotWeights = new double[prices.Length];
        for (int i = 0; i < prices.Length; i++)
        {
            _priceNumbers[i] = (double)prices[i];
            _lotWeights[i] = (double)LotSize(i) * _priceNumbers[i] / ValueNumber;
        }
        Cash = cash;
        Value = value;
        Given = given;
        CashWeight = (double)(cash / value);
        Lots = LotTable.Of(universe, options.Lots, prices, weights, value);
    }

    /// <summary>An account from weights. What the weights leave is cash.</summary>
    /// <param name="universe">The assets.</param>
    /// <param name="weights">Fractions of <paramref name="value"/>, one an asset; negative for shorts. Their sum must not exceed one.</param>
    /// <param name="value">Net asset value in base currency, positive.</param>
    /// <param name="options">Name, date, prices and the like. Where a price is known, shares are value times weight over price.</param>
    public static Account FromWeights(Universe universe, ReadOnlySpan<double> weights, decimal value, AccountOptions? options = null) =>
        AccountReader.FromWeights(universe, weights, value, options ?? new AccountOptions());

    /// <summary>An account from quantities. Assets without an entry are not held.</summary>
    /// <param name="universe">The assets; each needs a price here or in the options, and a positive one, unless the options leave assets without a price alone.</param>
    /// <param name="shares">Symbol to quantity; negative for shorts.</param>
    /// <param name="cash">Settled cash in base currency; may be negative.</param>
    /// <param name="options">Name, date, prices, unsettled cash, working orders, lots.</param>
    public static Account FromShares(Universe universe, IReadOnlyDictionary<string, decimal> shares, decimal cash, AccountOptions? options = null) =>
        AccountReader.FromShares(universe, shares, cash, options ?? new AccountOptions());

    /// <summary>An account whose quantities are the sums of its tax lots.</summary>
    /// <param name="universe">The assets; each needs a price here or in the options.</param>
    /// <param name="lots">All lots of the account.</param>
    /// <param name="cash">Settled cash in base currency; may be negative.</param>
    /// <param name="options">Name, date, prices and the like; its own lots must be empty.</param>
    public static Account FromLots(Universe universe, IReadOnlyList<TaxLot> lots, decimal cash, AccountOptions? options = null) =>
        AccountReader.FromLots(universe, lots, cash, options ?? new AccountOptions());

    /// <summary>The assets.</summary>
    public Universe Universe { get; }

    /// <summary>Everything besides holdings and cash, as given.</summary>
    public AccountOptions Options { get; }

    /// <summary>Holdings in the form in which they were given.</summary>
    internal AccountInput Given { get; }

    /// <summary>Name in results.</summary>
    public string Id => Options.Id;

    /// <summary>The day of holdings and prices.</summary>
    public DateOnly AsOf => Options.AsOf;

    /// <summary>Cash in base currency: settled, unsettled and what working orders will leave.</summary>
    public decimal Cash { get; }

    /// <summary>Net asset value in base currency: holdings and cash.</summary>
    public decimal Value { get; }

    /// <summary>Cash as a fraction of <see cref="Value"/>.</summary>
    public double CashWeight { get; }

    /// <summary>Holdings as fractions of <see cref="Value"/>, in universe order.</summary>
    public ReadOnlySpan<double> Weights => _weights;

    /// <summary>Holdings in shares, in universe order; zero where no price is known.</summary>
    public ReadOnlySpan<decimal> Shares => _shares;

    /// <summary>Prices of one share in base currency, in universe order; zero where unknown.</summary>
    public ReadOnlySpan<decimal> Prices => _prices;

    /// <summary>
    /// Money traded in the market on an average day, one number an asset, in base currency: <see cref="Asset.DailyVolumeShares"/> times this account's price. What
    /// <see cref="MarketImpact"/>, <see cref="Participation"/>, <see cref="DaysToLiquidate"/> and <see cref="LiquidityProfile"/> take.
    /// </summary>
    /// <exception cref="ArgumentException">An asset has no volume or no price; it is named.</exception>
    public AssetValues DailyTradedValue() => AccountPrices.DailyTradedValue(this);

    /// <summary>
    /// Assets that are neither bought nor sold because of their prices: missing or stale, where <see cref="AccountOptions.MissingPrices"/> and <see cref="AccountOptions.StalePrices"/> say so.
    /// Plans and frontiers of the account are made under one limit more, <see cref="NoTrade"/> of these.
    /// </summary>
    public IReadOnlyList<string> NotTraded { get; internal init; } = [];

    /// <summary>Smallest tradable quantity of an asset, in shares: the account's lot size, or the asset's.</summary>
    public decimal LotSize(int asset) => Options.LotSize ?? Universe.LotSizes[asset];

    /// <summary>One lot of each asset as a fraction of <see cref="Value"/>; zero where no price is known.</summary>
    internal ReadOnlySpan<double> LotWeights => _lotWeights;

    /// <summary><see cref="Value"/> as the models see it.</summary>
    internal double ValueNumber { get; }

    /// <summary>The same account with another holding of one asset, paid from cash at its price: what it is worth stays. Tax lots are left out.</summary>
    internal Account Moved(int asset, double weight)
    {
        double[] weights = [.. _weights];
        weights[asset] = weight;
        decimal[] shares = [.. _shares];
        if (_prices[asset] > 0m) shares[asset] = (decimal)(weight * ValueNumber) / _prices[asset];
        return new Account(Universe, Options with { Lots = [] }, shares, _prices, weights, Cash - ((decimal)(weight - _weights[asset]) * Value), Value, Given) { NotTraded = NotTraded };
    }

    /// <summary><see cref="Weights"/> as a list that may outlive the account.</summary>
    internal IReadOnlyList<double> WeightList => Array.AsReadOnly(_weights);

    /// <summary>The tax lots as numbers.</summary>
    internal LotTable Lots { get; }

    /// <summary>What terms and limits see of the account.</summary>
    internal AccountView View => new(this, _weights, _priceNumbers, _lotWeights);
}
