using Rebalancing.Accounts;

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

    /// <summary>What was realised this year before the plan, and the losses carried in.</summary>
    public TaxYear TaxYear => _account.Options.TaxYear;

    /// <summary>Asset of each tax lot in the order of <see cref="ProgramWriter.TaxLotFlows"/>: ascending, and as given within an asset.</summary>
    public ReadOnlySpan<int> TaxLotAssets => _account.Lots.Asset;

    /// <summary>Value of each lot, fraction of <see cref="Value"/>.</summary>
    public ReadOnlySpan<double> TaxLotWeights => _account.Lots.Weight;

    /// <summary>Gain for a unit of value sold from each lot: one less cost over price.</summary>
    public ReadOnlySpan<double> TaxLotGainRates => _account.Lots.GainRate;

    /// <summary>Gain for a unit of value sold where all lots of an asset share their average cost.</summary>
    public ReadOnlySpan<double> TaxLotAverageGainRates => _account.Lots.AverageGainRate;

    /// <summary>Day from which the holding period of each lot counts, as <see cref="DateOnly.DayNumber"/>.</summary>
    public ReadOnlySpan<int> TaxLotHeldFrom => _account.Lots.HeldFrom;

    /// <summary>Day on which each lot was bought, as <see cref="DateOnly.DayNumber"/>.</summary>
    public ReadOnlySpan<int> TaxLotAcquired => _account.Lots.Acquired;

    /// <summary>Which coordinate of <see cref="ProgramWriter.TaxLotFlows"/> sells each lot; the coordinate before an asset's first lot buys it.</summary>
    public ReadOnlySpan<int> TaxLotFlowIndices => _account.Lots.FlowOfLot;

    /// <summary>Number of coordinates of <see cref="ProgramWriter.TaxLotFlows"/>.</summary>
    public int TaxLotFlowCount => _account.Lots.Coordinate.Length;

    internal LotTable LotTable => _account.Lots;

    /// <summary>Tax lots, as given.</summary>
    public IReadOnlyList<TaxLot> Lots => _account.Options.Lots;
}
