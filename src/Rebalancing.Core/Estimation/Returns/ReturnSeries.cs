using System.Globalization;
using Rebalancing.Numerics;

namespace Rebalancing;

/// <summary>
/// Returns of assets over consecutive periods of equal length: what estimators read. A missing return is NaN; what is done about it is
/// decided by <see cref="Treat"/> and stated in <see cref="Missing"/>.
/// </summary>
/// <remarks>Immutable; safe to share between threads.</remarks>
public sealed class ReturnSeries
{
    private readonly double[] _values;
    private readonly DateOnly[]? _dates;

    internal ReturnSeries(double[] values, int periods, int count, double periodsPerYear, ReturnKind kind, Universe? universe, DateOnly[]? dates, MissingReport? missing = null)
    {
        _values = values;
        Periods = periods;
        Count = count;
        PeriodsPerYear = periodsPerYear;
        Kind = kind;
        Universe = universe;
        _dates = dates;
        Missing = missing ?? MissingData.Report(this, MissingReturns.Refuse, 0);
    }

    /// <summary>From returns, one row a period and one column an asset; NaN is a missing return.</summary>
    /// <param name="returns">Periods x assets; 0.01 is one per cent.</param>
    /// <param name="periodsPerYear">252 for trading days, 52 for weeks, 12 for months; 1 keeps results per period.</param>
    /// <param name="kind">How the returns were made.</param>
    /// <param name="universe">The assets, in column order, if known: messages and results then carry names.</param>
    /// <param name="dates">Last day of each period, strictly ascending, if known.</param>
    public static ReturnSeries FromReturns(double[,] returns, double periodsPerYear, ReturnKind kind = ReturnKind.Simple, Universe? universe = null, IReadOnlyList<DateOnly>? dates = null) =>
        ReturnReader.FromReturns(returns, periodsPerYear, kind, universe, dates);

    /// <summary>From prices, one row a date and one column an asset; NaN is a missing price, and a return is missing unless both of its prices are there.</summary>
    /// <param name="prices">Dates x assets, positive; adjusted for splits and dividends.</param>
    /// <param name="periodsPerYear">252 for trading days, 52 for weeks, 12 for months; 1 keeps results per period.</param>
    /// <param name="kind">Simple or logarithmic.</param>
    /// <param name="universe">The assets, in column order, if known.</param>
    /// <param name="dates">The day of each row of prices, strictly ascending, if known.</param>
    public static ReturnSeries FromPrices(double[,] prices, double periodsPerYear, ReturnKind kind = ReturnKind.Simple, Universe? universe = null, IReadOnlyList<DateOnly>? dates = null) =>
        ReturnReader.FromPrices(prices, periodsPerYear, kind, universe, dates);

    /// <summary>Number of periods T.</summary>
    public int Periods { get; }

    /// <summary>Number of assets n.</summary>
    public int Count { get; }

    /// <summary>Periods in a year: estimates are multiplied by it.</summary>
    public double PeriodsPerYear { get; }

    /// <summary>How the returns were made.</summary>
    public ReturnKind Kind { get; }

    /// <summary>The assets; null when only their number is known.</summary>
    public Universe? Universe { get; }

    /// <summary>Last day of each period; null when unknown.</summary>
    public IReadOnlyList<DateOnly>? Dates => _dates;

    /// <summary>Who is missing, and what was done about it.</summary>
    public MissingReport Missing { get; }

    /// <summary>The return of an asset in a period; NaN when missing.</summary>
    public double this[int period, int asset] =>
        asset >= 0 && asset < Count ? _values[(period * Stride) + asset] : throw new ArgumentOutOfRangeException(nameof(asset), asset, $"there are {Count} assets");

    /// <summary>The returns of one asset, in order of time; NaN when missing.</summary>
    public double[] Asset(int asset)
    {
        var column = new double[Periods];
        for (int t = 0; t < column.Length; t++) column[t] = this[t, asset];
        return column;
    }

    /// <summary>The same returns with a decision about what is missing. Says what was done in <see cref="Missing"/>.</summary>
    public ReturnSeries Treat(MissingReturns treatment) => MissingData.Treat(this, treatment);

