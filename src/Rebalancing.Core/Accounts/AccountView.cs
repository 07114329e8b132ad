namespace Rebalancing;

/// <summary>What a term or limit sees of the account it is lowered for. Alive for one call.</summary>
public readonly ref struct AccountView
{
    private readonly Account _account;

    internal AccountView(Account account, ReadOnlySpan<double> weights, ReadOnlySpan<double> prices, ReadOnlySpan<double> lotWeights)
    {
        _account = account;
        Weights = weights;
        Prices = prices;
        LotWeights = lotWeights;
        Value = account.ValueNumber;
    }

    /// <summary>The assets.</summary>
    public Universe Universe => _account.Universe;

    /// <summary>Holdings before trading, as fractions of <see cref="Value"/>.</summary>
    public ReadOnlySpan<double> Weights { get; }

    /// <summary>Cash before trading, as a fraction of <see cref="Value"/>.</summary>
    public double Cash => _account.CashWeight;

    /// <summary>Net asset value in base currency.</summary>
    public double Value { get; }

    /// <summary>Price of one share in base currency; zero where unknown, as in <see cref="Account.Prices"/>.</summary>
    public ReadOnlySpan<double> Prices { get; }

    /// <summary>One lot of each asset as a fraction of <see cref="Value"/>; zero where no price is known.</summary>
    public ReadOnlySpan<double> LotWeights { get; }

    /// <summary>The day of holdings and prices.</summary>
    public DateOnly AsOf => _account.AsOf;

    /// <summary>Tax lots, as given.</summary>
    public IReadOnlyList<TaxLot> Lots => _account.Options.Lots;
}
