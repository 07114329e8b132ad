using System.Text.Json;

namespace Rebalancing.Documents;

/// <summary>One number an asset: a list in universe order, an object by symbol, one number for all, or a file beside the document.</summary>
internal sealed class AssetValuesKind(DocumentKind<double> number) : DocumentKind<AssetValues>
{
    internal override AssetValues Read(DocumentReader reader)
    {
        Universe universe = reader.RequireUniverse();
        switch (reader.Token)
        {
            case JsonTokenType.Number:
                var same = new double[universe.Count];
                Array.Fill(same, number.Read(reader));
                return universe.Values(same);
            case JsonTokenType.StartObject:
                return BySymbol(reader, universe);
            case JsonTokenType.StartArray:
                return InOrder(reader, universe);
            default:
                throw reader.Fail($"expected one number an asset (a list, an object by symbol, or one number for all), found {reader.Found()}");
        }
    }

    internal override void Write(DocumentWriter writer, AssetValues value)
    {
        if (writer.IsApart(value.Count) && value.All(double.IsFinite))
        {
            NumbersKind.Shared.Write(writer, value.Span.ToArray());
            return;
        }
        writer.Json.WriteStartArray();
        foreach (double item in value) number.Write(writer, item);
        writer.Json.WriteEndArray();
    }

    internal override void Describe(SchemaWriter schema) => schema.AnyOf(
        s => s.ListOf(number.Describe), s => s.ByName(number.Describe), s => s.Type("number"), NumbersKind.Shared.Describe);

    private AssetValues InOrder(DocumentReader reader, Universe universe)
    {
        var values = new double[universe.Count];
        int count = 0;
        for (reader.Next(); reader.Token != JsonTokenType.EndArray; reader.Next(), count++)
        {
            if (count == values.Length) throw reader.Fail($"more numbers than the {values.Length} assets of the universe");
            if (reader.Token is JsonTokenType.Number or JsonTokenType.Null) values[count] = number.Read(reader);
            else
            {
                reader.Enter(count);
                throw reader.Fail($"expected the number of '{universe[count].Symbol}', found {reader.Found()}");
            }
        }
        return count == values.Length ? universe.Values(values) : throw reader.Fail($"{count} numbers for {values.Length} assets; '{universe[count].Symbol}' has none");
    }

    private AssetValues BySymbol(DocumentReader reader, Universe universe)
    {
        reader.Next();
        // A file beside the document and an object by symbol both begin with a brace; a universe with an asset called 'file' writes lists.
        if (reader.Token == JsonTokenType.PropertyName && reader.PropertyName() == "file" && !universe.TryIndexOf("file", out _)) return FromFile(reader, universe);
        var values = new double[universe.Count];
        var given = new bool[universe.Count];
        int count = 0;
        for (; reader.Token != JsonTokenType.EndObject; reader.Next(), count++)
        {
            string symbol = reader.PropertyName();
            reader.Enter(symbol);
            if (!universe.TryIndexOf(symbol, out int index)) throw reader.Fail($"'{symbol}' is not in the universe of {universe.Count} assets");
            if (given[index]) throw reader.Fail($"'{symbol}' stands here twice");
            reader.Next();
            values[index] = number.Read(reader);
            given[index] = true;
            reader.Leave();
        }
        return count == values.Length ? universe.Values(values) : throw reader.Fail($"{count} numbers for {values.Length} assets; '{universe[Array.IndexOf(given, false)].Symbol}' has none");
    }

    private static AssetValues FromFile(DocumentReader reader, Universe universe)
    {
        double[] values = NumbersKind.ReadApartFromFirstField(reader);
        return values.Length == universe.Count ? universe.Values(values) : throw reader.Fail($"{values.Length} numbers for {universe.Count} assets");
    }
}
