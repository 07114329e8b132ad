using System.Globalization;
using static Rebalancing.DocumentKinds;

namespace Rebalancing.Documents;

/// <summary>How scenario sets and the terms over them stand in documents.</summary>
internal static class ScenarioForms
{
    public static DocumentForm<ScenarioSet> Scenarios { get; } = DocumentForm.Of<ScenarioSet>("scenarioSet", "What may happen over one period: a return for every asset in every scenario.", fields =>
    {
        var period = fields.Required("periodYears", Number, "length of the period that a scenario spans, years, > 0", s => s.PeriodYears);
        var returns = fields.Optional<ScenarioReturnsKind.Returns?>("returns", ScenarioReturnsKind.Shared!, null, "one row of assets a scenario, fractions of value", ScenarioReturnsKind.Returns.Of);
        var factors = fields.Optional<NumberTable?>("factorReturns", MatrixKind.Shared!, null, "one row of factors a scenario", s => s.Loadings is null ? null : Rows(s.Map));
        var loadings = fields.Optional<NumberTable?>("loadingsByAsset", MatrixKind.Shared!, null, "for factor scenarios: one row of factors an asset", s => s.Loadings is { IsByColumn: true } map ? Rows(map) : null);
        var byFactor = fields.Optional<NumberTable?>("loadingsByFactor", MatrixKind.Shared!, null, "for factor scenarios: one row of assets a factor", s => s.Loadings is { IsByColumn: false } map ? Rows(map) : null);
        var probabilities = fields.Optional<double[]?>("probabilities", NumbersKind.Shared!, null, "one a scenario, >= 0, sum one; equally likely when left out", s => s.IsEquallyLikely ? null : s.Probabilities().ToArray());
        var names = fields.Optional("names", ByName(Text), new Dictionary<string, string>(), "names of events, by the number of their scenario, from 0", s => s.Names.ToDictionary(pair => pair.Key.ToString(CultureInfo.InvariantCulture), pair => pair.Value));
        return values =>
        {
            Universe universe = values.RequiredUniverse;
            int assets = universe.Count;
            DenseMap? map = (values.Get(loadings), values.Get(byFactor)) switch
            {
                (null, null) => null,
                ({ } rows, null) => DenseMap.FromColumns(rows.Rows("loadingsByAsset", assets, rows.Values.Length / assets), rows.Values.Length / assets, assets),
                (null, { } rows) => DenseMap.FromRows(rows.Rows("loadingsByFactor", rows.Values.Length / assets, assets), rows.Values.Length / assets, assets),
                _ => throw new ArgumentException("loadings stand once: loadingsByAsset or loadingsByFactor"),
            };
            ScenarioSet set = (values.Get(returns), values.Get(factors), map) switch
            {
                ({ File: { } file }, null, null) => file.ToSet(assets, values.Get(period), universe, values.Get(probabilities)),
                ({ Table: { } rows }, null, null) => ScenarioSet.Over(rows.Rows("returns", rows.Values.Length / assets, assets), assets, values.Get(period), universe, values.Get(probabilities)),
                (null, { } rows, { } b) => ScenarioSet.FromFactors(DenseMap.FromRows(rows.Rows("factorReturns", rows.Values.Length / b.Rows, b.Rows), rows.Values.Length / b.Rows, b.Rows), b, values.Get(period), universe, values.Get(probabilities)),
                _ => throw new ArgumentException("a scenario set is either returns, or factorReturns with loadings"),
            };
            return set.WithNames(values.Get(names).ToDictionary(pair => NumberOf(pair.Key), pair => pair.Value));
        };
    });

    public static IReadOnlyList<DocumentForm> Terms { get; } =
    [
        DocumentForm.Of<ConditionalValueAtRisk>("conditionalValueAtRisk", "Mean loss of the worst scenarios.", fields =>
        {
            var set = fields.Required("scenarios", DocumentKinds.Scenarios, "name of the scenario set", t => t.Scenarios);
            var confidence = fields.Optional("confidence", Number, 0.95, "share of the scenarios that are not counted, in (0, 1)", t => t.Confidence);
            var benchmark = fields.Optional<AssetValues?>("benchmark", DocumentKinds.AssetValues!, null, "weights that losses are measured against", t => t.Benchmark);
            return values => new ConditionalValueAtRisk(values.Get(set), values.Get(confidence), values.Get(benchmark));
        }),
        DocumentForm.Of<ExpectedShortfallDeviation>("expectedShortfallDeviation", "Mean loss of the worst scenarios, below the mean return.", fields =>
        {
            var set = fields.Required("scenarios", DocumentKinds.Scenarios, "name of the scenario set", t => t.Scenarios);
            var confidence = fields.Optional("confidence", Number, 0.95, "share of the scenarios that are not counted, in (0, 1)", t => t.Confidence);
            return values => new ExpectedShortfallDeviation(values.Get(set), values.Get(confidence));
        }),
        DocumentForm.Of<WorstCaseLoss>("worstCaseLoss", "Loss in the worst scenario.", fields =>
        {
            var set = fields.Required("scenarios", DocumentKinds.Scenarios, "name of the scenario set", t => t.Scenarios);
            var benchmark = fields.Optional<AssetValues?>("benchmark", DocumentKinds.AssetValues!, null, "weights that losses are measured against", t => t.Benchmark);
            return values => new WorstCaseLoss(values.Get(set), values.Get(benchmark));
        }),
        DocumentForm.Of<ConditionalDrawdown>("conditionalDrawdown", "Mean of the worst drawdowns on a path.", fields =>
        {
            var path = fields.Required("path", DocumentKinds.Scenarios, "name of the scenario set, in order of time", t => t.Path);
            var confidence = fields.Optional("confidence", Number, 0.95, "share of the days that are not counted, in [0, 1)", t => t.Confidence);
            return values => new ConditionalDrawdown(values.Get(path), values.Get(confidence));
        }),
        DocumentForm.Of<MaximumDrawdown>("maximumDrawdown", "Largest drawdown on a path.", fields =>
        {
            var path = fields.Required("path", DocumentKinds.Scenarios, "name of the scenario set, in order of time", t => t.Path);
            return values => new MaximumDrawdown(values.Get(path));
        }),
        DocumentForm.Of<MeanAbsoluteDeviation>("meanAbsoluteDeviation", "Mean distance of returns from their mean.", fields =>
        {
            var set = fields.Required("scenarios", DocumentKinds.Scenarios, "name of the scenario set", t => t.Scenarios);
            return values => new MeanAbsoluteDeviation(values.Get(set));
        }),
        DocumentForm.Of<SemiDeviation>("semiDeviation", "Root mean square of returns below a target.", fields =>
        {
            var set = fields.Required("scenarios", DocumentKinds.Scenarios, "name of the scenario set", t => t.Scenarios);
            var target = fields.Optional("target", OrNull(Number), null, "return below which it counts, per period; the mean when left out", t => t.Target);
            return values => new SemiDeviation(values.Get(set), values.Get(target));
        }),
    ];

    private static int NumberOf(string scenario) => int.TryParse(scenario, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number
        : throw new ArgumentException($"names are by the number of a scenario; found '{scenario}'");

    /// <summary>The runs of a map without their padding.</summary>
    public static NumberTable Rows(DenseMap map)
    {
        (int runs, int run) = map.IsByColumn ? (map.Columns, map.Rows) : (map.Rows, map.Columns);
        var values = new double[(long)runs * run];
        for (int i = 0; i < runs; i++) map.Storage.Slice(i * map.Stride, run).CopyTo(values.AsSpan(i * run, run));
        return new NumberTable(values, run);
    }
}
