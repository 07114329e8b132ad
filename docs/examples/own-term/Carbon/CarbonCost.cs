using Rebalancing;

/// <summary>What the carbon of long positions costs a year: value = sum of price * tons_i * (w_i)_+, a fraction of account value.</summary>
public sealed class CarbonCost : Term
{
    private readonly AssetValues _tons;
    private readonly double[] _zero, _slope;

    /// <param name="tons">Tons a year for each unit of money invested, not negative.</param>
    /// <param name="price">Money for a ton, not negative.</param>
    public CarbonCost(AssetValues tons, double price)
    {
        _tons = Require.NotNegative(tons, "carbon", "tons a year for each unit of money must be finite and >= 0");
        Require.NotNegative(price, "price of carbon", "it is money for a ton and must be finite and >= 0");
        _zero = new double[tons.Count];
        _slope = [.. tons.Select(t => price * t)];
    }

    protected override void Lower(ProgramWriter program, in AccountView account) =>
        program.Kinked(program.Holdings, new Kink { At = _zero, SlopeBelow = _zero, SlopeAbove = _slope });

    protected override void Validate(MandateCheck check) => check.Expect("tons", _tons);
}
