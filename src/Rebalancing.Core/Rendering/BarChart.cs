using System.Globalization;

namespace Rebalancing.Rendering;

/// <summary>Lying bars, one to three series beside one another in each row: weights before and after, costs of three alternatives.</summary>
internal static class BarChart
{
    /// <summary>Rows that are drawn; the largest ones.</summary>
    public const int MostRows = 25;

    private const double RightRoom = 12, TitleRoom = 26, LegendRoom = 18, Thick = 9, Gap = 8;

    private static readonly string[] Kinds = ["c", "a", "b"], OneKind = ["a"];

    /// <summary>The chart as SVG.</summary>
    /// <param name="title">What is shown, with its unit.</param>
    /// <param name="series">Names of the series.</param>
    /// <param name="rows">Name and one value a series.</param>
    public static string Draw(string title, IReadOnlyList<string> series, IReadOnlyList<(string Name, double[] Values)> rows)
    {
        (string Name, double[] Values)[] drawn = [.. rows.Take(MostRows)];
        string note = drawn.Length < rows.Count ? $"{drawn.Length} of {rows.Count}" : "";
        double top = TitleRoom + (series.Count > 1 || note.Length > 0 ? LegendRoom : 0), rowHeight = (series.Count * Thick) + Gap, bottom = top + (drawn.Length * rowHeight), height = bottom + 24;
        var picture = new Picture(title, Alternative(series, drawn, rows.Count), height);
        double labels = Picture.LabelWidth(drawn.Select(r => Picture.Short(r.Name)));
        double[] known = [0, .. drawn.SelectMany(r => r.Values).Where(double.IsFinite)];
        var scale = new AxisScale(known.Min(), known.Max(), labels, Picture.Width - RightRoom);
        string[] kinds = series.Count == 1 ? OneKind : Kinds;
        Legend(picture, series, note);
        foreach (double tick in scale.Ticks)
        {
            picture.Line(scale.At(tick), top, scale.At(tick), bottom, tick == 0 ? "z" : "g");
            picture.Text(scale.At(tick), bottom + 16, scale.Label(tick), "s m");
        }
        for (int r = 0; r < drawn.Length; r++)
        {
            double row = top + (r * rowHeight) + (Gap / 2);
            picture.Text(labels - 6, row + (series.Count * Thick / 2) + 4, Picture.Short(drawn[r].Name), "e");
            for (int s = 0; s < series.Count; s++)
            {
                double value = drawn[r].Values[s];
                if (double.IsFinite(value)) picture.Bar(scale.At(0), scale.At(value), row + (s * Thick), Thick - 1, kinds[s], Says(drawn[r].Name, series[s], value));
            }
        }
        return picture.End();
    }

    private static void Legend(Picture picture, IReadOnlyList<string> series, string note)
    {
        double x = 0;
        for (int s = 0; s < series.Count && series.Count > 1; s++)
        {
            picture.Bar(x, x + 10, 25, 10, Kinds[s], series[s]);
            picture.Text(x + 14, 34, series[s], "s");
            x += 24 + (7 * series[s].Length);
        }
        if (note.Length > 0) picture.Text(Picture.Width, 34, note, "s e");
    }

    private static string Alternative(IReadOnlyList<string> series, (string Name, double[] Values)[] rows, int all)
    {
        string few = string.Join("; ", rows.Take(5).Select(r => $"{r.Name}: " + string.Join(", ", r.Values.Select((v, s) => $"{series[s]} {v.ToString("0.##", CultureInfo.InvariantCulture)}"))));
        return $"Bars of {all} rows. {few}{(all > 5 ? "; and more" : "")}.";
    }

    private static string Says(string name, string series, double value) => $"{name}, {series}: {value.ToString("0.####", CultureInfo.InvariantCulture)}";
}
