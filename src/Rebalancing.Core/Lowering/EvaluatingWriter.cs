namespace Rebalancing.Lowering;

/// <summary>
/// Reading "evaluate": what each cost is worth, and how far each limit is from being met, at given holdings and cash. Reuses its memory: after the first
/// account it allocates nothing.
/// </summary>
internal sealed partial class EvaluatingWriter : ProgramWriter
{
    private readonly MandateScript? _script;
    private readonly EvaluationMemory _memory = new();
    private readonly OwnerValue[] _owners;
    private Block _holdings, _trades, _cash;
    private double _sum, _outer, _beforeNorm, _bound, _softPrice;
    private int _owner, _softDepth, _words, _atMostWord;
    private bool _inNorm, _usesCash, _paid, _inTerm, _inAtMost;
    private Block _lastOffset;

    public EvaluatingWriter(MandateScript script)
    {
        _script = script;
        _owners = new OwnerValue[script.SettlementOwner + 1];
    }

    /// <summary>For a single component, outside any mandate.</summary>
    public EvaluatingWriter() => _owners = new OwnerValue[1];

    public override Block Holdings => _holdings;

    public override Block Trades => _trades;

    public override Block Cash
    {
        get
        {
            _usesCash = true;
            return _cash;
        }
    }

    /// <summary>Receives every limited quantity of the limits that are read; null (default) for nobody.</summary>
    public List<LimitReading>? Readings { get; set; }

    /// <summary>What the owners are worth at the holdings evaluated last.</summary>
    public ReadOnlySpan<OwnerValue> Owners => _owners;

    /// <summary>Evaluates every owner of the mandate.</summary>
    /// <param name="account">Where trading starts.</param>
    /// <param name="holdings">Weights after trading.</param>
    /// <param name="cash">Cash after trading and costs, as a fraction of account value.</param>
    public void Evaluate(in AccountView account, ReadOnlySpan<double> holdings, double cash)
    {
        Begin(account, holdings, cash);
        _script!.Read(this, account);
        SolveForPrivateVariables(account, holdings, cash);
    }

    /// <summary>Evaluates only the cash line: <see cref="PaidCosts"/>, the owners that are paid, and the cash band.</summary>
    public void EvaluateSettlement(in AccountView account, ReadOnlySpan<double> holdings, double cash)
    {
        Begin(account, holdings, cash);
        _script!.ReadSettlement(this, account);
        SolveForPrivateVariables(account, holdings, cash);
    }

    /// <summary>Owners with private variables that have no rule get their values from a small solve.</summary>
    private void SolveForPrivateVariables(in AccountView account, ReadOnlySpan<double> holdings, double cash)
    {
        for (int i = 0; i < _script!.SettlementOwner; i++)
        {
            if (!_owners[i].NeedsSolve) continue;
            OwnerValue solved = PrivateVariables.Solve(_script.Mandate.Owner(i), account, holdings, cash);
            if (i < _script.Mandate.Objective.Parts.Count && _script.IsCharged(i)) PaidCosts += solved.Value - _owners[i].Value;
            _owners[i] = solved;
        }
    }

    /// <summary>Evaluates one component alone.</summary>
    public OwnerValue Evaluate(Component component, in AccountView account, ReadOnlySpan<double> holdings, double cash)
    {
        Begin(account, holdings, cash);
        BeginOwner(0, 1, paidFromCash: false);
        _inTerm = component is Term;
        component.Lower(this, account);
        EndOwner();
        return _owners[0];
    }

    /// <summary>Sum of the costs that leave the cash line, as a fraction of account value, at the holdings evaluated last.</summary>
    public double PaidCosts { get; private set; }

    /// <summary>Value of the objective per year at the holdings evaluated last.</summary>
    public double Objective
    {
        get
        {
            double sum = 0;
            for (int i = 0; i < _script!.Mandate.Objective.Parts.Count; i++) sum += _script.WeightOf(i) * _owners[i].Value;
            for (int i = _script.Mandate.Objective.Parts.Count; i < _owners.Length; i++) sum += _owners[i].SoftCost;
            return sum;
        }
    }

    /// <summary>Whether any term or limit needs cash as a variable of its own.</summary>
    public bool UsesCash(in AccountView account)
    {
        Begin(account, account.Weights, account.Cash);
        _script!.Read(this, account);
        return _usesCash;
    }

