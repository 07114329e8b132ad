using Rebalancing.Mandates;

namespace Rebalancing;

/// <summary>Any linear limit with a name: lower &lt;= a'w &lt;= upper. A beta, a duration, a yield, an ESG score.</summary>
public sealed class LinearLimit : Limit
{
    private readonly SumMap _row;
    private readonly double[] _lower, _upper;
    private readonly string _name;

    /// <param name="name">What is limited: "Duration".</param>
    /// <param name="coefficients">a, one an asset; finite.</param>
    /// <param name="lower">Least value of a'w, or negative infinity.</param>
    /// <param name="upper">Largest value of a'w, or positive infinity.</param>
    public LinearLimit(string name, AssetValues coefficients, double lower, double upper)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        Coefficients = Require.Finite(coefficients, $"coefficient of {name}");
        Require.Ordered(lower, upper, name);
        _name = name;
        _row = new SumMap(coefficients.Span);
        _lower = [lower];
        _upper = [upper];
    }

    /// <inheritdoc/>
    public override string Name => $"{_name} {MeasureText.Range(_lower[0], _upper[0], Measure.Number)}";

    /// <inheritdoc/>
    protected internal override Measure Measure => Measure.Number;

    /// <summary>a.</summary>
    public AssetValues Coefficients { get; }

    /// <summary>The name without the bounds.</summary>
    internal string What => _name;

    internal double Least => _lower[0];

    internal double Most => _upper[0];

    /// <inheritdoc/>
    protected internal override void Lower(ProgramWriter program, in AccountView account) => program.Bounds(program.Image(_row, program.Holdings), _lower, _upper);

    /// <inheritdoc/>
    protected internal override void Validate(MandateCheck check) => check.Expect("coefficients", Coefficients);
}
