namespace Rebalancing.Rendering;

/// <summary>The frame of an SVG picture: size, style for light, dark and print, title and text alternative. Self-contained, without scripts.</summary>
internal sealed class Picture
{
    /// <summary>Widths are in picture units; the picture grows with its column up to 480 of them, so that its text is readable on a telephone and not loud on a screen.</summary>
    public const double Width = 400;

    private const string Style = """
        <style>
        .rb{font:12px system-ui,sans-serif;--ink:#1b1f24;--soft:#57606a;--line:#d0d7de;--a:#0a5fb4;--b:#b35900;--c:#57606a;--band:#dbe9f9;max-width:480px;width:100%;height:auto}
        @media (prefers-color-scheme:dark){.rb{--ink:#e6edf3;--soft:#9da7b1;--line:#3d444d;--a:#6cb6ff;--b:#f0a35e;--c:#9da7b1;--band:#1c3350}}
        @media print{.rb{--ink:#000;--soft:#333;--line:#bbb;--a:#0a5fb4;--b:#b35900;--c:#666;--band:#e4ecf5}}
        .rb text{fill:var(--ink)}.rb .s{fill:var(--soft)}.rb .g{stroke:var(--line);fill:none}.rb .z{stroke:var(--soft);fill:none}
        .rb .a{fill:var(--a)}.rb .b{fill:var(--b)}.rb .c{fill:var(--c)}.rb .band{fill:var(--band);stroke:var(--a)}.rb .l{stroke:var(--a);fill:none;stroke-width:2}
        .rb .t{font-weight:600;font-size:13px}.rb .e{text-anchor:end}.rb .m{text-anchor:middle}
        </style>
        """;

    private const double LargestLabel = 165, LetterWidth = 6.6;

    private const int MostLetters = 22;

    private readonly MarkupText _markup = new();

    public Picture(string title, string alternative, double height)
    {
        _markup.Raw("<svg class=\"rb\" xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" viewBox=\"0 0 ").Number(Width).Raw(" ").Number(height)
            .Raw("\" aria-label=\"").Text(title + ". " + alternative).Raw("\">\n").Element("title", title).Element("desc", alternative).Raw(Style).Raw("\n");
        Text(0, 15, title, "t");
    }

    /// <summary>Room for the names of rows, to the left of the plot: as much as the longest needs.</summary>
    public static double LabelWidth(IEnumerable<string> names) => Math.Min(LargestLabel, 14 + (LetterWidth * names.Select(name => name.Length).DefaultIfEmpty(0).Max()));

    /// <summary>A name that fits into the largest room for names.</summary>
    public static string Short(string name) => name.Length <= MostLetters ? name : name[..(MostLetters - 2)] + "\u2026";

    /// <summary>A line of text.</summary>
    /// <param name="x">Left end, middle or right end, as the class says.</param>
    /// <param name="y">Base line.</param>
    /// <param name="text">What it says.</param>
    /// <param name="kind">Classes of the style.</param>
    public void Text(double x, double y, string text, string kind = "") =>
        _markup.Raw("<text x=\"").Number(x).Raw("\" y=\"").Number(y).Raw($"\" class=\"{kind}\">").Text(text).Raw("</text>\n");

    public void Line(double x1, double y1, double x2, double y2, string kind = "g") =>
        _markup.Raw("<path d=\"M").Number(x1).Raw(" ").Number(y1).Raw("L").Number(x2).Raw(" ").Number(y2).Raw($"\" class=\"{kind}\"/>\n");

    public void Curve(IReadOnlyList<(double X, double Y)> points, string kind)
    {
        _markup.Raw("<path d=\"");
        for (int i = 0; i < points.Count; i++) _markup.Raw(i == 0 ? "M" : "L").Number(points[i].X).Raw(" ").Number(points[i].Y);
        _markup.Raw($"\" class=\"{kind}\"/>\n");
    }

    public void Bar(double x1, double x2, double y, double height, string kind, string says) =>
        _markup.Raw("<rect x=\"").Number(Math.Min(x1, x2)).Raw("\" y=\"").Number(y).Raw("\" width=\"").Number(Math.Max(0.5, Math.Abs(x2 - x1))).Raw("\" height=\"").Number(height)
            .Raw($"\" class=\"{kind}\">").Element("title", says).Raw("</rect>\n");

    public void Dot(double x, double y, string kind, string says) =>
        _markup.Raw("<circle cx=\"").Number(x).Raw("\" cy=\"").Number(y).Raw($"\" r=\"4\" class=\"{kind}\">").Element("title", says).Raw("</circle>\n");

    public string End() => _markup.Raw("</svg>\n").ToString();
}
