using System.Globalization;

namespace Rebalancing.Rendering;

/// <summary>A curve through points over two scales: the efficient frontier.</summary>
internal static class CurveChart
{
    private const double Left = 56, Right = 14, Top = 44, Bottom = 44, Height = 320;

    /// <summary>The chart as SVG.</summary>
    /// <param name="title">What is shown.</param>
    /// <param name="across">What the horizontal scale is, with its unit.</param>
    /// <param name="up">What the vertical scale is, with its unit.</param>
    /// <param name="points">In the order of the curve.</param>
    public static string Draw(string title, string across, string up, IReadOnlyList<(double X, double Y)> points)
    {
        var x = new AxisScale(points.Min(p => p.X), points.Max(p => p.X), Left, Picture.Width - Right);
        var y = new AxisScale(points.Min(p => p.Y), points.Max(p => p.Y), Height - Bottom, Top);
        var picture = new Picture(title, string.Create(CultureInfo.InvariantCulture,
            $"A curve of {points.Count} points: {across} from {points.Min(p => p.X):0.##} to {points.Max(p => p.X):0.##}, {up} from {points.Min(p => p.Y):0.##} to {points.Max(p => p.Y):0.##}."), Height);
        foreach (double tick in x.Ticks)
        {
            picture.Line(x.At(tick), Top, x.At(tick), Height - Bottom);
            picture.Text(x.At(tick), Height - Bottom + 16, x.Label(tick), "s m");
        }
        foreach (double tick in y.Ticks)
        {
            picture.Line(Left, y.At(tick), Picture.Width - Right, y.At(tick));
            picture.Text(Left - 6, y.At(tick) + 4, y.Label(tick), "s e");
        }
        picture.Text(0, 34, up, "s");
        picture.Text(Picture.Width - Right, Height - 8, across, "s e");
        picture.Curve([.. points.Select(p => (x.At(p.X), y.At(p.Y)))], "l");
        foreach ((double px, double py) in points)
            picture.Dot(x.At(px), y.At(py), "a", string.Create(CultureInfo.InvariantCulture, $"{across} {px:0.###}, {up} {py:0.###}"));
        return picture.End();
    }
}
