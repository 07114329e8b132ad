using Rebalancing.Mandates;

namespace Rebalancing;

/// <summary>Cash after trading and costs: lower &lt;= cash &lt;= upper, fractions of account value. A negative lower bound allows borrowing.</summary>
public sealed class CashBand : Limit
{
    /// <param name="lower">Least cash after costs, fraction of account value; default 0.</param>
    /// <param name="upper">Most cash; default no limit.</param>
    public CashBand(double lower = 0, double upper = double.PositiveInfinity)
    {
        Require.Finite(lower, "least cash");
        Require.Ordered(lower, upper, "cash");
        Least = lower;
        Most = upper;
    }

    /// <summary>Least cash after costs.</summary>
    public double Least { get; }

    /// <summary>Most cash.</summary>
    public double Most { get; }

    /// <inheritdoc/>
    public override string Name => $"Cash {MeasureText.Range(Least, Most, Measure.Fraction)}";

    /// <inheritdoc/>
    protected internal override bool GovernsCash => true;

    /// <inheritdoc/>
    protected internal override void Lower(ProgramWriter program, in AccountView account) => program.CashBand(Least, Most);
}
