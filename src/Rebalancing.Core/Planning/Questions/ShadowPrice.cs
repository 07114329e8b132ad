using System.Globalization;
using Rebalancing.Mandates;

namespace Rebalancing;

/// <summary>
/// What a limit is worth at the margin, from both sides, and the range of the limit over which the same bounds and kinks hold the answer, so that the price changes smoothly.
/// </summary>
/// <param name="Limit">The limit.</param>
/// <param name="Where">The asset, sector or factor where it binds dearest; null where the limit is one number.</param>
/// <param name="Measure">What the limited quantity is measured in.</param>
/// <param name="Tightening">Objective per year for the first unit by which the limit is tightened; infinite where it cannot be.</param>
/// <param name="Loosening">Objective per year saved by the first unit by which it is loosened.</param>
/// <param name="Down">How far it can be tightened before other bounds take over, in its own unit.</param>
/// <param name="Up">How far it can be loosened; infinite where nothing changes any more.</param>
/// <remarks>Immutable; safe to share between threads.</remarks>
public sealed record ShadowPrice(string Limit, string? Where, Measure Measure, double Tightening, double Loosening, double Down, double Up)
{
    /// <summary>The sentence.</summary>
    public override string ToString()
    {
        string what = Where is null ? Limit : $"{Limit} at {Where}";
        if (Tightening == 0 && Loosening == 0) return $"{what} does not bind: it can be tightened by {MeasureText.Found(Down, Measure)} at no cost";
        double unit = Measure == Measure.Fraction ? 100 : 10000;
        string of = Measure == Measure.Fraction ? "percent" : Measure == Measure.Days ? "day" : "unit";
        return string.Create(CultureInfo.InvariantCulture,
            $"{what}: {unit * Loosening:0.00} bp a year for the next {of} it is loosened, {Amount(unit * Tightening)} for the next it is tightened; holds from {MeasureText.Found(Down, Measure)} tighter to {(double.IsInfinity(Up) ? "any looser" : MeasureText.Found(Up, Measure) + " looser")}");
    }

    private static string Amount(double value) => double.IsInfinity(value) ? "impossible" : value.ToString("0.00", CultureInfo.InvariantCulture) + " bp";
}
