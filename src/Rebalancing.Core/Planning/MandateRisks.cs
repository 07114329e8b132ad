namespace Rebalancing.Planning;

/// <summary>What a mandate measures risk by, in its objective or in its limits: the first of each kind.</summary>
internal static class MandateRisks
{
    public static RiskModel? Model(Mandate mandate) => Terms(mandate).Select(term => term switch
    {
        Variance variance => variance.Risk,
        TrackingVariance tracking => tracking.Risk,
        Volatility volatility => volatility.Risk,
        TrackingError error => error.Risk,
        _ => null,
    }).FirstOrDefault(risk => risk is not null);

    public static ConditionalValueAtRisk? Tail(Mandate mandate) => Terms(mandate).OfType<ConditionalValueAtRisk>().FirstOrDefault();

    private static IEnumerable<Term> Terms(Mandate mandate) => mandate.Objective.Parts.Select(part => part.Term).Concat(mandate.Limits.SelectMany(limit => limit.LimitedTerms));
}
