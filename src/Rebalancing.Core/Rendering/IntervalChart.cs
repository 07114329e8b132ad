using System.Globalization;

namespace Rebalancing.Rendering;

/// <summary>Where not to trade: one interval a row, and a dot for what is held.</summary>
internal static class IntervalChart
{
    private const double RightRoom = 12, TopRoom = 44, RowHeight = 20;

    /// <summary>The chart as SVG.</summary>
    /// <param name="title">What is shown, with its unit.</param>
    /// <param name="rows">Name, low end, high end and what is held; an end may be infinite.</param>
    public static string Draw(string title, IReadOnlyList<(string Name, double Low, double High, double At)> rows)
    {
        if (rows.Count == 0) return Nothing(title);
        (string Name, double Low, double High, double At)[] drawn = [.. rows.Take(BarChart.MostRows)];
        double bottom = TopRoom + (drawn.Length * RowHeight);
        double labels = Picture.LabelWidth(drawn.Select(r => Picture.Short(r.Name)));
        double[] ends = [.. drawn.SelectMany(r => new[] { r.Low, r.High, r.At }).Where(double.IsFinite).DefaultIfEmpty(0)];
        var scale = new AxisScale(ends.Min(), ends.Max(), labels, Picture.Width - RightRoom);
        var picture = new Picture(title, "Intervals inside which trading does not pay. " + string.Join("; ", drawn.Take(5).Select(Says)) + ".", bottom + 24);
        picture.Text(0, 34, drawn.Length < rows.Count ? $"interval and holding; {drawn.Length} of {rows.Count}" : "interval and holding", "s");
        foreach (double tick in scale.Ticks)
        {
            picture.Line(scale.At(tick), TopRoom, scale.At(tick), bottom, tick == 0 ? "z" : "g");
            picture.Text(scale.At(tick), bottom + 16, scale.Label(tick), "s m");
        }
        for (int r = 0; r < drawn.Length; r++)
        {
            double middle = TopRoom + (r * RowHeight) + (RowHeight / 2);
            double low = double.IsFinite(drawn[r].Low) ? scale.At(drawn[r].Low) : labels, high = double.IsFinite(drawn[r].High) ? scale.At(drawn[r].High) : Picture.Width - RightRoom;
            picture.Text(labels - 6, middle + 4, Picture.Short(drawn[r].Name), "e");
            picture.Bar(low, high, middle - 5, 10, "band", Says(drawn[r]));
            picture.Dot(scale.At(drawn[r].At), middle, "b", Says(drawn[r]));
        }
        return picture.End();
    }

    /// <summary>A picture without rows says so; an axis would pretend to have a scale.</summary>
    private static string Nothing(string title)
    {
        const string Sentence = "No asset is left alone: every one is traded or locked.";
        var picture = new Picture(title, Sentence, TopRoom);
        picture.Text(0, 34, Sentence, "s");
        return picture.End();
    }

    private static string Says((string Name, double Low, double High, double At) row) =>
        string.Create(CultureInfo.InvariantCulture, $"{row.Name}: {row.Low:0.###} to {row.High:0.###}, holds {row.At:0.###}");
}
