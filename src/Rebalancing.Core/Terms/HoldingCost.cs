namespace Rebalancing;

/// <summary>What owning an asset costs a year (fund fees, custody): value = sum h_i (w_i)_+. Short positions pay <see cref="BorrowCost"/> instead.</summary>
public sealed class HoldingCost : Term
{
    private readonly double[] _zero;

    /// <param name="rates">Fraction of the position a year (0.0003 = 3 bp), not negative.</param>
    public HoldingCost(AssetValues rates)
    {
        Rates = Require.NotNegative(rates, "holding cost", "holding costs are fractions of the position a year and must be >= 0");
        _zero = new double[rates.Count];
    }

    /// <summary>Fraction of the position a year.</summary>
    public AssetValues Rates { get; }

    /// <inheritdoc/>
    protected internal override void Lower(ProgramWriter program, in AccountView account) =>
        program.Kinked(program.Holdings, new Kink { At = _zero, SlopeBelow = _zero, SlopeAbove = Rates.Span });

    /// <inheritdoc/>
    protected internal override void Validate(MandateCheck check) => check.Expect("holding costs", Rates);
}
