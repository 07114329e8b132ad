namespace Rebalancing.Documents;

/// <summary>Fields that stand in an object beside those of its form, such as the weight of a term in an objective.</summary>
internal sealed class ExtraFields(params ReadOnlySpan<string> names)
{
    private readonly string[] _names = names.ToArray();
    private readonly double?[] _values = new double?[names.Length];

    public double? this[string name] => _values[Array.IndexOf(_names, name)];

    /// <summary>Reads the value when the name is one of these; the cursor then stands on it.</summary>
    public bool TryRead(DocumentReader reader, string name)
    {
        int index = Array.IndexOf(_names, name);
        if (index < 0) return false;
        if (_values[index] is not null) throw reader.Fail($"'{name}' stands here twice");
        reader.Next();
        _values[index] = reader.Number("a number");
        return true;
    }
}
