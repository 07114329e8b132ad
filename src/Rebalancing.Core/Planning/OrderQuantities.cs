namespace Rebalancing.Planning;

/// <summary>Signed order quantities of a plan in the making, with the money and weights that follow from them.</summary>
internal sealed class OrderQuantities
{
    private readonly decimal[] _shares, _money;
    private readonly double[] _wanted;
    private readonly double _value;

    private OrderQuantities(Account account, ReadOnlySpan<double> wanted)
    {
        Account = account;
        _value = (double)account.Value;
        _shares = new decimal[wanted.Length];
        _money = new decimal[wanted.Length];
        _wanted = wanted.ToArray();
        WeightsAfter = account.Weights.ToArray();
    }

    public Account Account { get; }

    /// <summary>Positions after the orders, fractions of the account value before them.</summary>
    public double[] WeightsAfter { get; }

    /// <summary>Money spent on purchases less money from sales, to the cent.</summary>
    public decimal NetMoney { get; private set; }

    public int Count => _shares.Length;

    /// <summary>Signed quantity of an asset's order.</summary>
    public decimal Shares(int i) => _shares[i];

    /// <summary>The weight that the optimum asks for.</summary>
    public double Wanted(int i) => _wanted[i];

    public static OrderQuantities From(Account account, ReadOnlySpan<double> weights, RebalanceSettings settings)
    {
        var orders = new OrderQuantities(account, weights);
        double value = orders._value;
        ReadOnlySpan<double> prices = account.View.Prices;
        for (int i = 0; i < weights.Length; i++)
        {
            double change = weights[i] - account.Weights[i];
            if (Math.Abs(change) < settings.SmallestTrade) continue;
            double price = prices[i];
            if (price == 0) orders.SetMoney(i, decimal.Round((decimal)(change * value), 2), change);
            else if (settings.Rounding == ShareRounding.Fractional) orders.Set(i, Fractional(account, i, weights[i], change * value / price, settings));
            else orders.Set(i, ToLot((decimal)(change * value / price), account.Universe[i].LotSize));
        }
        return orders;
    }

    /// <summary>A position that is wound up is sold to the last fraction; others are rounded.</summary>
    private static decimal Fractional(Account account, int i, double weight, double shares, RebalanceSettings settings) =>
        Math.Abs(weight) < settings.SmallestTrade ? -account.Shares[i] : decimal.Round((decimal)shares, settings.ShareDecimals);

    private static decimal ToLot(decimal shares, decimal lot) => decimal.Round(shares / lot, 0, MidpointRounding.ToEven) * lot;

    /// <summary>Sets the signed quantity of an order; money and weight follow.</summary>
    public void Set(int i, decimal shares)
    {
        decimal price = Account.Prices[i];
        _shares[i] = shares;
        SetMoney(i, decimal.Round(shares * price, 2), (double)shares * (double)price / _value);
    }

    private void SetMoney(int i, decimal money, double change)
    {
        NetMoney += money - _money[i];
        _money[i] = money;
        WeightsAfter[i] = Account.Weights[i] + change;
    }

    /// <summary>The priced asset with the largest order; -1 when there is none.</summary>
    public int Largest()
    {
        int largest = -1;
        for (int i = 0; i < _money.Length; i++)
            if (_shares[i] != 0m && (largest < 0 || Math.Abs(_money[i]) > Math.Abs(_money[largest]))) largest = i;
        return largest;
    }

    /// <summary>Orders as they are sent: sells first, then by size, then by symbol.</summary>
    public List<Trade> Trades()
    {
        List<Trade> trades = [];
        for (int i = 0; i < _shares.Length; i++)
        {
            if (_money[i] == 0m && _shares[i] == 0m) continue;
            bool priced = Account.Prices[i] > 0m;
            decimal size = priced ? _shares[i] : _money[i];
            trades.Add(new Trade(
                Account.Universe[i].Symbol,
                size > 0m ? TradeSide.Buy : TradeSide.Sell,
                priced ? Math.Abs(_shares[i]) : null,
                priced ? Account.Prices[i] : null,
                Math.Abs(_money[i]),
                WeightsAfter[i] - Account.Weights[i],
                Account.Weights[i],
                WeightsAfter[i]));
        }
        trades.Sort(static (a, b) =>
        {
            int bySide = (int)b.Side - (int)a.Side;
            if (bySide != 0) return bySide;
            int bySize = b.Money.CompareTo(a.Money);
            return bySize != 0 ? bySize : string.CompareOrdinal(a.Symbol, b.Symbol);
        });
        return trades;
    }
}
