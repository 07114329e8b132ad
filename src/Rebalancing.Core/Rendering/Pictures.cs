using System.Globalization;
using Rebalancing.Rendering;

namespace Rebalancing;

/// <summary>Results as pictures and pages: SVG, HTML with inline SVG, and Vega-Lite. Nothing in them comes from elsewhere, no script runs, and each picture says in words what it shows.</summary>
public static class Pictures
{
    private const string WeightTitle = "Weights before and after, % of account value", CostTitle = "Objective by cost, bp a year", NoTradeTitle = "No-trade intervals, % of account value";
    private const string FrontierTitle = "Efficient frontier", Across = "volatility, % a year", Up = "expected return, % a year", RiskTitle = "Contributions to volatility, % a year", ExposureTitle = "Factor exposures before and after";
    private const string TailFrontierTitle = "Efficient frontier of the tail", AcrossTail = "conditional value at risk, %";

    /// <summary>The result as one self-contained HTML page: plan, costs, limits, reasons, pictures; for a mandate without a plan, why.</summary>
    /// <param name="result">What to show.</param>
    /// <param name="explain">Whether to add the reasons; those of a result of a batch, which keeps no multipliers, take another solve. Default true.</param>
    public static string ToHtml(this RebalanceResult result, bool explain = true)
    {
        ArgumentNullException.ThrowIfNull(result);
        return ReportPage.Page(result, explain);
    }

