namespace Rebalancing;

/// <summary>The contract about missing returns: counted once, refused with a remedy, or treated as asked.</summary>
internal static class MissingData
{
    public static MissingReport Report(ReturnSeries series, MissingReturns treatment, int dropped)
    {
        var counts = new int[series.Count];
        for (int t = 0; t < series.Periods; t++)
        {
            ReadOnlySpan<double> row = series.Row(t);
            for (int i = 0; i < counts.Length; i++) if (double.IsNaN(row[i])) counts[i]++;
        }
        return new MissingReport(counts, series.Periods, treatment, dropped, Names(series, counts));
    }

    public static ReturnSeries Treat(ReturnSeries series, MissingReturns treatment)
    {
        if (!Enum.IsDefined(treatment)) throw new ArgumentOutOfRangeException(nameof(treatment), treatment, "unknown treatment of missing returns");
        if (!series.Missing.Any) return series;
        if (!series.HasGaps) throw new InvalidOperationException($"The missing returns were treated before ({series.Missing.Treatment}); treat the original series.");
        double[] values = series.Values.ToArray();
        int periods = series.Periods;
        DateOnly[]? dates = series.DateArray;
        if (treatment == MissingReturns.DropPeriods) (values, periods, dates) = WithoutGaps(series);
        if (treatment == MissingReturns.Zero)
            for (int i = 0; i < values.Length; i++) if (double.IsNaN(values[i])) values[i] = 0;
        return new ReturnSeries(values, periods, series.Count, series.PeriodsPerYear, series.Kind, series.Universe, dates, Report(series, treatment, series.Periods - periods));
    }

    public static void Refuse(ReturnSeries series, string estimator, bool pairwiseWorks)
    {
        int asset = 0, period = 0;
        while (series.Missing.Counts[asset] == 0) asset++;
        while (!double.IsNaN(series[period, asset])) period++;
        int others = series.Missing.Counts.Count(count => count > 0) - 1;
        throw new ArgumentException(
            $"{estimator} met missing returns: {series.Label(asset)} lacks {series.Missing.Counts[asset]} of {series.Periods}, the first in {series.When(period)}{(others > 0 ? $"; {others} more assets have gaps" : "")}. " +
            $"Decide with Treat(MissingReturns.DropPeriods) or Treat(MissingReturns.Zero){(pairwiseWorks ? " or Treat(MissingReturns.Pairwise)" : "")}, or leave the asset out.");
    }

    private static (double[] Values, int Periods, DateOnly[]? Dates) WithoutGaps(ReturnSeries series)
    {
        var kept = new List<int>();
        for (int t = 0; t < series.Periods; t++)
        {
            bool complete = true;
            foreach (double value in series.Row(t)) complete &= !double.IsNaN(value);
            if (complete) kept.Add(t);
        }
        if (kept.Count == 0) throw new ArgumentException($"No period is complete: {Names(series, [.. series.Missing.Counts])} of {series.Periods}. Leave out the assets with the shortest histories.");
        var values = new double[kept.Count * series.Stride];
        for (int t = 0; t < kept.Count; t++) series.Row(kept[t]).CopyTo(values.AsSpan(t * series.Stride));
        return (values, kept.Count, series.DateArray is { } dates ? [.. kept.Select(t => dates[t])] : null);
    }

    private static string Names(ReturnSeries series, int[] counts)
    {
        var missing = Enumerable.Range(0, counts.Length).Where(i => counts[i] > 0).OrderByDescending(i => counts[i]).ToArray();
        string text = string.Join(", ", missing.Take(5).Select(i => $"{series.Symbol(i)} {counts[i]}"));
        return missing.Length > 5 ? $"{text} and {missing.Length - 5} more assets" : text;
    }
}
