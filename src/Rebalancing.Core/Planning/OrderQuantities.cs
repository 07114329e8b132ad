using Rebalancing.Lowering;
using Rebalancing.Numerics;

namespace Rebalancing.Planning;

/// <summary>
/// Signed order quantities of a plan in the making, with the money and weights that follow from them. Quantities are whole lots, but for a position that is wound up:
/// that one is sold to the last fraction.
/// </summary>
internal sealed class OrderQuantities
{
    /// <summary>An order in money is rounded to the cent, or to one beside it where that keeps the bounds on the holding.</summary>
    private static readonly decimal[] Cents = [0m, -0.01m, 0.01m];

    /// <summary>A wanted weight of this size, or of this part of what is held, is a position that is wound up.</summary>
    private const double NoWeight = 1e-7, NoPart = 1e-3;

    /// <summary>A weight given as a double becomes shares by way of a decimal of 15 digits; a change of lots times a lot's weight is rounded at most eight times.</summary>
    private const double WeightError = 1e-14, TradeError = 1e-15;

    /// <summary>Up to so many cents a weight in doubles is sure to a thousandth of a cent.</summary>
    private const double MostSureCents = 1e11;

    /// <summary>Slack of a bound in lots, for rounding in doubles.</summary>
    private const double LotSlack = 1e-6;

    private readonly HoldingBounds _bounds;

    /// <summary>Under a rule of whole lots a fraction of a lot is kept, not sold.</summary>
    private readonly bool _onlyWholeLots;
    private Account? _account;
    private decimal[] _shares = [], _money = [];
    private double[] _wanted = [], _weightsAfter = [], _changes = [], _lots = [], _rank = [];
    private int[] _asset = [];
    private bool[] _ordered = [], _closed = [];

    public OrderQuantities(Mandate mandate) => (_bounds, _onlyWholeLots) = (new HoldingBounds(mandate), mandate.Limits.Any(limit => limit is RoundLots));

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

    /// <summary>Whether the asset is traded.</summary>
    public bool HasOrder(int i) => _ordered[i];

    /// <summary>Whether the position is wound up.</summary>
    public bool IsClosed(int i) => _closed[i];

    /// <summary>The weight that the optimum asks for.</summary>
    public double Wanted(int i) => _wanted[i];

    /// <summary>Starts over with another account. Only the weights afterwards are new memory: the plan keeps them.</summary>
    public void Read(Account account, double[] wanted, double smallestTrade)
    {
        AccountView view = account.View;
        int n = wanted.Length;
        if (_shares.Length != n) (_shares, _money, _changes, _lots, _rank, _asset, _ordered, _closed) = (new decimal[n], new decimal[n], new double[n], new double[n], new double[n], new int[n], new bool[n], new bool[n]);
        Array.Clear(_shares);
        Array.Clear(_money);
        Array.Clear(_changes);
        Array.Clear(_lots);
        Array.Clear(_ordered);
        Array.Clear(_closed);
        (_account, _wanted, _weightsAfter, NetMoney) = (account, wanted, view.Weights.ToArray(), 0m);
        _bounds.Read(view);
        for (int i = 0; i < n; i++)
        {
            double now = view.Weights[i], change = wanted[i] - now;
            if (IsWoundUp(i, now, smallestTrade)) WindUp(i, now);
            else if (Math.Abs(change) < smallestTrade) continue;
            else if (view.LotWeights[i] == 0) SetCents(i, change);
            else SetLots(i, Rounded(i, now, change / view.LotWeights[i]));
        }
    }

    private bool IsWoundUp(int i, double now, double smallestTrade) => now != 0 && !(_onlyWholeLots && Account.Shares[i] % Account.LotSize(i) != 0m) &&
        ((_bounds.Lower[i] == 0 && _bounds.Upper[i] == 0) || (Math.Abs(now) >= smallestTrade && Math.Abs(_wanted[i]) <= Math.Min(NoWeight, NoPart * Math.Abs(now))));

