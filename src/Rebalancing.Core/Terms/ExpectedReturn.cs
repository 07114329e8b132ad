namespace Rebalancing;

/// <summary>
/// Expected return as a cost: value = -mu'w - r cash, per year. Minimising it maximises return.
/// </summary>
public sealed class ExpectedReturn : Term
{
    private readonly AssetValues _returns;
    private readonly double[] _slope, _cashSlope;

    /// <param name="returns">Expected return of each asset, fraction a year (0.06 = 6 %).</param>
    /// <param name="cashRate">Interest on cash, fraction a year; default 0.</param>
    public ExpectedReturn(AssetValues returns, double cashRate = 0)
    {
        _returns = Require.Finite(returns, "expected return");
        CashRate = Require.Finite(cashRate, "interest on cash");
        _slope = new double[returns.Count];
        for (int i = 0; i < _slope.Length; i++) _slope[i] = -returns[i];
        _cashSlope = [-cashRate];
    }

    /// <summary>Expected return of each asset per year.</summary>
    public AssetValues Returns => _returns;

    /// <summary>Interest on cash per year.</summary>
    public double CashRate { get; }

    /// <inheritdoc/>
    protected internal override void Lower(ProgramWriter program, in AccountView account)
    {
        program.Linear(program.Holdings, _slope);
        if (CashRate != 0) program.Linear(program.Cash, _cashSlope);
    }

    /// <inheritdoc/>
    protected internal override void Validate(MandateCheck check) => check.Expect("expected returns", _returns);
}
