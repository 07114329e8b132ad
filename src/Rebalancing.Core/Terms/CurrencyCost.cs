namespace Rebalancing;

/// <summary>
/// Exchanging money for trades in other currencies, after netting: value = sum over currencies c_q |sum of z_i in q|, paid once, from cash.
/// </summary>
public sealed class CurrencyCost : Term
{
    private readonly double[] _rates, _below, _zero;

    /// <param name="currencies">Assets by currency, from <c>universe.GroupBy("Currency", asset => asset.Currency)</c>.</param>
    /// <param name="rates">Cost of exchanging each currency, fraction of the amount (0.0002 = 2 bp), not negative. Currencies without an entry, such as the base currency, cost nothing.</param>
    public CurrencyCost(Grouping currencies, IReadOnlyDictionary<string, double> rates)
    {
        ArgumentNullException.ThrowIfNull(currencies);
        ArgumentNullException.ThrowIfNull(rates);
        foreach ((string currency, double rate) in rates)
            Require.NotNegative(rate, $"cost of exchanging {currency}", "it is a fraction of the amount and must be >= 0", nameof(rates));
        Currencies = currencies;
        _rates = currencies.Values(rates, missing: 0);
        _below = [.. _rates.Select(rate => -rate)];
        _zero = new double[_rates.Length];
    }

    /// <summary>Assets by currency.</summary>
    public Grouping Currencies { get; }

    /// <summary>Cost of exchanging each currency, fraction of the amount.</summary>
    internal IReadOnlyDictionary<string, double> Rates => Enumerable.Range(0, _rates.Length).Where(c => _rates[c] > 0).ToDictionary(c => Currencies.Names[c], c => _rates[c]);

    /// <inheritdoc/>
    protected internal override bool IsOneOff => true;

    /// <inheritdoc/>
    protected internal override bool IsPaidFromCash => true;

    /// <inheritdoc/>
    protected internal override void Lower(ProgramWriter program, in AccountView account) =>
        program.Kinked(program.Image(Currencies.Map, program.Trades), new Kink { At = _zero, SlopeBelow = _below, SlopeAbove = _rates });

    /// <inheritdoc/>
    protected internal override void Validate(MandateCheck check) => check.Expect("currencies", Currencies.Universe);
}
