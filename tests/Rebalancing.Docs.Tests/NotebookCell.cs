using System.Text.Json.Nodes;

namespace Rebalancing.Docs.Tests;

/// <summary>One cell of a notebook file.</summary>
/// <param name="Node">The cell in its file; outputs are written there.</param>
internal sealed record NotebookCell(JsonObject Node)
{
    public bool IsCode => (string?)Node["cell_type"] == "code";

    public string Source => Node["source"] is JsonArray lines ? string.Concat(lines.Select(line => (string?)line)) : (string?)Node["source"] ?? "";

    /// <summary>What the cell showed when it was last run, in the order of the outputs.</summary>
    public string Outputs => Node["outputs"]!.ToJsonString();

    public void SetOutputs(int count, string printed, IReadOnlyDictionary<string, string> shown)
    {
        var outputs = new JsonArray();
        if (printed.Length > 0) outputs.Add((JsonNode)new JsonObject { ["output_type"] = "stream", ["name"] = "stdout", ["text"] = Lines(printed) });
        if (shown.Count > 0)
        {
            var data = new JsonObject();
            foreach ((string kind, string text) in shown) data[kind] = Lines(text);
            outputs.Add((JsonNode)new JsonObject { ["output_type"] = "execute_result", ["execution_count"] = count, ["metadata"] = new JsonObject(), ["data"] = data });
        }
        Node["execution_count"] = count;
        Node["outputs"] = outputs;
    }

    private static JsonArray Lines(string text)
    {
        var lines = new JsonArray();
        for (int at = 0; at < text.Length;)
        {
            int end = text.IndexOf('\n', at) is >= 0 and var newline ? newline + 1 : text.Length;
            lines.Add((JsonNode)text[at..end]);
            at = end;
        }
        return lines;
    }
}
