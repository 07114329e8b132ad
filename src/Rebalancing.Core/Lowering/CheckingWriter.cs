using Rebalancing.Numerics;
using Rebalancing.Planning;

namespace Rebalancing.Lowering;

/// <summary>
/// Reading "check": whether every hard limit holds at the quantities that are ordered. Every number is a double with a bound on its error; where that does not decide a limit, a
/// linear or piecewise linear one is computed again in decimals without rounding, and any other counts as exceeded by what cannot be excluded.
/// </summary>
internal sealed partial class CheckingWriter(MandateScript script) : ProgramWriter
{
    /// <summary>A quantity that took an optimisation of its own may exceed its bound by this.</summary>
    private const double SolvedTolerance = 1e-6;

    private readonly List<CheckedBlock> _blocks = [];
    private readonly Dictionary<(LinearMap Map, int Of), Block> _images = [];
    private readonly List<CheckedLimit> _exceeded = [];
    private readonly Arena _memory = new();
    private readonly List<CheckedRow> _rows = [];
    private readonly string[] _names = [.. script.Mandate.Limits.Select(limit => limit.Name)];
    private Widening? _given;
    private OrderQuantities? _orders;
    private TaxOrders? _taxes;
    private ExactNumber _accountValue;
    private Block _holdings, _trades, _cash;
    private int _owner, _words, _softDepth, _rowCount, _firstRow;
    private bool _needsSolve, _roundedOutwards;
    private double _cashWeight;
    private LimitSubject _subject;

    public override Block Holdings => _holdings;

    public override Block Trades => _trades;

    public override Block Cash => _cash;

    /// <summary>What does not hold, place by place, of the orders checked last.</summary>
    public IReadOnlyList<CheckedLimit> Exceeded => _exceeded;

    /// <summary>The quantities on several holdings, and cash, that lots move; valid until the next check.</summary>
    public IEnumerable<CheckedRow> Rows => _rows.Take(_rowCount);

    /// <summary>Working memory that is valid until the next check.</summary>
    public Arena Memory => _memory;

    private OrderQuantities Orders => _orders ?? throw new InvalidOperationException("no orders have been given yet");

    private Account Account => Orders.Account;

    /// <summary>Checks every hard limit of the mandate.</summary>
    /// <param name="orders">The orders.</param>
    /// <param name="cash">Cash after them and their costs, to the cent.</param>
    /// <param name="taxes">Which lots they sell; null where that is not known.</param>
    /// <param name="given">By how much limits gave way; null for nothing.</param>
    public LimitCheck[] Check(OrderQuantities orders, decimal cash, TaxOrders? taxes, Widening? given)
    {
        (_orders, _taxes, _given, _accountValue) = (orders, taxes, given, ExactNumber.Of(orders.Account.Value));
        _blocks.Clear();
        _images.Clear();
        _exceeded.Clear();
        _memory.Reset();
        _rowCount = 0;
        AddGivenBlocks(cash);
        (int costs, int limits) = (script.Mandate.Objective.Parts.Count, script.Mandate.Limits.Count);
        var checks = new LimitCheck[script.CashIsGoverned ? limits : limits + 1];
        for (int i = 0; i < limits; i++)
        {
            BeginOwner(costs + i, 0, paidFromCash: false);
            script.Mandate.Limits[i].Lower(this, Account.View);
            checks[i] = Report(script.Mandate.Limits[i], _names[i]);
        }

        if (script.CashIsGoverned) return checks;
        BeginOwner(script.SettlementOwner, 0, paidFromCash: false);
        int row = AddRow(_blocks[_cash.Id], 0, double.PositiveInfinity, _cashWeight, isCash: true);
        if (cash < 0m) _exceeded.Add(new CheckedLimit(_owner, -1, -1, -_cashWeight, row));
        checks[limits] = new LimitCheck("Cash is not negative", Math.Max(0, -_cashWeight), LimitArithmetic.Decimal, null);
        return checks;
    }

    private void AddGivenBlocks(decimal cash)
    {
        int n = Account.Universe.Count;
        Slab after = _memory.Doubles(n), afterRadii = _memory.Doubles(n), traded = _memory.Doubles(n), tradedRadii = _memory.Doubles(n);
        Orders.CopyNearly(after, afterRadii, traded, tradedRadii);
        _cashWeight = (double)cash / Account.ValueNumber;
        Slab cashWeight = Filled(_cashWeight), cashRadius = Filled(8 * CheckedBlock.Rounding * Math.Abs(_cashWeight));
        _holdings = Add(new Positions(Orders, after: true, after, afterRadii));
        _trades = Add(new Positions(Orders, after: false, traded, tradedRadii));
        _cash = Add(new CashAfter(ExactNumber.Of(cash), cashWeight, cashRadius));
    }

    /// <summary>The worst of what the limit's words found.</summary>
    private LimitCheck Report(Limit limit, string name)
    {
        LimitArithmetic arithmetic = _roundedOutwards ? LimitArithmetic.RoundedOutwards : LimitArithmetic.Decimal;
        if (_needsSolve)
        {
            _exceeded.RemoveAll(found => found.Owner == _owner);
            _rowCount = _firstRow;
            arithmetic = LimitArithmetic.Solved;
            double found = PrivateVariables.Solve(limit, Account.View, _blocks[_holdings.Id].Values, _cashWeight).Excess;
            if (!(found <= SolvedTolerance)) _exceeded.Add(new CheckedLimit(_owner, -1, -1, found));
        }

        CheckedLimit worst = default;
        foreach (CheckedLimit found in _exceeded)
            if (found.Owner == _owner && !(found.Excess <= worst.Excess)) worst = found;
        string? where = worst.Excess > 0 ? LimitPlace.Of(limit, _subject, worst.Coordinate, Account.Universe) : null;
        return new LimitCheck(name, worst.Excess, arithmetic, where);
    }

    internal override void BeginOwner(int owner, double weight, bool paidFromCash)
    {
        base.BeginOwner(owner, weight, paidFromCash);
        ForgetLotFlows();
        (_owner, _words, _softDepth, _firstRow, _needsSolve, _roundedOutwards, _subject) = (owner, 0, 0, _rowCount, false, false, LimitSubject.Whole);
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

    private CheckedRow NextRow()
    {
        if (_rowCount == _rows.Count) _rows.Add(new CheckedRow());
        return _rows[_rowCount++];
    }

    private int AddRow(CheckedBlock block, int coordinate, double roomAbove, double roomBelow, bool isCash)
    {
        NextRow().Begin(block, coordinate, roomAbove, roomBelow, isCash);
        return _rowCount - 1;
    }

    private Slab Filled(double value)
    {
        Slab one = _memory.Doubles(1);
        one.Span[0] = value;
        return one;
    }

    private Slab Kept(ReadOnlySpan<double> numbers)
    {
        Slab kept = _memory.Doubles(numbers.Length);
        numbers.CopyTo(kept.Span);
        return kept;
    }
}