    private void WindUp(int i, double now)
    {
        decimal held = Account.Shares[i];
        _closed[i] = true;
        if (decimal.Sign(held) == 0) SetMoney(i, decimal.Round((decimal)(-now * (double)Account.Value), 2), -now);
        else Set(i, -held, MoneyOf(i, -held, -now), -now);
    }

    /// <summary>Money of an order to the cent. Doubles decide which one it is but where they are too near to half a cent: shares that were weights have 28 digits, and products of such take time.</summary>
    private decimal MoneyOf(int i, decimal shares, double change)
    {
        double cents = 100 * change * Account.ValueNumber, whole = Math.Round(cents);
        bool isSure = Math.Abs(cents) < MostSureCents && Math.Abs(cents - whole) < 0.5 - (MostSureCents * WeightError);
        return isSure ? InCents((long)whole) : decimal.Round(shares * Account.Prices[i], 2);
    }

    private static decimal InCents(long cents) => new((int)Math.Abs(cents), (int)(Math.Abs(cents) >> 32), 0, cents < 0, 2);

    /// <summary>The nearest whole number of lots that keeps the bounds on the holding; the nearest one where no whole number does.</summary>
    private double Rounded(int i, double now, double lots)
    {
        double lot = Account.LotWeights[i], nearest = Math.Round(lots), after = now + (nearest * lot);
        if (after > _bounds.Lower[i] + (LotSlack * lot) && after < _bounds.Upper[i] - (LotSlack * lot)) return nearest;
        double least = Math.Ceiling(((_bounds.Lower[i] - now) / lot) - LotSlack), most = Math.Floor(((_bounds.Upper[i] - now) / lot) + LotSlack);
        if (least > most) return nearest;
        double fitting = Math.Clamp(nearest, least, most);
        // doubles may have counted one lot too many towards either bound
        return Keeps(i, fitting) ? fitting : fitting < most && Keeps(i, fitting + 1) ? fitting + 1 : fitting > least && Keeps(i, fitting - 1) ? fitting - 1 : nearest;
    }

    /// <summary>Whether the holding keeps its bounds after an order of so many lots: doubles decide where they can, otherwise decimals without rounding.</summary>
    private bool Keeps(int i, double lots)
    {
        double before = Account.Weights[i], change = lots * Account.LotWeights[i], after = before + change, error = (WeightError * Math.Abs(before)) + (TradeError * Math.Abs(change));
        (double lower, double upper) = (_bounds.Lower[i], _bounds.Upper[i]);
        // not traded: a bound that is the holding means just that
        if (change == 0 && before >= lower && before <= upper) return true;
        if (after > lower + error + (TradeError * Math.Abs(lower)) && after < upper - error - (TradeError * Math.Abs(upper))) return true;
        if (after < lower - error - (TradeError * Math.Abs(lower)) || after > upper + error + (TradeError * Math.Abs(upper))) return false;
        return Keeps(i, MoneyBefore(i) + (ExactNumber.Of(lots) * ExactNumber.Of(Account.LotSize(i)) * ExactNumber.Of(Account.Prices[i])));
    }

    private bool Keeps(int i, ExactNumber after) =>
        (double.IsInfinity(_bounds.Lower[i]) || after.CompareTo(Bound(i, _bounds.Lower[i])) >= 0) && (double.IsInfinity(_bounds.Upper[i]) || after.CompareTo(Bound(i, _bounds.Upper[i])) <= 0);

    /// <summary>A bound that is the holding before trading means just that.</summary>
    private ExactNumber Bound(int i, double weight) => weight == Account.Weights[i] ? MoneyBefore(i) : ExactNumber.Of(weight) * ExactNumber.Of(Account.Value);

    /// <summary>Money of a position before the orders.</summary>
    public ExactNumber MoneyBefore(int i) => Account.Prices[i] > 0m
        ? ExactNumber.Of(Account.Shares[i]) * ExactNumber.Of(Account.Prices[i])
        : ExactNumber.Of(Account.Weights[i]) * ExactNumber.Of(Account.Value);

