using Rebalancing.Mandates;

namespace Rebalancing;

/// <summary>Bounds on single holdings: lower_i &lt;= w_i &lt;= upper_i, fractions of account value.</summary>
public sealed class WeightBounds : Limit
{
    private readonly AssetValues? _lower, _upper;
    private readonly double _least, _most;

    /// <summary>The same bounds for every asset.</summary>
    /// <param name="lower">Least weight, or negative infinity.</param>
    /// <param name="upper">Largest weight, or positive infinity.</param>
    public WeightBounds(double lower, double upper)
    {
        Require.Ordered(lower, upper, "weight");
        (_least, _most) = (lower, upper);
    }

    /// <summary>Bounds of its own for each asset.</summary>
    /// <param name="lower">Least weights; negative infinity where there is none.</param>
    /// <param name="upper">Largest weights; positive infinity where there is none.</param>
    public WeightBounds(AssetValues lower, AssetValues upper)
    {
        Require.Ordered(lower, upper, "weight");
        (_lower, _upper) = (lower, upper);
    }

    /// <summary>Bounds by asset; null when all assets have the same.</summary>
    internal AssetValues? LowerBounds => _lower;

    internal AssetValues? UpperBounds => _upper;

    /// <summary>Bounds of every asset; the infinities when there are bounds by asset.</summary>
    internal double Least => _lower is null ? _least : double.NegativeInfinity;

    internal double Most => _lower is null ? _most : double.PositiveInfinity;

    /// <inheritdoc/>
    public override string Name => _lower is not null ? "Weight bounds by asset" : $"Weight {MeasureText.Range(_least, _most, Measure.Fraction)}";

    /// <inheritdoc/>
    protected internal override void Lower(ProgramWriter program, in AccountView account)
    {
        if (_lower is not null)
        {
            program.Bounds(program.Holdings, _lower.Span, _upper!.Span);
            return;
        }
        int n = program.Holdings.Length;
        Span<double> lower = program.Scratch(n), upper = program.Scratch(n);
        lower.Fill(_least);
        upper.Fill(_most);
        program.Bounds(program.Holdings, lower, upper);
    }

    /// <inheritdoc/>
    protected internal override void Validate(MandateCheck check)
    {
        if (_lower is not null) check.Expect("weight bounds", _lower);
        for (int i = 0; i < check.Universe.Count; i++)
            if (_lower is null || i < _lower.Count) check.Holding(i, _lower?[i] ?? _least, _upper?[i] ?? _most);
    }
}
