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

    private readonly HoldingBounds _bounds;
    private Account? _account;
    private decimal[] _shares = [], _money = [];
    private double[] _wanted = [], _weightsAfter = [], _lots = [], _rank = [];
    private int[] _asset = [];
    private bool[] _ordered = [];

    public OrderQuantities(Mandate mandate) => _bounds = new HoldingBounds(mandate);

    public Account Account => _account ?? throw new InvalidOperationException("no account has been read yet");

    /// <summary>Positions after the orders, fractions of the account value before them.</summary>
    public ReadOnlySpan<double> WeightsAfter => _weightsAfter;

    /// <summary><see cref="WeightsAfter"/> as a list that may outlive this object.</summary>
    public double[] WeightArray => _weightsAfter;

    /// <summary>Money spent on purchases less money from sales, to the cent.</summary>
    public decimal NetMoney { get; private set; }

    public int Count => _shares.Length;

    /// <summary>Signed quantity of an asset's order.</summary>
    public decimal Shares(int i) => _shares[i];

    /// <summary>Whether the asset is traded in lots and has an order.</summary>
    public bool HasLots(int i) => _lots[i] != 0;

    /// <summary>The weight that the optimum asks for.</summary>
    public double Wanted(int i) => _wanted[i];

    /// <summary>Starts over with another account. Only the weights afterwards are new memory: the plan keeps them.</summary>
    public void Read(Account account, double[] wanted, double smallestTrade)
    {
        AccountView view = account.View;
        int n = wanted.Length;
        if (_shares.Length != n) (_shares, _money, _lots, _rank, _asset, _ordered) = (new decimal[n], new decimal[n], new double[n], new double[n], new int[n], new bool[n]);
        Array.Clear(_shares);
        Array.Clear(_money);
        Array.Clear(_lots);
        Array.Clear(_ordered);
        (_account, _wanted, _weightsAfter, NetMoney) = (account, wanted, view.Weights.ToArray(), 0m);
        _bounds.Read(view);
        for (int i = 0; i < n; i++)
        {
            double now = view.Weights[i], change = wanted[i] - now;
            if (IsWoundUp(i, now, smallestTrade)) WindUp(i, now);
            else if (Math.Abs(change) < smallestTrade) continue;
            else if (view.LotWeights[i] == 0) SetMoney(i, decimal.Round((decimal)(change * view.Value), 2), change);
            else SetLots(i, Rounded(i, now, change / view.LotWeights[i]));
        }
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
        double lot = Account.LotWeights[i], nearest = Math.Round(lots), after = now + (nearest * lot);
        if (after >= _bounds.Lower[i] && after <= _bounds.Upper[i]) return nearest;
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
        decimal count = Math.Abs(lots) < 1e15 ? (long)lots : (decimal)lots, lotSize = Account.LotSize(i);
        Set(i, lotSize == 1m ? count : count * lotSize, lots * Account.LotWeights[i]);
    }

    private void Set(int i, decimal shares, double change)
    {
        _shares[i] = shares;
        SetMoney(i, decimal.Round(shares * Account.Prices[i], 2), change);
    }

    private void SetMoney(int i, decimal money, double change)
    {
        if (_ordered[i]) NetMoney -= _money[i];
        NetMoney += money;
        _money[i] = money;
        _weightsAfter[i] = Account.Weights[i] + change;
        _ordered[i] = change != 0;
    }

    /// <summary>Orders as they are sent: sells first, then by size, then by symbol.</summary>
    public Trade[] Trades()
    {
        int count = 0;
        for (int i = 0; i < _ordered.Length; i++)
        {
            if (!_ordered[i]) continue;
            // cents as doubles are exact up to 90 trillion; buys come after every sell
            _rank[count] = (IsBuy(i) ? 1e17 : 0.0) - Math.Abs((double)_money[i]);
            _asset[count++] = i;
        }
        Span<double> rank = _rank.AsSpan(0, count);
        Span<int> asset = _asset.AsSpan(0, count);
        rank.Sort(asset);
        for (int start = 0, end; start < count; start = end)
        {
            end = start + 1;
            while (end < count && rank[end] == rank[start]) end++;
            if (end > start + 1) asset.Slice(start, end - start).Sort((a, b) => string.CompareOrdinal(Account.Universe.Symbols[a], Account.Universe.Symbols[b]));
        }
        var trades = new Trade[count];
        for (int t = 0; t < count; t++) trades[t] = Order(asset[t]);
        return trades;
    }

    private bool IsBuy(int i) => _weightsAfter[i] > Account.Weights[i];

    private Trade Order(int i)
    {
        bool isPriced = Account.Prices[i] > 0m;
        return new Trade(
            Account.Universe.Symbols[i],
            IsBuy(i) ? TradeSide.Buy : TradeSide.Sell,
            isPriced ? Math.Abs(_shares[i]) : null,
            isPriced ? Account.Prices[i] : null,
            Math.Abs(_money[i]),
            _weightsAfter[i] - Account.Weights[i],
            Account.Weights[i],
            _weightsAfter[i]);
    }
}