    /// <summary>Money of a position after the orders: shares times price, where there is a price. Not rounded to cents.</summary>
    public ExactNumber MoneyAfter(int i) => _closed[i] ? ExactNumber.Zero : MoneyBefore(i) + (Account.Prices[i] > 0m
        ? ExactNumber.Of(_shares[i]) * ExactNumber.Of(Account.Prices[i])
        : ExactNumber.Of(_money[i]));

    /// <summary>Money of an order: shares times price, where there is a price. Not rounded to cents.</summary>
    public ExactNumber MoneyTraded(int i) => MoneyAfter(i) - MoneyBefore(i);

    /// <summary>Weights after the orders and weights traded as doubles, and how far they may be from <see cref="MoneyAfter"/> and <see cref="MoneyTraded"/> over account value.</summary>
    public void CopyNearly(Span<double> after, Span<double> afterRadii, Span<double> traded, Span<double> tradedRadii)
    {
        ReadOnlySpan<double> before = Account.Weights;
        for (int i = 0; i < before.Length; i++)
        {
            after[i] = _weightsAfter[i];
            traded[i] = _changes[i];
            tradedRadii[i] = TradeError * Math.Abs(_changes[i]);
            // nothing is exactly nothing
            afterRadii[i] = _closed[i] ? 0 : tradedRadii[i] + (WeightError * Math.Abs(before[i]));
        }
    }

    /// <summary>Lots that can be bought (or sold) before the holding meets a bound; infinite where there is none.</summary>
    public double Room(int i, int direction)
    {
        double room = direction > 0 ? _bounds.Upper[i] - _weightsAfter[i] : _weightsAfter[i] - _bounds.Lower[i];
        double exact = room / Account.LotWeights[i], lots = Math.Floor(exact + LotSlack);
        // doubles decide but where the bound is a whole number of lots away
        if (lots < 1 || double.IsInfinity(lots) || exact - lots > LotSlack) return lots;
        return Keeps(i, _lots[i] + (direction * lots)) ? lots : lots - 1;
    }

    /// <summary>Moves an order by whole lots.</summary>
    public void AddLots(int i, double lots) => SetLots(i, _lots[i] + lots);

    /// <summary>An order in money, to the cent that keeps the bounds on the holding.</summary>
    private void SetCents(int i, double change)
    {
        decimal money = decimal.Round((decimal)(change * Account.ValueNumber), 2);
        foreach (decimal cent in Cents)
            if (Keeps(i, MoneyBefore(i) + ExactNumber.Of(money + cent)))
            {
                SetMoney(i, money + cent, Weight(money + cent));
                return;
            }
        SetMoney(i, money, Weight(money));
    }

    private double Weight(decimal money) => (double)money / Account.ValueNumber;

    /// <summary>Moves the largest order in money that may move by so much; false when there is none.</summary>
    public bool AddCents(decimal money)
    {
        int largest = -1;
        for (int i = 0; i < _ordered.Length; i++)
        {
            if (!_ordered[i] || _closed[i] || Account.Prices[i] > 0m || Math.Abs(_money[i]) <= Math.Abs(money)) continue;
            if ((largest < 0 || Math.Abs(_money[i]) > Math.Abs(_money[largest])) && Keeps(i, MoneyAfter(i) + ExactNumber.Of(money))) largest = i;
        }
        if (largest < 0) return false;
        SetMoney(largest, _money[largest] + money, Weight(_money[largest] + money));
        return true;
    }

    private void SetLots(int i, double lots)
    {
        _lots[i] = lots;
        _closed[i] = false;
        decimal count = Math.Abs(lots) < 1e15 ? (long)lots : (decimal)lots, lotSize = Account.LotSize(i);
        decimal shares = lotSize == 1m ? count : count * lotSize;
        Set(i, shares, decimal.Round(shares * Account.Prices[i], 2), lots * Account.LotWeights[i]);
    }

    private void Set(int i, decimal shares, decimal money, double change)
    {
        _shares[i] = shares;
        SetMoney(i, money, change);
    }

    private void SetMoney(int i, decimal money, double change)
    {
        if (_ordered[i]) NetMoney -= _money[i];
        NetMoney += money;
        _money[i] = money;
        _changes[i] = change;
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
