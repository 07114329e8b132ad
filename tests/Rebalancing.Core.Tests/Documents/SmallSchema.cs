using System.Text.Json;
using System.Text.Json.Nodes;

namespace Rebalancing.Core.Tests;

/// <summary>The words of JSON Schema that our schemas use, applied to a document. Written apart from the library, as a judge.</summary>
internal static class SmallSchema
{
    private static readonly string[] Known = ["$schema", "$defs", "title", "description", "format", "type", "enum", "const", "anyOf", "allOf", "$ref", "items", "properties", "required", "additionalProperties"];

    /// <summary>The first thing wrong, or null.</summary>
    public static string? Problem(JsonNode root, JsonNode? value) => Problem(root, root, value, "$");

    private static string? Problem(JsonNode root, JsonNode schema, JsonNode? value, string at)
    {
        foreach ((string word, JsonNode? argument) in schema.AsObject())
        {
            if (!Known.Contains(word)) return $"the schema uses '{word}', which this judge does not know";
            string? problem = word switch
            {
                "type" => argument is JsonArray many ? (many.Any(t => Is((string)t!, value)) ? null : $"{at} is not of {many.ToJsonString()}") : Is((string)argument!, value) ? null : $"{at} is not {argument}",
                "enum" => argument!.AsArray().Any(v => JsonNode.DeepEquals(v, value)) ? null : $"{at} is not one of {argument.ToJsonString()}",
                "const" => JsonNode.DeepEquals(argument, value) ? null : $"{at} is not {argument}",
                "anyOf" => argument!.AsArray().Any(s => Problem(root, s!, value, at) is null) ? null : $"{at} fits none of its forms",
                "allOf" => argument!.AsArray().Select(s => Problem(root, s!, value, at)).FirstOrDefault(p => p is not null),
                "$ref" => Problem(root, root["$defs"]![((string)argument!)["#/$defs/".Length..]]!, value, at),
                "items" when value is JsonArray list => list.Select((item, i) => Problem(root, argument!, item, $"{at}[{i}]")).FirstOrDefault(p => p is not null),
                "required" when value is JsonObject o => argument!.AsArray().Select(n => (string)n!).Where(n => !o.ContainsKey(n)).Select(n => $"{at} lacks {n}").FirstOrDefault(),
                "properties" when value is JsonObject o => argument!.AsObject().Where(p => o.ContainsKey(p.Key)).Select(p => Problem(root, p.Value!, o[p.Key], $"{at}.{p.Key}")).FirstOrDefault(p => p is not null),
                "additionalProperties" when value is JsonObject o => Additional(root, schema, argument!, o, at),
                _ => null,
            };
            if (problem is not null) return problem;
        }
        return null;
    }

    private static string? Additional(JsonNode root, JsonNode schema, JsonNode argument, JsonObject value, string at)
    {
        var declared = schema["properties"]?.AsObject();
        foreach ((string name, JsonNode? item) in value)
        {
            if (declared?.ContainsKey(name) == true) continue;
            if (argument.GetValueKind() == JsonValueKind.False) return $"{at}.{name} is not declared";
            if (Problem(root, argument, item, $"{at}.{name}") is { } problem) return problem;
        }
        return null;
    }

    private static bool Is(string type, JsonNode? value) => type switch
    {
        "null" => value is null,
        "object" => value is JsonObject,
        "array" => value is JsonArray,
        "string" => value?.GetValueKind() == JsonValueKind.String,
        "boolean" => value?.GetValueKind() is JsonValueKind.True or JsonValueKind.False,
        "number" => value?.GetValueKind() == JsonValueKind.Number,
        "integer" => value?.GetValueKind() == JsonValueKind.Number && double.IsInteger(value.GetValue<double>()),
        _ => false,
    };
}
