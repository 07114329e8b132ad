using System.Text.Json;

namespace Rebalancing.Documents;

/// <summary>Writes values and gives names to the models and groupings that they refer to.</summary>
internal sealed class DocumentWriter(Utf8JsonWriter json, DocumentOptions options, SharedParts shared, SidecarNames sidecars)
{
    public Utf8JsonWriter Json { get; } = json;

    public DocumentOptions Options { get; } = options;

    public SharedParts Shared { get; } = shared;

    /// <summary>The same document, into another text.</summary>
    public DocumentWriter To(Utf8JsonWriter other) => new(other, Options, Shared, sidecars);

    /// <summary>Whether an array of this length goes to a file of its own.</summary>
    public bool IsApart(int count) => Options.CreateSidecar is not null && count >= Options.SidecarFrom;

    /// <summary>Writes numbers to a file of their own, 64-bit little endian, and returns its name.</summary>
    public string WriteApart(ReadOnlySpan<double> values)
    {
        string name = sidecars.Next();
        using Stream file = Options.CreateSidecar!(name);
        NumberFile.Write(file, values);
        return name;
    }

    public static DocumentException Fail(string problem) => new("", 0, problem);
}
