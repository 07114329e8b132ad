using Rebalancing.Lowering;

namespace Rebalancing.Planning;

/// <summary>
/// What a unit of violation of a limit is worth when limits of different units are compared: one percent of account value (or of it a year) and one day weigh
/// the same, and so does one percent of the bound of a limit that has another unit.
/// </summary>
internal static class LimitScale
{
    private const double Percent = 0.01;

    /// <summary>Price of one unit of violation, so that a percent of account value costs 0.01.</summary>
    public static double PriceOf(Limit limit, IEnumerable<LimitReading> readings) => limit.GiveWayCost * Percent / limit.Measure switch
    {
        Measure.Fraction => Percent,
        Measure.Days => 1.0,
        _ => Percent * LargestBound(readings),
    };

    /// <summary>Size of the largest finite bound; 1 where all are zero or absent.</summary>
    private static double LargestBound(IEnumerable<LimitReading> readings)
    {
        double largest = 0;
        foreach (LimitReading reading in readings)
        {
            if (double.IsFinite(reading.Lower)) largest = Math.Max(largest, Math.Abs(reading.Lower));
            if (double.IsFinite(reading.Upper)) largest = Math.Max(largest, Math.Abs(reading.Upper));
        }
        return largest > 0 ? largest : 1.0;
    }
}
