using System.Text.Json;

namespace Rebalancing.Documents;

/// <summary>The assets of a document. What follows may speak of them.</summary>
internal sealed class UniverseKind : DocumentKind<Universe>
{
    private static readonly DocumentKind<IReadOnlyList<Asset>> Assets = new ListKind<Asset>(new FormKind<Asset>(PartForms.Asset));

    internal override Universe Read(DocumentReader reader)
    {
        long line = reader.Line;
        IReadOnlyList<Asset> assets = Assets.Read(reader);
        return reader.Universe = reader.Make(line, () => Universe.Of(assets));
    }

    internal override void Write(DocumentWriter writer, Universe value) => Assets.Write(writer, value.Assets);

    internal override void Describe(SchemaWriter schema) => Assets.Describe(schema);
}

/// <summary>The groupings of a document by name: the group of each asset; assets left out are in none.</summary>
internal sealed class GroupingsKind : DocumentKind<SharedParts?>
{
    internal override SharedParts Read(DocumentReader reader)
    {
        Universe universe = reader.RequireUniverse();
        IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> groupings = All.Read(reader);
        foreach ((string name, IReadOnlyDictionary<string, string> groupOf) in groupings)
        {
            foreach (string symbol in groupOf.Keys)
                if (!universe.TryIndexOf(symbol, out _)) throw reader.Fail($"'{symbol}' in grouping '{name}' is not in the universe of {universe.Count} assets");
            if (groupOf.Count == 0) throw reader.Fail($"grouping '{name}' has no asset; a grouping needs at least one");
            reader.Shared.Groupings.TryAdd(name, reader.Make(reader.Line, () => Grouping.Of(name, universe, asset => groupOf.GetValueOrDefault(asset.Symbol))));
        }
        return reader.Shared;
    }

    internal override void Write(DocumentWriter writer, SharedParts? value) => All.Write(writer, writer.Shared.Groupings.All.ToDictionary(
        pair => pair.Name, pair => (IReadOnlyDictionary<string, string>)GroupOf(pair.Part)));

    internal override void Describe(SchemaWriter schema) => All.Describe(schema);

    private static DocumentKind<IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>>> All { get; } =
        new ByNameKind<IReadOnlyDictionary<string, string>>(new ByNameKind<string>(new TextKind()));

    private static Dictionary<string, string> GroupOf(Grouping grouping)
    {
        var groupOf = new Dictionary<string, string>(StringComparer.Ordinal);
        for (int i = 0; i < grouping.Universe.Count; i++)
            if (grouping.Of(i) >= 0) groupOf.Add(grouping.Universe[i].Symbol, grouping.Names[grouping.Of(i)]);
        return groupOf;
    }
}

/// <summary>Models of a document by name: they stand once and are referred to.</summary>
/// <param name="parts">Where they are kept.</param>
/// <param name="kind">How one of them stands.</param>
internal sealed class NamedPartsKind<T>(Func<SharedParts, NamedParts<T>> parts, DocumentKind<T> kind) : DocumentKind<SharedParts?> where T : class
{
    internal override SharedParts Read(DocumentReader reader)
    {
        reader.RequireUniverse();
        reader.Expect(JsonTokenType.StartObject, "an object of models by name");
        for (reader.Next(); reader.Token != JsonTokenType.EndObject; reader.Next())
        {
            string name = reader.PropertyName();
            reader.Enter(name);
            reader.Next();
            if (!parts(reader.Shared).TryAdd(name, kind.Read(reader))) throw reader.Fail($"'{name}' stands here twice");
            reader.Leave();
        }
        return reader.Shared;
    }

    internal override void Write(DocumentWriter writer, SharedParts? value)
    {
        writer.Json.WriteStartObject();
        foreach ((string name, T model) in parts(writer.Shared).All)
        {
            writer.Json.WritePropertyName(name);
            kind.Write(writer, model);
        }
        writer.Json.WriteEndObject();
    }

    internal override void Describe(SchemaWriter schema) => schema.ByName(kind.Describe);
}

/// <summary>The version of the form of documents; anything else is refused before the rest is read.</summary>
internal sealed class VersionKind(int version) : DocumentKind<int>
{
    internal override int Read(DocumentReader reader)
    {
        int found = reader.Integer($"the version of the document, {version}");
        return found == version ? found : throw reader.Fail($"this document has version {found}; this library reads version {version}");
    }

    internal override void Write(DocumentWriter writer, int value) => writer.Json.WriteNumberValue(value);

    internal override void Describe(SchemaWriter schema) => schema.Constant(version);
}
