using Rebalancing.Solvers;

namespace Rebalancing.Lowering;

/// <summary>
/// Reading "record", and "replay" for every account after the first: the words go to a <see cref="ProgramBuilder"/>, which records them once and then only
/// overwrites numbers. This class adds what a mandate knows and a solver does not: who pays, what a cost becomes under a limit, what a soft limit costs.
/// </summary>
internal partial class RecordingWriter : ProgramWriter
{
    private readonly MandateScript _script;
    private readonly ProgramBuilder _builder = new();
    private readonly Dictionary<int, SumMap> _sums = [];
    private readonly double[] _one = [1.0], _minusOne = [-1.0], _zero = [0.0], _infinity = [double.PositiveInfinity], _minusInfinity = [double.NegativeInfinity], _low = new double[1], _high = new double[1];
    private StructuredProgram? _program;
    private Block _holdings, _trades, _cash, _norm, _slack;
    private bool _hasCash, _inAtMost, _widens;
    private int _budget = -1, _settlement = -1, _softDepth, _words, _cashLowerOwner, _cashUpperOwner;
    private double _weight, _softPrice, _cashLower, _cashUpper;

    public RecordingWriter(MandateScript script)
    {
        _script = script;
        _builder.NameOwners(owner => owner < script.SettlementOwner ? script.Mandate.Owner(owner).Name : "settlement");
    }

    /// <summary>The recorded program; its numbers are those of the account read last.</summary>
    public StructuredProgram Program => _program ?? throw new InvalidOperationException("no account has been read yet");

    /// <summary>
    /// Largest part of account value that costs may take, where cash has an upper limit. Holdings are at least 1 - cash limit - allowance, which is what
    /// keeps an optimiser from wasting money it does not value; <see cref="CostsAreFixed"/> makes the same number the cost that is paid.
    /// </summary>
    public double CostAllowance { get; set; }

    /// <summary>Whether costs are taken to be <see cref="CostAllowance"/> exactly rather than computed inside the program.</summary>
    public bool CostsAreFixed { get; set; }

    /// <summary>By how much limits give way; null (default) for not at all.</summary>
    public Widening? Widening { get; init; }

    /// <summary>The budget that violations of the limits that follow are charged to, instead of the objective; -1 (default) for the objective.</summary>
    private protected int SoftBudget { get; set; } = -1;

    /// <summary>Upper end of the cash band of the account read last; infinite when there is none.</summary>
    public double CashUpper => _cashUpper;

    /// <summary>Lower end of the cash band.</summary>
    public double CashLower => _cashLower;

    /// <summary>The budget of the settlement; -1 when no cost is paid from cash.</summary>
    public int SettlementBudget => _settlement;

    /// <summary>The row 1'w (+ cash).</summary>
    public Block SettlementRow { get; private set; }

    public override Block Holdings => _holdings;

    public override Block Trades => _trades;

    public override Block Cash
    {
        get
        {
            if (!_hasCash) throw new InvalidOperationException("cash was not used when the first account was read, but is now; a term must write the same words for every account");
            return _cash;
        }
    }

    /// <summary>Whether cash is a variable of its own; otherwise it is what holdings and costs leave.</summary>
    public bool HasCash => _hasCash;

    /// <summary>Whether cash is a variable even if no cost or limit asks for it.</summary>
    private protected virtual bool NeedsCash => false;

    /// <summary>Records the first account, refills for every later one.</summary>
    public StructuredProgram Read(in AccountView account)
    {
        bool first = _program is null;
        if (first) _hasCash = NeedsCash || new EvaluatingWriter(_script).UsesCash(account);
        else _builder.BeginRefill();
        Begin(account);
        _script.Read(this, account);
        if (first) _program = _builder.Build();
        else _builder.EndRefill();
        return Program;
    }

    private void Begin(in AccountView account)
    {
        _builder.Owner = _script.SettlementOwner;
        _builder.Weight = 0;
        ForgetLotFlows();
        _holdings = _builder.Variables(account.Weights.Length, "holdings");
        _trades = _builder.Offset(_holdings, account.Weights);
        if (_hasCash) _cash = _builder.Variables(1, "cash");
        _cashLower = _script.CashIsGoverned ? double.NegativeInfinity : 0.0;
        _cashUpper = double.PositiveInfinity;
        _cashLowerOwner = _cashUpperOwner = _script.SettlementOwner;
        _settlement = -1;
        _softDepth = 0;
        BeginReading();
    }

    /// <summary>Called before the first owner of each reading, recorded or replayed.</summary>
    private protected virtual void BeginReading() { }

    internal override void BeginOwner(int owner, double weight, bool paidFromCash)
    {
        base.BeginOwner(owner, weight, paidFromCash);
        _builder.Owner = owner;
        _weight = weight;
        _builder.Weight = weight;
        _words = 0;
        _widens = Widening is not null && Widening.Speaks(owner);
        Charge(paidFromCash ? _settlement : -1);
    }

    internal override void EndOwner() => Charge(-1);

    private void Charge(int budget)
    {
        _budget = budget;
        _builder.ChargeTo(budget, budget < 0 ? 0.0 : 1.0);
    }

