namespace Rebalancing.PublicApi.Tests;

/// <summary>Type names as C# writes them, without the usual system namespaces.</summary>
internal static class TypeNames
{
    private static readonly Dictionary<Type, string> Words = new()
    {
        [typeof(void)] = "void", [typeof(bool)] = "bool", [typeof(int)] = "int", [typeof(long)] = "long", [typeof(double)] = "double", [typeof(float)] = "float",
        [typeof(decimal)] = "decimal", [typeof(string)] = "string", [typeof(object)] = "object", [typeof(byte)] = "byte", [typeof(char)] = "char",
        [typeof(uint)] = "uint", [typeof(ulong)] = "ulong", [typeof(short)] = "short", [typeof(ushort)] = "ushort", [typeof(sbyte)] = "sbyte",
    };

    public static string Of(Type type)
    {
        if (type.IsByRef) return Of(type.GetElementType()!);
        if (type.IsArray) return $"{Of(type.GetElementType()!)}[{new string(',', type.GetArrayRank() - 1)}]";
        if (type.IsPointer) return Of(type.GetElementType()!) + "*";
        if (type.IsGenericParameter) return type.Name;
        if (Nullable.GetUnderlyingType(type) is { } value) return Of(value) + "?";
        if (Words.TryGetValue(type, out var word)) return word;
        var name = type.Name.Split('`')[0];
        var arguments = type.GetGenericArguments();
        var inherited = 0;
        var prefix = "";
        if (type.DeclaringType is { } outer)
        {
            inherited = outer.GetGenericArguments().Length;
            prefix = Of(outer.IsGenericTypeDefinition && !type.IsGenericTypeDefinition ? outer.MakeGenericType(arguments[..inherited]) : outer) + ".";
        }
        else if (type.Namespace is { } space && !space.StartsWith("System", StringComparison.Ordinal)) prefix = space + ".";
        var own = arguments[inherited..];
        return prefix + name + (own.Length == 0 ? "" : $"<{string.Join(", ", own.Select(Of))}>");
    }
}
