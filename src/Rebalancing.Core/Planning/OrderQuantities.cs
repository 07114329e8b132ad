using Rebalancing.Lowering;

namespace Rebalancing.Planning;

/// <summary>
/// Signed order quantities of a plan in the making, with the money and weights that follow from them. Quantities are whole lots, but for a position that is wound up:
/// that one is sold to the last fraction.
/// </summary>
internal sealed class OrderQuantities
{
    /// <summary>A wanted weight of this size, or of this part of what is held, is a position that is wound up.</summary>
    private const double NoWeight = 1e-7, NoPart = 1e-3;

    /// <summary>Slack of a bound in lots, for rounding in doubles.</summary>
    private const double LotSlack = 1e-6;

    private readonly decimal[] _shares, _money;
    private readonly double[] _wanted, _weightsAfter, _lots;
    private readonly HoldingBounds _bounds;

    private OrderQuantities(Account account, double[] wanted, HoldingBounds bounds)
    {
        Account = account;
        _shares = new decimal[wanted.Length];
        _money = new decimal[wanted.Length];
        _lots = new double[wanted.Length];
        _wanted = wanted;
        _bounds = bounds;
        _weightsAfter = account.Weights.ToArray();
    }

    public Account Account { get; }

    /// <summary>Positions after the orders, fractions of the account value before them.</summary>
    public ReadOnlySpan<double> WeightsAfter => _weightsAfter;

    /// <summary><see cref="WeightsAfter"/> as a list that may outlive this object.</summary>
    public double[] WeightArray => _weightsAfter;

    /// <summary>Money spent on purchases less money from sales, to the cent.</summary>
    public decimal NetMoney { get; private set; }

    public int Count => _shares.Length;

    /// <summary>Whether the asset is traded in lots and has an order.</summary>
    public bool HasLots(int i) => _lots[i] != 0;

    /// <summary>The weight that the optimum asks for.</summary>
    public double Wanted(int i) => _wanted[i];

    public static OrderQuantities From(Mandate mandate, Account account, double[] wanted, double smallestTrade)
    {
        AccountView view = account.View;
        var orders = new OrderQuantities(account, wanted, HoldingBounds.Of(mandate, view));
        for (int i = 0; i < wanted.Length; i++)
        {
            double now = view.Weights[i], change = wanted[i] - now;
            if (orders.IsWoundUp(i, now, smallestTrade)) orders.WindUp(i, now);
            else if (Math.Abs(change) < smallestTrade) continue;
            else if (view.LotWeights[i] == 0) orders.SetMoney(i, decimal.Round((decimal)(change * view.Value), 2), change);
            else orders.SetLots(i, orders.Rounded(i, now, change / view.LotWeights[i]));
        }
        return orders;
    }

    private bool IsWoundUp(int i, double now, double smallestTrade) => now != 0 &&
        ((_bounds.Lower[i] == 0 && _bounds.Upper[i] == 0) || (Math.Abs(now) >= smallestTrade && Math.Abs(_wanted[i]) <= Math.Min(NoWeight, NoPart * Math.Abs(now))));

    private void WindUp(int i, double now)
    {
        decimal held = Account.Shares[i];
        if (held == 0m) SetMoney(i, decimal.Round((decimal)(-now * (double)Account.Value), 2), -now);
        else Set(i, -held, -now);
    }

    /// <summary>The nearest whole number of lots that keeps the bounds on the holding; the nearest one where no whole number does.</summary>
    private double Rounded(int i, double now, double lots)
    {
        double lot = Account.LotWeights[i], nearest = Math.Round(lots);
        double least = Math.Ceiling(((_bounds.Lower[i] - now) / lot) - LotSlack), most = Math.Floor(((_bounds.Upper[i] - now) / lot) + LotSlack);
        return least <= most ? Math.Clamp(nearest, least, most) : nearest;
    }

    /// <summary>Lots that can be bought (or sold) before the holding meets a bound; infinite where there is none.</summary>
    public double Room(int i, int direction)
    {
        double room = direction > 0 ? _bounds.Upper[i] - _weightsAfter[i] : _weightsAfter[i] - _bounds.Lower[i];
        return Math.Floor((room / Account.LotWeights[i]) + LotSlack);
    }

    /// <summary>Moves an order by whole lots.</summary>
    public void AddLots(int i, double lots) => SetLots(i, _lots[i] + lots);

    private void SetLots(int i, double lots)
    {
        _lots[i] = lots;
        Set(i, (Math.Abs(lots) < 1e15 ? (long)lots : (decimal)lots) * Account.LotSize(i), lots * Account.LotWeights[i]);
    }

    private void Set(int i, decimal shares, double change)
    {
        _shares[i] = shares;
        SetMoney(i, decimal.Round(shares * Account.Prices[i], 2), change);
    }

    private void SetMoney(int i, decimal money, double change)
    {
        NetMoney += money - _money[i];
        _money[i] = money;
        _weightsAfter[i] = Account.Weights[i] + change;
    }

    /// <summary>Orders as they are sent: sells first, then by size, then by symbol.</summary>
    public Trade[] Trades()
    {
        int count = 0;
        for (int i = 0; i < _money.Length; i++)
            if (_money[i] != 0m || _shares[i] != 0m) count++;
        var trades = new Trade[count];
        // cents as doubles are exact up to 90 trillion; buys come after every sell
        var order = new double[count];
        int t = 0;
        for (int i = 0; i < _money.Length; i++)
        {
            if (_money[i] == 0m && _shares[i] == 0m) continue;
            bool isPriced = Account.Prices[i] > 0m, isBuy = (isPriced ? _shares[i] : _money[i]) > 0m;
            order[t] = (isBuy ? 1e17 : 0.0) - Math.Abs((double)_money[i]);
            trades[t++] = new Trade(
                Account.Universe[i].Symbol,
                isBuy ? TradeSide.Buy : TradeSide.Sell,
                isPriced ? Math.Abs(_shares[i]) : null,
                isPriced ? Account.Prices[i] : null,
                Math.Abs(_money[i]),
                _weightsAfter[i] - Account.Weights[i],
                Account.Weights[i],
                _weightsAfter[i]);
        }
        Array.Sort(order, trades);
        SortTies(trades);
        return trades;
    }

    private static void SortTies(Trade[] trades)
    {
        for (int start = 0, end; start < trades.Length; start = end)
        {
            end = start + 1;
            while (end < trades.Length && trades[end].Side == trades[start].Side && trades[end].Money == trades[start].Money) end++;
            if (end > start + 1) Array.Sort(trades, start, end - start, BySymbol);
        }
    }

    private static readonly Comparer<Trade> BySymbol = Comparer<Trade>.Create(static (a, b) => string.CompareOrdinal(a.Symbol, b.Symbol));
}