    /// <summary>The band that the hard limits leave cash, of the account evaluated last.</summary>
    public double CashLower { get; private set; }

    /// <inheritdoc cref="CashLower"/>
    public double CashUpper { get; private set; }

    private void Begin(in AccountView account, ReadOnlySpan<double> holdings, double cash)
    {
        _memory.Clear();
        _usesCash = false;
        _softDepth = 0;
        _lastOffset = new Block(-1, 0);
        PaidCosts = 0;
        CashLower = _script is { CashIsGoverned: true } ? double.NegativeInfinity : 0.0;
        CashUpper = double.PositiveInfinity;
        Array.Clear(_owners);
        _holdings = _memory.Add(holdings);
        _trades = _memory.Add(holdings);
        Span<double> trades = _memory[_trades];
        for (int i = 0; i < trades.Length; i++) trades[i] -= account.Weights[i];
        _cash = _memory.Add([cash]);
    }

    internal override void BeginOwner(int owner, double weight, bool paidFromCash)
    {
        base.BeginOwner(owner, weight, paidFromCash);
        ForgetLotFlows();
        _owner = owner;
        _words = 0;
        _sum = 0;
        _paid = paidFromCash;
        _inTerm = _script is not null && owner < _script.Mandate.Objective.Parts.Count;
    }

    internal override void EndOwner()
    {
        if (_paid) PaidCosts += _sum;
        if (_script is null || _owner < _script.Mandate.Objective.Parts.Count) _owners[_owner] = _owners[_owner] with { Value = _owners[_owner].Value + _sum };
    }

    internal override void Settle(int owner) { }

    public override void BeginNorm()
    {
        if (_inNorm) throw new InvalidOperationException("a norm is open already; norms do not nest");
        _inNorm = true;
        _beforeNorm = _sum;
        _sum = 0;
    }

    public override void EndNorm()
    {
        _inNorm = false;
        _sum = _beforeNorm + Math.Sqrt(_sum);
    }

    public override Block Variables(int count, string label)
    {
        _owners[_owner] = _owners[_owner] with { NeedsSolve = true };
        return _memory.Add(count);
    }

    public override Block Variables(int count, string label, Block basis, VariableRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        Block variables = _memory.Add(count);
        rule.Minimise(_memory[basis], _memory[variables]);
        return variables;
    }

    public override Block Flows(Block into, ReadOnlySpan<int> coordinate, ReadOnlySpan<double> sign, ReadOnlySpan<double> upper, string label)
    {
        _owners[_owner] = _owners[_owner] with { NeedsSolve = true };
        return _memory.Add(coordinate.Length);
    }

    public override Block Image(LinearMap map, Block of) => _memory.Image(map, of);

    public override Block Image(params ReadOnlySpan<ImagePart> parts)
    {
        Block sum = _memory.Add(parts[0].Map.Rows);
        foreach (ImagePart part in parts)
        {
            Block image = _memory.Image(part.Map, part.Of);
            Span<double> y = _memory[sum];
            ReadOnlySpan<double> addend = _memory[image];
            for (int i = 0; i < y.Length; i++) y[i] += addend[i];
        }
        return sum;
    }

    public override Block WeightedSum(Block of, ReadOnlySpan<double> coefficients)
    {
        Expect(of, coefficients.Length);
        Block sum = _memory.Add(1);
        _memory[sum][0] = Dot(coefficients, _memory[of]);
        return sum;
    }

    public override Block SumOf(Block of)
    {
        Block sum = _memory.Add(1);
        double total = 0;
        foreach (double x in _memory[of]) total += x;
        _memory[sum][0] = total;
        return sum;
    }

    public override Block Offset(Block of, ReadOnlySpan<double> origin)
    {
        Expect(of, origin.Length);
        Block offset = _memory.Copy(of);
        if (of.Id == _holdings.Id || of.Id == _trades.Id) _lastOffset = offset;
        Span<double> x = _memory[offset];
        for (int i = 0; i < x.Length; i++) x[i] -= origin[i];
        return offset;
    }

    public override Block Shifted(Block of, Block scalar)
    {
        Block shifted = _memory.Copy(of);
        double a = _memory[scalar][0];
        foreach (ref double x in _memory[shifted]) x -= a;
        return shifted;
    }
}
