using System.Text.Json;

namespace Rebalancing.Documents;

/// <summary>
/// The returns of a scenario set: a table like any other, or a file that is left where it is and mapped. A set over a mapped file is written as a reference to the file,
/// whether or not other arrays go to files of their own.
/// </summary>
internal sealed class ScenarioReturnsKind : DocumentKind<ScenarioReturnsKind.Returns>
{
    public static ScenarioReturnsKind Shared { get; } = new();

    internal override Returns Read(DocumentReader reader)
    {
        if (reader.Token != JsonTokenType.StartObject) return new Returns(MatrixKind.Shared.Read(reader), null);
        reader.Next();
        (string name, int count) = NumbersKind.ReferenceFromFirstField(reader);
        if (reader.Options.MapSidecar?.Invoke(name) is not { } file) return new Returns(new NumberTable(NumbersKind.ReadApart(reader, name, count), 0), null);
        return file.Numbers == count ? new Returns(null, file) : throw reader.Fail($"'{name}' holds {file.Numbers} numbers; {count} were promised");
    }

    internal override void Write(DocumentWriter writer, Returns value)
    {
        if (value.Reference is { } reference) NumbersKind.WriteReference(writer, reference.Name, reference.Count);
        else MatrixKind.Shared.Write(writer, value.Table!);
    }

    internal override void Describe(SchemaWriter schema) => MatrixKind.Shared.Describe(schema);

    /// <summary>What the field holds: a table, a file that was mapped, or the reference to one that is written.</summary>
    /// <param name="Table">Numbers in memory; null where they are in a mapped file.</param>
    /// <param name="File">The mapped file that was read; null otherwise.</param>
    internal sealed record Returns(NumberTable? Table, ScenarioFile? File)
    {
        /// <summary>The mapped file of a set that is written, by name and count of numbers.</summary>
        public (string Name, int Count)? Reference { get; init; }

        public static Returns? Of(ScenarioSet set) => set.Loadings is not null ? null
            : set.File is { } file ? new Returns(null, null) { Reference = (file, set.Count * set.Assets) }
            : new Returns(ScenarioForms.Rows(set.Map), null);
    }
}
