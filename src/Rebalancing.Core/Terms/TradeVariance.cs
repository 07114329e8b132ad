namespace Rebalancing;

/// <summary>
/// Risk of the trades themselves, per year: value = z'Sz, without a half. Together with <see cref="FactorChange"/> it finds the least risky trades that move given
/// factors; in any mandate it keeps the new portfolio close to the present one in risk terms.
/// </summary>
public sealed class TradeVariance : Term
{
    /// <param name="risk">Covariance per year.</param>
    public TradeVariance(RiskModel risk)
    {
        ArgumentNullException.ThrowIfNull(risk);
        Risk = risk;
    }

    /// <summary>Covariance per year.</summary>
    public RiskModel Risk { get; }

    /// <inheritdoc/>
    protected internal override void Lower(ProgramWriter program, in AccountView account) => Risk.Lower(program, program.Trades, scale: 2.0);

    /// <inheritdoc/>
    protected internal override void Validate(MandateCheck check) => Risk.Validate(check);
}
