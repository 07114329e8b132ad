namespace Rebalancing;

/// <summary>Volatility of the portfolio's return per year: value = sqrt(w'Sw). As a limit: <c>new Volatility(risk).AtMost(0.10)</c>.</summary>
public sealed class Volatility : NormTerm
{
    /// <param name="risk">Covariance per year.</param>
    public Volatility(RiskModel risk)
    {
        ArgumentNullException.ThrowIfNull(risk);
        Risk = risk;
    }

    /// <summary>Covariance per year.</summary>
    public RiskModel Risk { get; }

    /// <inheritdoc/>
    protected internal override void LowerSquares(ProgramWriter program, in AccountView account) => Risk.Lower(program, program.Holdings, scale: 1.0);

    /// <inheritdoc/>
    protected internal override void Validate(MandateCheck check) => Risk.Validate(check);
}
