using Rebalancing.Mandates;

namespace Rebalancing;

/// <summary>Long less short positions: lower &lt;= sum of w_i &lt;= upper, fractions of account value. Zero to zero is dollar-neutral.</summary>
public sealed class NetExposure : Limit
{
    private readonly double[] _lower, _upper;

    /// <param name="lower">Least net exposure, or negative infinity.</param>
    /// <param name="upper">Largest net exposure, or positive infinity.</param>
    public NetExposure(double lower, double upper)
    {
        Require.Ordered(lower, upper, "net exposure");
        _lower = [lower];
        _upper = [upper];
    }

    internal double Least => _lower[0];

    internal double Most => _upper[0];

    /// <inheritdoc/>
    public override string Name => $"Net exposure {MeasureText.Range(_lower[0], _upper[0], Measure.Fraction)}";

    /// <inheritdoc/>
    protected internal override void Lower(ProgramWriter program, in AccountView account) => program.Bounds(program.SumOf(program.Holdings), _lower, _upper);
}
