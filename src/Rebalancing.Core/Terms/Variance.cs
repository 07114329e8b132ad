namespace Rebalancing;

/// <summary>Variance of the portfolio's return per year: value = w'Sw, without a half. A risk aversion of 5 in the convention 5/2 w'Sw is a weight of 2.5 here.</summary>
public sealed class Variance : Term
{
    /// <param name="risk">Covariance per year.</param>
    public Variance(RiskModel risk)
    {
        ArgumentNullException.ThrowIfNull(risk);
        Risk = risk;
    }

    /// <summary>Covariance per year.</summary>
    public RiskModel Risk { get; }

    /// <inheritdoc/>
    protected internal override Measure Measure => Measure.SquaredFraction;

    /// <inheritdoc/>
    protected internal override void Lower(ProgramWriter program, in AccountView account) => Risk.Lower(program, program.Holdings, scale: 2.0);

    /// <inheritdoc/>
    protected internal override void Validate(MandateCheck check) => Risk.Validate(check);
}
