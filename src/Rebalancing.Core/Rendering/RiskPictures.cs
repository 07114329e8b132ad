using Rebalancing.Planning;

namespace Rebalancing.Rendering;

/// <summary>Pictures of what the mandate measures risk by, at the plan's holdings: contributions to volatility, factor exposures, the tail.</summary>
internal static class RiskPictures
{
    public static IEnumerable<string> Of(RebalanceResult result, Plan plan)
    {
        double[] after = [.. plan.WeightsAfter];
        RiskModel? risk = MandateRisks.Model(result.Mandate);
        if (risk is not null && Array.Exists(after, weight => weight != 0)) yield return Pictures.OfContributions(new RiskReport(risk, after), result.Account.Universe);
        if (risk is FactorModel model) yield return new FactorReport(model, result.Account, plan).ToSvg();
        if (MandateRisks.Tail(result.Mandate) is not { } tail) yield break;
        TailReport report = tail.ReportAt(after);
        yield return report.ToSvg();
        yield return report.ToSvg(TailPictureKind.Contributions);
    }
}