    /// <summary>One picture of a result.</summary>
    /// <param name="result">A result with a plan.</param>
    /// <param name="kind">Which picture. Default: the weights.</param>
    /// <exception cref="InvalidOperationException">There is no plan.</exception>
    public static string ToSvg(this RebalanceResult result, PictureKind kind = PictureKind.Weights)
    {
        ArgumentNullException.ThrowIfNull(result);
        Plan plan = result.GetPlanOrThrow();
        return kind switch
        {
            PictureKind.Weights => BarChart.Draw(WeightTitle, PictureData.BeforeAndAfter, PictureData.Weights(result.Account.Universe, plan)),
            PictureKind.Costs => BarChart.Draw(CostTitle, PictureData.Alternatives(plan), PictureData.Costs(plan)),
            PictureKind.NoTrade => result.Explain().ToSvg(),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "expected Weights, Costs or NoTrade"),
        };
    }

    /// <summary>One picture of a result as a Vega-Lite specification with its data.</summary>
    /// <inheritdoc cref="ToSvg(RebalanceResult, PictureKind)"/>
    public static string ToVegaLite(this RebalanceResult result, PictureKind kind = PictureKind.Weights)
    {
        ArgumentNullException.ThrowIfNull(result);
        Plan plan = result.GetPlanOrThrow();
        return kind switch
        {
            PictureKind.Weights => VegaWriter.Bars(WeightTitle, PictureData.BeforeAndAfter, PictureData.Weights(result.Account.Universe, plan)),
            PictureKind.Costs => VegaWriter.Bars(CostTitle, PictureData.Alternatives(plan), PictureData.Costs(plan)),
            PictureKind.NoTrade => VegaWriter.Intervals(NoTradeTitle, PictureData.NoTrade(result.Explain())),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "expected Weights, Costs or NoTrade"),
        };
    }

    /// <summary>The no-trade intervals and what is held.</summary>
    public static string ToSvg(this Explanation explanation)
    {
        ArgumentNullException.ThrowIfNull(explanation);
        return IntervalChart.Draw(NoTradeTitle, PictureData.NoTrade(explanation));
    }

    /// <summary>The frontier: expected return over volatility. Points without a plan are left out.</summary>
    /// <exception cref="InvalidOperationException">No point has a plan.</exception>
    public static string ToSvg(this EfficientFrontier frontier) => CurveChart.Draw(FrontierTitle, Across, Up, Drawable(PictureData.Frontier(frontier)));

    /// <summary>The frontier as one self-contained HTML page: the picture, and status, risk and return of every point. Without a point that has a plan, it says so.</summary>
    public static string ToHtml(this EfficientFrontier frontier)
    {
        IReadOnlyList<(double X, double Y)> points = PictureData.Frontier(frontier);
        return ReportPage.Page(ReportPage.Title(FrontierTitle, frontier.Points[0].Result.Account), points.Count == 0 ? "" : CurveChart.Draw(FrontierTitle, Across, Up, points), ["Point", "Status", Heading(Across), Heading(Up)],
            frontier.Points.Select((point, i) => Line(i, point.Result.Status, point.Volatility, point.Return)));
    }

    /// <summary>The frontier as a Vega-Lite specification with its data.</summary>
    /// <inheritdoc cref="ToSvg(EfficientFrontier)"/>
    public static string ToVegaLite(this EfficientFrontier frontier) => VegaWriter.Curve(FrontierTitle, Across, Up, Drawable(PictureData.Frontier(frontier)));

    /// <summary>What each asset contributes to volatility.</summary>
    public static string ToSvg(this RiskReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return BarChart.Draw(RiskTitle, ["contribution"], PictureData.Contributions(report));
    }

    /// <summary>The same with the names of a universe, where the model knows its assets by their number only.</summary>
    internal static string OfContributions(RiskReport report, Universe universe) => BarChart.Draw(RiskTitle, ["contribution"], PictureData.Contributions(report, universe));

    /// <summary>What each asset contributes to volatility, as a Vega-Lite specification with its data.</summary>
    public static string ToVegaLite(this RiskReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return VegaWriter.Bars(RiskTitle, ["contribution"], PictureData.Contributions(report));
    }

    /// <summary>Factor exposures before and after.</summary>
    public static string ToSvg(this FactorReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return BarChart.Draw(ExposureTitle, PictureData.BeforeAndAfter, PictureData.Exposures(report));
    }

    /// <summary>Factor exposures before and after, as a Vega-Lite specification with its data.</summary>
    public static string ToVegaLite(this FactorReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return VegaWriter.Bars(ExposureTitle, PictureData.BeforeAndAfter, PictureData.Exposures(report));
    }

    /// <summary>What is in the tail: its scenarios with their losses, the worst first, or the assets with their contributions.</summary>
    /// <param name="report">A tail.</param>
    /// <param name="kind">Which picture. Default: the scenarios.</param>
    public static string ToSvg(this TailReport report, TailPictureKind kind = TailPictureKind.Scenarios)
    {
        ArgumentNullException.ThrowIfNull(report);
        return BarChart.Draw(PictureData.TailTitle(report, kind), PictureData.TailSeries(kind), PictureData.Tail(report, kind));
    }

    /// <summary>What is in the tail, as a Vega-Lite specification with its data.</summary>
    /// <inheritdoc cref="ToSvg(TailReport, TailPictureKind)"/>
    public static string ToVegaLite(this TailReport report, TailPictureKind kind = TailPictureKind.Scenarios)
    {
        ArgumentNullException.ThrowIfNull(report);
        return VegaWriter.Bars(PictureData.TailTitle(report, kind), PictureData.TailSeries(kind), PictureData.Tail(report, kind));
    }

    /// <summary>The frontier: expected return over conditional value at risk. Points without a plan are left out.</summary>
    /// <exception cref="InvalidOperationException">No point has a plan.</exception>
    public static string ToSvg(this TailFrontier frontier) => CurveChart.Draw(TailFrontierTitle, AcrossTail, Up, Drawable(PictureData.Frontier(frontier)));

    /// <summary>The frontier as one self-contained HTML page: the picture, and status, risk and return of every point. Without a point that has a plan, it says so.</summary>
    public static string ToHtml(this TailFrontier frontier)
    {
        IReadOnlyList<(double X, double Y)> points = PictureData.Frontier(frontier);
        return ReportPage.Page(ReportPage.Title(TailFrontierTitle, frontier.Points[0].Result.Account), points.Count == 0 ? "" : CurveChart.Draw(TailFrontierTitle, AcrossTail, Up, points), ["Point", "Status", Heading(AcrossTail), Heading(Up)],
            frontier.Points.Select((point, i) => Line(i, point.Result.Status, point.Tail, point.Return)));
    }

    /// <summary>The frontier as a Vega-Lite specification with its data.</summary>
    /// <inheritdoc cref="ToSvg(TailFrontier)"/>
    public static string ToVegaLite(this TailFrontier frontier) => VegaWriter.Curve(TailFrontierTitle, AcrossTail, Up, Drawable(PictureData.Frontier(frontier)));

    private static string Heading(string scale) => char.ToUpperInvariant(scale[0]) + scale[1..];

    private static string[] Line(int point, RebalanceStatus status, double risk, double reward) =>
        [(point + 1).ToString(CultureInfo.InvariantCulture), status.ToString(), Percent(risk), Percent(reward)];

    private static string Percent(double value) => double.IsNaN(value) ? "-" : (100 * value).ToString("0.0000", CultureInfo.InvariantCulture);

    private static IReadOnlyList<(double X, double Y)> Drawable(IReadOnlyList<(double X, double Y)> points) =>
        points.Count > 0 ? points : throw new InvalidOperationException("No point of the frontier has a plan; there is nothing to draw.");
}
