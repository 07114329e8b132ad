using System.Globalization;
using Rebalancing.Numerics;

namespace Rebalancing;

/// <summary>Checks arrays of returns or prices and lays them out period by period, rows padded to 8.</summary>
internal static class ReturnReader
{
    public static ReturnSeries FromReturns(double[,] returns, double periodsPerYear, ReturnKind kind, Universe? universe, IReadOnlyList<DateOnly>? dates)
    {
        ArgumentNullException.ThrowIfNull(returns);
        (int periods, int count) = (returns.GetLength(0), returns.GetLength(1));
        Check(count, periodsPerYear, kind, universe);
        DateOnly[]? days = Dates(dates, periods);
        int stride = Lanes.PadTo8(count);
        var values = new double[periods * stride];
        for (int t = 0; t < periods; t++)
            for (int i = 0; i < count; i++)
            {
                double value = returns[t, i];
                if (double.IsInfinity(value) || (kind == ReturnKind.Simple && value < -1))
                    throw new ArgumentException($"return of {Name(universe, i)} in {When(days, t)} is {Text(value)}; {(double.IsInfinity(value) ? "returns are finite, or NaN when missing" : "a simple return cannot be below -1; give 0.01 for one per cent, or say that the returns are logarithmic")}.", nameof(returns));
                values[(t * stride) + i] = value;
            }
        return new ReturnSeries(values, periods, count, periodsPerYear, kind, universe, days);
    }

    public static ReturnSeries FromPrices(double[,] prices, double periodsPerYear, ReturnKind kind, Universe? universe, IReadOnlyList<DateOnly>? dates)
    {
        ArgumentNullException.ThrowIfNull(prices);
        (int rows, int count) = (prices.GetLength(0), prices.GetLength(1));
        Check(count, periodsPerYear, kind, universe);
        if (rows < 2) throw new ArgumentException($"Got {rows} rows of prices; a return needs two.", nameof(prices));
        DateOnly[]? days = Dates(dates, rows);
        int stride = Lanes.PadTo8(count);
        var values = new double[(rows - 1) * stride];
        for (int t = 0; t < rows; t++)
            for (int i = 0; i < count; i++)
            {
                double price = prices[t, i];
                if (!double.IsNaN(price) && !(price > 0 && double.IsFinite(price)))
                    throw new ArgumentException($"price of {Name(universe, i)} in {When(days, t)} is {Text(price)}; prices are finite and > 0, or NaN when missing.", nameof(prices));
                if (t == 0) continue;
                double ratio = price / prices[t - 1, i];
                values[((t - 1) * stride) + i] = kind == ReturnKind.Log ? Math.Log(ratio) : ratio - 1;
            }
        return new ReturnSeries(values, rows - 1, count, periodsPerYear, kind, universe, days?[1..]);
    }

    private static void Check(int count, double periodsPerYear, ReturnKind kind, Universe? universe)
    {
        if (count < 1) throw new ArgumentException("Got an array without columns; there is one column an asset.");
        Require.Positive(periodsPerYear, "number of periods per year", "252 for trading days, 52 for weeks, 12 for months");
        if (!Enum.IsDefined(kind)) throw new ArgumentOutOfRangeException(nameof(kind), kind, "unknown kind of return");
        if (universe is not null && universe.Count != count) throw new ArgumentException($"Got {count} columns for a universe of {universe.Count} assets; expected one column an asset.", nameof(universe));
    }

    private static DateOnly[]? Dates(IReadOnlyList<DateOnly>? dates, int rows)
    {
        if (dates is null) return null;
        if (dates.Count != rows) throw new ArgumentException($"Got {dates.Count} dates for {rows} rows; expected one a row.", nameof(dates));
        for (int t = 1; t < rows; t++)
            if (dates[t] <= dates[t - 1])
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"date {t} is {dates[t]:yyyy-MM-dd}, after {dates[t - 1]:yyyy-MM-dd}; dates must ascend strictly: sort the rows and remove duplicates."), nameof(dates));
        return [.. dates];
    }

    private static string Name(Universe? universe, int asset) => universe is null ? $"index {asset}" : $"'{universe[asset].Symbol}' (index {asset})";

    private static string When(DateOnly[]? dates, int row) => dates is null ? $"row {row}" : string.Create(CultureInfo.InvariantCulture, $"row {row} ({dates[row]:yyyy-MM-dd})");

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);
}
