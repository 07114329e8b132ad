namespace Rebalancing;

/// <summary>The value of a cost, three ways.</summary>
/// <param name="Value">In the term's own unit; for most terms a fraction of account value.</param>
/// <param name="AccountValue">Account value in base currency.</param>
public readonly record struct CostFigure(double Value, decimal AccountValue)
{
    /// <summary>In basis points of account value; of no meaning where the value is not a fraction of it.</summary>
    public double Bps => 10000 * Value;

    /// <summary>In base currency, to the cent.</summary>
    public decimal Money => double.IsFinite(Value) ? decimal.Round((decimal)Value * AccountValue, 2) : 0m;

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Bps:0.00} bp ({Money:#,0.00})");
}
