using Rebalancing.Numerics;
using Rebalancing.Planning;

namespace Rebalancing.Lowering;

/// <summary>
/// Reading "check": whether every hard limit holds at the quantities that are ordered. Every number is a double with a bound on its error; where that does not decide a limit, a
/// linear or piecewise linear one is computed again in decimals without rounding, and any other counts as exceeded by what cannot be excluded.
/// </summary>
internal sealed partial class CheckingWriter(MandateScript script, Widening? widening) : ProgramWriter
{
    /// <summary>A quantity that took an optimisation of its own may exceed its bound by this.</summary>
    private const double SolvedTolerance = 1e-6;

    private readonly List<CheckedBlock> _blocks = [];
    private readonly Dictionary<(LinearMap Map, int Of), Block> _images = [];
    private readonly List<CheckedLimit> _exceeded = [];
    private readonly List<LimitCheck> _checks = [];
    private OrderQuantities? _orders;
    private TaxOrders? _taxes;
    private ExactNumber _accountValue;
    private Block _holdings, _trades, _cash;
    private int _owner, _words, _softDepth;
    private bool _needsSolve, _roundedOutwards;
    private double _cashWeight;
    private LimitSubject _subject;

    public override Block Holdings => _holdings;

    public override Block Trades => _trades;

    public override Block Cash => _cash;

    /// <summary>What does not hold, place by place, of the orders checked last.</summary>
    public IReadOnlyList<CheckedLimit> Exceeded => _exceeded;

    private OrderQuantities Orders => _orders ?? throw new InvalidOperationException("no orders have been given yet");

    private Account Account => Orders.Account;

    /// <summary>Checks every hard limit of the mandate.</summary>
    /// <param name="orders">The orders.</param>
    /// <param name="cash">Cash after them and their costs, to the cent.</param>
    /// <param name="taxes">Which lots they sell; null where that is not known.</param>
    public IReadOnlyList<LimitCheck> Check(OrderQuantities orders, decimal cash, TaxOrders? taxes)
    {
        (_orders, _taxes, _accountValue) = (orders, taxes, ExactNumber.Of(orders.Account.Value));
        _blocks.Clear();
        _images.Clear();
        _exceeded.Clear();
        _checks.Clear();
        AddGivenBlocks(cash);
        int costs = script.Mandate.Objective.Parts.Count;
        for (int i = 0; i < script.Mandate.Limits.Count; i++)
        {
            BeginOwner(costs + i, 0, paidFromCash: false);
            script.Mandate.Limits[i].Lower(this, Account.View);
            Report(script.Mandate.Limits[i]);
        }

        if (script.CashIsGoverned) return [.. _checks];
        BeginOwner(script.SettlementOwner, 0, paidFromCash: false);
        if (cash < 0m) _exceeded.Add(new CheckedLimit(_owner, -1, -1, -_cashWeight));
        _checks.Add(new LimitCheck("Cash is not negative", Math.Max(0, -_cashWeight), LimitArithmetic.Decimal, null));
        return [.. _checks];
    }

    private void AddGivenBlocks(decimal cash)
    {
        int n = Account.Universe.Count;
        double[] after = new double[n], traded = new double[n], afterRadii = new double[n], tradedRadii = new double[n];
        for (int i = 0; i < n; i++)
        {
            (after[i], traded[i]) = Orders.MoneyNearly(i);
            after[i] /= Account.ValueNumber;
            traded[i] /= Account.ValueNumber;
            // at most six roundings on the way from decimals to weights; nothing is exactly nothing
            afterRadii[i] = Orders.IsClosed(i) ? 0 : 8 * CheckedBlock.Rounding * (Account.Prices[i] > 0m ? Math.Abs(after[i]) : Math.Abs(Account.Weights[i]) + Math.Abs(traded[i]));
            tradedRadii[i] = 8 * CheckedBlock.Rounding * Math.Abs(traded[i]);
        }

        _cashWeight = (double)cash / Account.ValueNumber;
        ExactNumber cashMoney = ExactNumber.Of(cash);
        _holdings = Add(new CheckedBlock(after, afterRadii, i => Orders.MoneyAfter(i)) { Gradient = Unit });
        _trades = Add(new CheckedBlock(traded, tradedRadii, i => Orders.MoneyTraded(i)) { Gradient = Unit });
        _cash = Add(new CheckedBlock([_cashWeight], [8 * CheckedBlock.Rounding * Math.Abs(_cashWeight)], _ => cashMoney));
    }

    private double[] Unit(int i)
    {
        var unit = new double[Account.Universe.Count];
        unit[i] = 1;
        return unit;
    }

    /// <summary>The worst of what the limit's words found.</summary>
    private void Report(Limit limit)
    {
        LimitArithmetic arithmetic = _roundedOutwards ? LimitArithmetic.RoundedOutwards : LimitArithmetic.Decimal;
        if (_needsSolve)
        {
            _exceeded.RemoveAll(found => found.Owner == _owner);
            arithmetic = LimitArithmetic.Solved;
            double found = PrivateVariables.Solve(limit, Account.View, _blocks[_holdings.Id].Values, _cashWeight).Excess;
            if (!(found <= SolvedTolerance)) _exceeded.Add(new CheckedLimit(_owner, -1, -1, found));
        }

        CheckedLimit worst = default;
        foreach (CheckedLimit found in _exceeded)
            if (found.Owner == _owner && !(found.Excess <= worst.Excess)) worst = found;
        string? where = worst.Excess > 0 ? LimitPlace.Of(limit, _subject, worst.Coordinate, Account.Universe) : null;
        _checks.Add(new LimitCheck(limit.Name, worst.Excess, arithmetic, where));
    }

    internal override void BeginOwner(int owner, double weight, bool paidFromCash)
    {
        base.BeginOwner(owner, weight, paidFromCash);
        ForgetLotFlows();
        (_owner, _words, _softDepth, _needsSolve, _roundedOutwards, _subject) = (owner, 0, 0, false, false, LimitSubject.Whole);
    }

    internal override void EndOwner() { }

    internal override void Settle(int owner) { }

    internal override void BeginSoft(double price) => _softDepth++;

    internal override void EndSoft() => _softDepth--;

    private Block Add(CheckedBlock block)
    {
        _blocks.Add(block);
        return new Block(_blocks.Count - 1, block.Length);
    }
}
