using static Rebalancing.DocumentKinds;

namespace Rebalancing.Documents;

/// <summary>How the terms and limits on factors stand in documents.</summary>
internal static class FactorForms
{
    public static IReadOnlyList<DocumentForm> Terms { get; } =
    [
        DocumentForm.Of<FactorTracking>("factorTracking", "Distance of factor exposures from a target.", fields =>
        {
            var model = fields.Required("model", Factors, "the factor model", t => t.Model);
            var target = fields.Required("target", NumbersKind.Shared, "target exposures, one a factor, in units of the loadings", t => [.. t.Target]);
            var distance = fields.Optional("distance", OneOf<DistanceKind>(), DistanceKind.Squared, "absolute or squared deviations", t => t.Distance);
            var scale = fields.Optional("scale", NumbersKind.Shared, [], "how much each factor counts, >= 0; factor risk when left out", t => [.. t.Scale]);
            return values => new FactorTracking(values.Get(model), values.Get(target), values.Get(distance), values.Get(scale));
        }),
        DocumentForm.Of<SpecificVariance>("specificVariance", "Specific variance a year, of the portfolio or against a benchmark.", fields =>
        {
            var model = fields.Required("model", Factors, "the factor model", t => t.Model);
            var relativeTo = fields.Optional<AssetValues?>("relativeTo", DocumentKinds.AssetValues!, null, "benchmark weights", t => t.RelativeTo);
            return values => new SpecificVariance(values.Get(model), values.Get(relativeTo));
        }),
        DocumentForm.Of<TradeVariance>("tradeVariance", "Variance z'Sz of the trades.", fields =>
        {
            var risk = fields.Required("risk", Risk, "name of the risk model", t => t.Risk);
            return values => new TradeVariance(values.Get(risk));
        }),
    ];

    public static IReadOnlyList<DocumentForm> Limits { get; } =
    [
        DocumentForm.Of<FactorExposureBounds>("factorExposureBounds", "Bounds on factor exposures.", fields =>
        {
            var model = fields.Required("model", Factors, "the factor model", l => l.Model);
            var lower = fields.Required("lower", ListOf(LowerBound), "least exposures by factor", l => l.LowerByFactor);
            var upper = fields.Required("upper", ListOf(UpperBound), "largest exposures by factor", l => l.UpperByFactor);
            var relativeTo = fields.Optional<AssetValues?>("relativeTo", DocumentKinds.AssetValues!, null, "benchmark weights; the bounds are then deviations from its exposures", l => l.RelativeTo);
            return values => new FactorExposureBounds(values.Get(model), [.. values.Get(lower)], [.. values.Get(upper)], values.Get(relativeTo));
        }),
        DocumentForm.Of<FactorChange>("factorChange", "Bounds on what the trades change in factor exposures.", fields =>
        {
            var model = fields.Required("model", Factors, "the factor model", l => l.Model);
            var lower = fields.Required("lower", ListOf(LowerBound), "least changes by factor", l => l.LowerByFactor);
            var upper = fields.Required("upper", ListOf(UpperBound), "largest changes by factor", l => l.UpperByFactor);
            return values => new FactorChange(values.Get(model), [.. values.Get(lower)], [.. values.Get(upper)]);
        }),
    ];
}