    /// <summary>The returns of a portfolio that is brought back to these weights in every period: weights'r.</summary>
    /// <param name="weights">One weight an asset.</param>
    public ReturnSeries Portfolio(ReadOnlySpan<double> weights)
    {
        RequireComplete("a portfolio's return", 1);
        if (weights.Length != Count) throw new ArgumentException($"Got {weights.Length} weights for {Count} assets; expected one an asset.", nameof(weights));
        var values = new double[Periods * Lanes.PadTo8(1)];
        for (int t = 0; t < Periods; t++) values[t * Lanes.PadTo8(1)] = Dot.Product(Row(t), weights);
        return new ReturnSeries(values, Periods, 1, PeriodsPerYear, Kind, null, _dates);
    }

    /// <summary>The periods that end on or before a day: what was known on it.</summary>
    /// <exception cref="ArgumentException">The series has no dates, or starts later.</exception>
    public ReturnSeries Until(DateOnly day)
    {
        if (_dates is not { } dates) throw new ArgumentException("The returns have no dates, so what was known on a day cannot be told; give the last day of each period when the series is made.");
        int count = Array.BinarySearch(dates, day) is >= 0 and var at ? at + 1 : ~Array.BinarySearch(dates, day);
        if (count == 0) throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"No period ends on or before {day:yyyy-MM-dd}; the first of {Periods} ends on {dates[0]:yyyy-MM-dd}. Give a longer history."));
        return Stretch(0, count);
    }

    /// <summary>The last periods.</summary>
    /// <param name="periods">At least 1, at most <see cref="Periods"/>.</param>
    public ReturnSeries Last(int periods)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(periods, 1);
        if (periods > Periods) throw new ArgumentException($"The last {periods} periods were asked for; {Periods} are known{(_dates is null ? "" : string.Create(CultureInfo.InvariantCulture, $" until {_dates[^1]:yyyy-MM-dd}"))}. Give a longer history or a shorter window.", nameof(periods));
        return Stretch(Periods - periods, periods);
    }

    private ReturnSeries Stretch(int first, int count)
    {
        if (first == 0 && count == Periods) return this;
        var stretch = new ReturnSeries(_values.AsSpan(first * Stride, count * Stride).ToArray(), count, Count, PeriodsPerYear, Kind, Universe, _dates?[first..(first + count)]);
        // gaps that are still there are counted anew; what was done about those that are not stays said
        return HasGaps || !Missing.Any
            ? new ReturnSeries(stretch._values, count, Count, PeriodsPerYear, Kind, Universe, stretch._dates, MissingData.Report(stretch, Missing.Treatment, 0))
            : new ReturnSeries(stretch._values, count, Count, PeriodsPerYear, Kind, Universe, stretch._dates, Missing);
    }

    internal int Stride => Lanes.PadTo8(Count);

    internal bool HasGaps => Missing.Any && Missing.Treatment is MissingReturns.Refuse or MissingReturns.Pairwise;

    internal ReadOnlySpan<double> Values => _values;

    internal ReadOnlySpan<double> Row(int period) => _values.AsSpan(period * Stride, Count);

    internal string Label(int asset) => Universe is null ? $"index {asset}" : $"'{Universe[asset].Symbol}' (index {asset})";

    internal string Symbol(int asset) => Universe is null ? $"index {asset}" : Universe[asset].Symbol;

    internal string When(int period) => _dates is null ? $"period {period}" : string.Create(CultureInfo.InvariantCulture, $"period {period} ({_dates[period]:yyyy-MM-dd})");

    internal DateOnly[]? DateArray => _dates;

    /// <summary>Refuses gaps whatever was decided about them: for estimators that need every return.</summary>
    internal void RequireComplete(string estimator, int atLeast)
    {
        RequirePeriods(estimator, atLeast);
        if (Missing.Any && HasGaps) MissingData.Refuse(this, estimator, pairwiseWorks: false);
    }

    /// <summary>Refuses gaps that nobody decided about: for estimators that can work pairwise.</summary>
    internal void RequireDecided(string estimator, int atLeast)
    {
        RequirePeriods(estimator, atLeast);
        if (Missing.Any && Missing.Treatment == MissingReturns.Refuse) MissingData.Refuse(this, estimator, pairwiseWorks: true);
    }

    private void RequirePeriods(string estimator, int atLeast)
    {
        if (Periods < atLeast)
            throw new ArgumentException($"{estimator} needs at least {atLeast} periods; the series has {Periods}. Give a longer history or a higher frequency.");
    }
}
