using System.Globalization;

namespace Rebalancing.Rendering;

/// <summary>What is in the pictures: the same numbers for SVG and Vega-Lite.</summary>
internal static class PictureData
{
    public static IReadOnlyList<string> BeforeAndAfter { get; } = ["before", "after"];

    /// <summary>What a plan is compared with: a target only where the mandate has one.</summary>
    public static IReadOnlyList<string> Alternatives(Plan plan) => HasTarget(plan) ? ["nothing", "target", "plan"] : ["nothing", "plan"];

    /// <summary>Weights in percent, the largest changes first; what is neither held nor traded is left out.</summary>
    public static IReadOnlyList<(string Name, double[] Values)> Weights(Universe universe, Plan plan) =>
    [
        .. Enumerable.Range(0, universe.Count)
            .Where(i => plan.WeightsBefore[i] != 0 || plan.WeightsAfter[i] != 0)
            .OrderByDescending(i => Math.Abs(plan.WeightsAfter[i] - plan.WeightsBefore[i]))
            .ThenBy(i => universe[i].Symbol, StringComparer.Ordinal)
            .Select(i => (universe[i].Symbol, new[] { 100 * plan.WeightsBefore[i], 100 * plan.WeightsAfter[i] })),
    ];

    /// <summary>Each cost's part in the objective, basis points a year, for each of <see cref="Alternatives"/>.</summary>
    public static IReadOnlyList<(string Name, double[] Values)> Costs(Plan plan) =>
    [
        .. plan.Costs.Where(line => line.Measure is Measure.Fraction or Measure.SquaredFraction)
            .Select(line => (line.Name, HasTarget(plan)
                ? new[] { line.Weight * line.DoNothing.Bps, line.Target is { } target ? line.Weight * target.Bps : double.NaN, line.Weight * line.Plan.Bps }
                : [line.Weight * line.DoNothing.Bps, line.Weight * line.Plan.Bps])),
    ];

    /// <summary>Whether any cost has a target to compare with.</summary>
    public static bool HasTarget(Plan plan) => plan.Costs.Any(line => line.Target is not null);

    /// <summary>No-trade intervals in percent.</summary>
    public static IReadOnlyList<(string Name, double Low, double High, double At)> NoTrade(Explanation explanation) =>
        [.. explanation.NoTrade.Select(row => (row.Symbol, 100 * row.Low, 100 * row.High, 100 * row.Weight))];

    /// <summary>The frontier in percent; points without a plan are left out.</summary>
    public static IReadOnlyList<(double X, double Y)> Frontier(EfficientFrontier frontier)
    {
        ArgumentNullException.ThrowIfNull(frontier);
        return [.. frontier.Points.Where(point => point.Result.IsOptimal).Select(point => (100 * point.Volatility, 100 * point.Return))];
    }

    /// <inheritdoc cref="Frontier(EfficientFrontier)"/>
    public static IReadOnlyList<(double X, double Y)> Frontier(TailFrontier frontier)
    {
        ArgumentNullException.ThrowIfNull(frontier);
        return [.. frontier.Points.Where(point => point.Result.IsOptimal).Select(point => (100 * point.Tail, 100 * point.Return))];
    }

    public static string TailTitle(TailReport report, TailPictureKind kind)
    {
        string tail = string.Create(CultureInfo.InvariantCulture, $"the worst {100 * (1 - report.Confidence):0.##} %");
        return kind switch
        {
            TailPictureKind.Scenarios => $"Losses in {tail}, % of account value",
            TailPictureKind.Contributions => $"Mean loss in {tail} by asset, %",
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "expected Scenarios or Contributions"),
        };
    }

    public static IReadOnlyList<string> TailSeries(TailPictureKind kind) => [kind == TailPictureKind.Scenarios ? "loss" : "contribution"];

    /// <summary>Losses of the tail's scenarios, the worst first, or contributions of the assets to their mean, the largest first; both in percent.</summary>
    public static IReadOnlyList<(string Name, double[] Values)> Tail(TailReport report, TailPictureKind kind) => kind == TailPictureKind.Scenarios
        ? [.. report.Scenarios.Select(one => (one.Name, new[] { 100 * one.Loss }))]
        :
        [
            .. report.Contributions.ToArray().Select((value, i) => (Name: report.NameOf(i), Values: new[] { 100 * value }))
                .Where(row => row.Values[0] != 0).OrderByDescending(row => row.Values[0]).ThenBy(row => row.Name, StringComparer.Ordinal),
        ];

    /// <summary>Contributions of the assets to volatility, in percent a year, the largest first.</summary>
    public static IReadOnlyList<(string Name, double[] Values)> Contributions(RiskReport report, Universe? names = null) =>
    [
        .. report.Contributions.Select((value, i) => (Name: (names ?? report.Risk.Universe) is { } universe ? universe[i].Symbol : $"asset {i}", Values: new[] { 100 * value }))
            .Where(row => row.Values[0] != 0).OrderByDescending(row => Math.Abs(row.Values[0])).ThenBy(row => row.Name, StringComparer.Ordinal),
    ];

    /// <summary>Factor exposures in units of the loadings.</summary>
    public static IReadOnlyList<(string Name, double[] Values)> Exposures(FactorReport report) =>
        [.. report.Model.FactorNames.Select((name, k) => (name, new[] { report.Before.FactorExposures[k], report.After.FactorExposures[k] }))];
}
