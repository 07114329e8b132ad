using System.Text.Json;

namespace Rebalancing.Testing;

/// <summary>One case of refcases/cases.json: a problem, its inputs, and the numbers that somebody else's code or paper gives for it.</summary>
public sealed class ReferenceCase
{
    private readonly JsonElement json;

    internal ReferenceCase(JsonElement json) => this.json = json;

    /// <summary>The name of the case.</summary>
    public string Id => Word("id");

    /// <summary>The kind of problem, for example "min-variance".</summary>
    public string Family => Word("family");

    /// <summary>Who says so: asserted-by-peer-test, published-table, computed-by-peer-code-here or independent-solver-here.</summary>
    public string Provenance => Word("provenance");

    /// <summary>The problem in the case's own words: objective, budget, lower, upper, ...</summary>
    public JsonElement Problem => json.GetProperty("problem");

    /// <summary>The expected numbers.</summary>
    public JsonElement Expected => json.GetProperty("expected");

    /// <summary>The inputs: file paths, inline arrays and numbers.</summary>
    public JsonElement Inputs => json.GetProperty("inputs");

    /// <summary>The tolerances the case states.</summary>
    public JsonElement Tolerance => json.GetProperty("tolerance");

    /// <summary>Repository, path and licence of the source.</summary>
    public JsonElement Source => json.GetProperty("source");

    /// <summary>Weights by asset from an independent solver, or null. Unique only for strictly convex problems.</summary>
    public IReadOnlyDictionary<string, double>? IndependentWeights =>
        json.TryGetProperty("weights_independent", out var w) && w.ValueKind == JsonValueKind.Object ? NumbersByName(w) : null;

    /// <summary>The expected number of this name, or null when the case has none.</summary>
    public double? ExpectedNumber(string name) =>
        Expected.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null;

    /// <summary>The expected weights by asset, or null when the case has none by name.</summary>
    public IReadOnlyDictionary<string, double>? ExpectedWeights =>
        Expected.TryGetProperty("weights", out var w) && w.ValueKind == JsonValueKind.Object ? NumbersByName(w) : null;

    /// <summary>Whether the inputs name a file under this name.</summary>
    public bool HasFile(string name) =>
        Inputs.TryGetProperty(name, out var path) && path.ValueKind == JsonValueKind.String && path.GetString()!.StartsWith("inputs/", StringComparison.Ordinal);

    /// <summary>The input file of this name, for example "cov", "mu", "returns" or "prices".</summary>
    public LabelledMatrix File(string name) => HasFile(name)
        ? LabelledMatrix.Read(ReferenceFolder.Combine("refcases", Inputs.GetProperty(name).GetString()!))
        : throw new InvalidDataException($"case {Id} has no input file called {name}");

    /// <inheritdoc/>
    public override string ToString() => Id;

    private string Word(string name) => json.GetProperty(name).GetString()!;

    private static Dictionary<string, double> NumbersByName(JsonElement element) =>
        element.EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetDouble());
}
