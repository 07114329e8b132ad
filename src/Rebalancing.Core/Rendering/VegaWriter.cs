using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Rebalancing.Rendering;

/// <summary>The same pictures as Vega-Lite specifications, version 5, with the data in them.</summary>
internal static class VegaWriter
{
    /// <summary>The chart as a specification.</summary>
    /// <param name="title">What is shown, with its unit.</param>
    /// <param name="series">Names of the series.</param>
    /// <param name="rows">Name and one value a series.</param>
    public static string Bars(string title, IReadOnlyList<string> series, IReadOnlyList<(string Name, double[] Values)> rows) => Write(title, "bar", json =>
    {
        foreach ((string name, double[] values) in rows)
        {
            for (int s = 0; s < series.Count; s++)
            {
                if (!double.IsFinite(values[s])) continue;
                json.WriteStartObject();
                json.WriteString("row", name);
                json.WriteString("series", series[s]);
                json.WriteNumber("value", values[s]);
                json.WriteEndObject();
            }
        }
    }, json =>
    {
        Channel(json, "y", "row", "nominal", null);
        Channel(json, "x", "value", "quantitative", title);
        Channel(json, "yOffset", "series", "nominal", null);
        Channel(json, "color", "series", "nominal", null);
    });

    /// <summary>The chart as a specification.</summary>
    /// <param name="title">What is shown.</param>
    /// <param name="across">What the horizontal scale is, with its unit.</param>
    /// <param name="up">What the vertical scale is, with its unit.</param>
    /// <param name="points">In the order of the curve.</param>
    public static string Curve(string title, string across, string up, IReadOnlyList<(double X, double Y)> points) => Write(title, "line", json =>
    {
        for (int i = 0; i < points.Count; i++)
        {
            json.WriteStartObject();
            json.WriteNumber("x", points[i].X);
            json.WriteNumber("y", points[i].Y);
            json.WriteNumber("order", i);
            json.WriteEndObject();
        }
    }, json =>
    {
        Channel(json, "x", "x", "quantitative", across);
        Channel(json, "y", "y", "quantitative", up);
        Channel(json, "order", "order", "quantitative", null);
    });

    /// <summary>The chart as a specification.</summary>
    /// <param name="title">What is shown, with its unit.</param>
    /// <param name="rows">Name, low end, high end and what is held.</param>
    public static string Intervals(string title, IReadOnlyList<(string Name, double Low, double High, double At)> rows) => Write(title, "rule", json =>
    {
        foreach ((string name, double low, double high, double at) in rows)
        {
            json.WriteStartObject();
            json.WriteString("row", name);
            if (double.IsFinite(low)) json.WriteNumber("low", low);
            if (double.IsFinite(high)) json.WriteNumber("high", high);
            json.WriteNumber("at", at);
            json.WriteEndObject();
        }
    }, json =>
    {
        Channel(json, "y", "row", "nominal", null);
        Channel(json, "x", "low", "quantitative", title);
        json.WriteStartObject("x2");
        json.WriteString("field", "high");
        json.WriteEndObject();
    });

    private static string Write(string title, string mark, Action<Utf8JsonWriter> data, Action<Utf8JsonWriter> encoding)
    {
        using var stream = new MemoryStream();
        // Vega-Lite is read by scripts inside pages, where the default escaping of markup must stay.
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.Default }))
        {
            json.WriteStartObject();
            json.WriteString("$schema", "https://vega.github.io/schema/vega-lite/v5.json");
            json.WriteString("title", title);
            json.WriteString("width", "container");
            json.WriteStartObject("data");
            json.WriteStartArray("values");
            data(json);
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteStartObject("mark");
            json.WriteString("type", mark);
            if (mark == "line") json.WriteBoolean("point", true);
            json.WriteEndObject();
            json.WriteStartObject("encoding");
            encoding(json);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }

    private static void Channel(Utf8JsonWriter json, string channel, string field, string type, string? title)
    {
        json.WriteStartObject(channel);
        json.WriteString("field", field);
        json.WriteString("type", type);
        if (title is not null) json.WriteString("title", title);
        if (channel is "x" or "y" && type == "quantitative")
        {
            json.WriteStartObject("scale");
            json.WriteBoolean("zero", field == "value");
            json.WriteEndObject();
        }
        if (channel == "y" && type == "nominal") json.WriteNull("sort");
        json.WriteEndObject();
    }
}
