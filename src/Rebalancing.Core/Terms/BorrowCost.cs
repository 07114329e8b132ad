namespace Rebalancing;

/// <summary>
/// What borrowing costs a year: stock for short positions, and money for negative cash: value = sum k_i (-w_i)_+ + m (-cash)_+.
/// </summary>
public sealed class BorrowCost : Term
{
    private readonly double[] _zero, _below, _cashBelow;
    private readonly double[] _cashZero = [0.0];

    /// <param name="rates">Fee for borrowing each asset, fraction of the short position a year, not negative.</param>
    /// <param name="cashRate">Margin interest m, fraction of borrowed cash a year, not negative; default 0.</param>
    public BorrowCost(AssetValues rates, double cashRate = 0)
    {
        Rates = Require.NotNegative(rates, "borrow cost", "borrow costs are fractions of the short position a year and must be >= 0");
        CashRate = Require.NotNegative(cashRate, "margin interest", "it is a fraction of borrowed cash a year and must be finite and >= 0");
        _zero = new double[rates.Count];
        _below = [.. rates.Select(rate => -rate)];
        _cashBelow = [-cashRate];
    }

    /// <summary>Fee for borrowing each asset.</summary>
    public AssetValues Rates { get; }

    /// <summary>Margin interest.</summary>
    public double CashRate { get; }

    /// <inheritdoc/>
    protected internal override void Lower(ProgramWriter program, in AccountView account)
    {
        program.Kinked(program.Holdings, new Kink { At = _zero, SlopeBelow = _below, SlopeAbove = _zero });
        if (CashRate > 0) program.Kinked(program.Cash, new Kink { At = _cashZero, SlopeBelow = _cashBelow, SlopeAbove = _cashZero });
    }

    /// <inheritdoc/>
    protected internal override void Validate(MandateCheck check) => check.Expect("borrow costs", Rates);
}