    internal override void BeginAtMost(double bound)
    {
        _inAtMost = true;
        _builder.Weight = 0;
        Charge(_builder.AddBudget(bound + Widened(_words++, -1)));
        if (_softDepth == 0) return;
        _slack = Slack("excess");
        _builder.Linear(_slack, _minusOne);
        PriceSlack();
    }

    internal override void EndAtMost()
    {
        _inAtMost = false;
        Charge(-1);
        _builder.Weight = _weight;
    }

    internal override void BeginNormAtMost(double radius)
    {
        _inAtMost = true;
        if (_softDepth == 0)
        {
            // narrowed until nothing is left: a point
            _builder.BeginNorm(Math.Max(radius + Widened(_words++, -1), 1e-9 * radius));
            return;
        }
        _words++;
        // The root is at most t; what t exceeds the radius by is priced.
        _norm = Radius();
        _low[0] = radius;
        BeginViolation();
        _builder.Kinked(_norm, new Kink { At = _low, SlopeBelow = _zero, SlopeAbove = SoftSlope() });
        EndViolation();
        _builder.BeginNorm(_norm);
    }

    internal override void EndNormAtMost()
    {
        _inAtMost = false;
        _builder.EndNorm();
    }

    private double Widened(int word, int coordinate) => _widens ? Widening!.Of(_builder.Owner, word, coordinate) : 0.0;

    /// <summary>The functions that follow price a violation: in the objective, or in a budget of violations.</summary>
    private void BeginViolation()
    {
        _builder.Weight = SoftBudget < 0 ? 1 : 0;
        _builder.ChargeTo(SoftBudget, SoftBudget < 0 ? 0.0 : 1.0);
    }

    private void EndViolation()
    {
        _builder.Weight = _inAtMost ? 0 : _weight;
        _builder.ChargeTo(_budget, _budget < 0 ? 0.0 : 1.0);
    }

    internal override void BeginSoft(double price)
    {
        if (_softDepth++ == 0) _softPrice = price;
    }

    internal override void EndSoft() => _softDepth--;

    private protected int AddBudget(double limit) => _builder.AddBudget(limit);

    /// <summary>No trade is larger than this: no limit of anybody's, but ends that keep the solver on the ground.</summary>
    private protected void BoundTrades(double most)
    {
        Span<double> low = Scratch(_trades.Length), high = Scratch(_trades.Length);
        low.Fill(-most);
        high.Fill(most);
        _builder.ShapesOnly = true;
        _builder.Bounds(_trades, low, high);
        _builder.ShapesOnly = false;
    }

    private ReadOnlySpan<double> SoftSlope()
    {
        _high[0] = _softPrice;
        return _high;
    }

    /// <summary>A root is not negative; saying so gives the engines a side to start from.</summary>
    private Block Radius() => Slack("norm");

    private Block Slack(string label)
    {
        Block slack = _builder.Variables(1, label);
        _builder.ShapesOnly = true;
        _builder.Bounds(slack, _zero, _infinity);
        _builder.ShapesOnly = false;
        return slack;
    }

    private void PriceSlack()
    {
        BeginViolation();
        _builder.Linear(_slack, SoftSlope());
        EndViolation();
    }

    public override void Bounds(Block on, ReadOnlySpan<double> lower, ReadOnlySpan<double> upper)
    {
        // Inside "this cost is at most" a bound shapes the cost's private variables; only the limit itself gives way.
        int word = _inAtMost ? -1 : _words++;
        if (_inAtMost || (_softDepth == 0 && !_widens))
        {
            _builder.ShapesOnly = _inAtMost;
            _builder.Bounds(on, lower, upper);
            _builder.ShapesOnly = false;
            return;
        }
        if (_softDepth == 0)
        {
            WidenedBounds(on, lower, upper, word);
            return;
        }
        // price * (lower - x)_+ + price * (x - upper)_+ ; a coordinate without a bound gets a flat kink at zero.
        Span<double> at = Scratch(on.Length), slope = Scratch(on.Length), flat = Scratch(on.Length);
        flat.Clear();
        BeginViolation();
        for (int i = 0; i < at.Length; i++) (at[i], slope[i]) = double.IsFinite(lower[i]) ? (lower[i], -_softPrice) : (0.0, 0.0);
        _builder.Kinked(on, new Kink { At = at, SlopeBelow = slope, SlopeAbove = flat });
        for (int i = 0; i < at.Length; i++) (at[i], slope[i]) = double.IsFinite(upper[i]) ? (upper[i], _softPrice) : (0.0, 0.0);
        _builder.Kinked(on, new Kink { At = at, SlopeBelow = flat, SlopeAbove = slope });
        EndViolation();
    }

    private void WidenedBounds(Block on, ReadOnlySpan<double> lower, ReadOnlySpan<double> upper, int word)
    {
        Span<double> low = Scratch(on.Length), high = Scratch(on.Length);
        for (int i = 0; i < low.Length; i++)
        {
            double amount = Widened(word, i);
            (low[i], high[i]) = (lower[i] - amount, upper[i] + amount);
            // narrowed until nothing is left: the middle
            if (low[i] > high[i]) low[i] = high[i] = 0.5 * (low[i] + high[i]);
        }
        _builder.Bounds(on, low, high);
    }

    public override void BeginNorm()
    {
        _norm = Radius();
        _builder.Linear(_norm, _one);
        _builder.BeginNorm(_norm);
    }

    public override void EndNorm() => _builder.EndNorm();
}
