using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Rebalancing.PublicApi.Tests;

/// <summary>
/// The public surface of some assemblies as text: one line a type or member, sorted, each complete in itself, so that
/// two branches that add members merge without help.
/// </summary>
internal static class PublicSurface
{
    private static readonly NullabilityInfoContext Nullability = new();

    public static IReadOnlyList<string> Of(params Assembly[] assemblies) =>
        [.. assemblies.SelectMany(a => a.GetExportedTypes()).SelectMany(Lines).Distinct().Order(StringComparer.Ordinal)];

    private static IEnumerable<string> Lines(Type type)
    {
        var name = TypeNames.Of(type);
        yield return $"{name} : {Kind(type)}{Bases(type)}";
        if (type.IsSubclassOf(typeof(Delegate)))
        {
            yield return $"{name} delegate {Signature(type.GetMethod("Invoke")!)}";
            yield break;
        }
        foreach (var member in type.GetMembers(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
        {
            if (Line(type, member) is { } line) yield return $"{name}.{line}";
        }
    }

    private static string? Line(Type type, MemberInfo member) => member switch
    {
        FieldInfo f when IsVisible(f.Attributes) && !f.IsSpecialName => f.IsLiteral
            ? $"{f.Name} = {Convert.ToString(f.GetRawConstantValue(), CultureInfo.InvariantCulture)}{(type.IsEnum ? "" : $" : const {TypeNames.Of(f.FieldType)}")}"
            : $"{f.Name} : {(f.IsStatic ? "static " : "")}{(f.IsInitOnly ? "readonly " : "")}{TypeNames.Of(f.FieldType)}",
        PropertyInfo p when Accessors(p) is { Length: > 0 } accessors => $"{PropertyName(p)} {{ {string.Join(" ", accessors)} }} : {Modifiers((p.GetMethod ?? p.SetMethod)!)}{TypeNames.Of(p.PropertyType)}{MayBeNull(Nullability.Create(p))}",
        EventInfo e when IsVisible(e.AddMethod!.Attributes) => $"{e.Name} : event {TypeNames.Of(e.EventHandlerType!)}",
        ConstructorInfo c when IsVisible(c.Attributes) => $"new{Parameters(c)}",
        MethodInfo m when IsVisible(m.Attributes) && !IsAccessor(m) && !m.IsDefined(typeof(CompilerGeneratedAttribute)) => Signature(m),
        _ => null,
    };

    private static string Signature(MethodInfo m)
    {
        var generics = m.IsGenericMethodDefinition ? $"<{string.Join(", ", m.GetGenericArguments().Select(a => a.Name))}>" : "";
        return $"{m.Name}{generics}{Parameters(m)} : {Modifiers(m)}{TypeNames.Of(m.ReturnType)}{MayBeNull(Nullability.Create(m.ReturnParameter))}";
    }

    private static string Parameters(MethodBase m) => $"({string.Join(", ", m.GetParameters().Select(Parameter))})";

    private static string Parameter(ParameterInfo p)
    {
        var prefix = p.IsDefined(typeof(ParamArrayAttribute)) || p.IsDefined(typeof(ParamCollectionAttribute)) ? "params " : p.IsOut ? "out " : p.IsIn ? "in " : p.ParameterType.IsByRef ? "ref " : "";
        var value = p.HasDefaultValue ? p.RawDefaultValue is { } v ? Convert.ToString(v, CultureInfo.InvariantCulture) : p.ParameterType.IsValueType ? "default" : "null" : null;
        return $"{prefix}{TypeNames.Of(p.ParameterType)}{MayBeNull(Nullability.Create(p))} {p.Name}{(value is null ? "" : " = " + value)}";
    }

    // int? says so in its own name; string? says so here
    private static string MayBeNull(NullabilityInfo info)
    {
        var type = info.Type.IsByRef ? info.Type.GetElementType()! : info.Type;
        return info.ReadState == NullabilityState.Nullable && !type.IsValueType && !type.IsGenericParameter ? "?" : "";
    }

    private static string[] Accessors(PropertyInfo p) =>
        [.. new[] { (p.GetMethod, "get;"), (p.SetMethod, IsInit(p) ? "init;" : "set;") }
            .Where(a => a.Item1 is not null && IsVisible(a.Item1.Attributes)).Select(a => a.Item2)
            .Concat(p.IsDefined(typeof(RequiredMemberAttribute)) ? ["required;"] : [])];

    private static bool IsInit(PropertyInfo p) =>
        p.SetMethod?.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) == true;

    private static string PropertyName(PropertyInfo p) =>
        p.GetIndexParameters() is { Length: > 0 } index ? $"this[{string.Join(", ", index.Select(Parameter))}]" : p.Name;

    private static string Modifiers(MethodBase m) =>
        (m.IsFamily || m.IsFamilyOrAssembly ? "protected " : "") + (m.IsStatic ? "static " : "") +
        (m.IsAbstract ? "abstract " : m is MethodInfo { IsVirtual: true, IsFinal: false } i ? i.GetBaseDefinition() != i ? "override " : "virtual " : "");

    private static bool IsAccessor(MethodInfo m) =>
        m.IsSpecialName && (m.Name.StartsWith("get_", StringComparison.Ordinal) || m.Name.StartsWith("set_", StringComparison.Ordinal)
            || m.Name.StartsWith("add_", StringComparison.Ordinal) || m.Name.StartsWith("remove_", StringComparison.Ordinal));

    private static bool IsVisible(MethodAttributes a) => IsVisible((int)(a & MethodAttributes.MemberAccessMask));

    private static bool IsVisible(FieldAttributes a) => IsVisible((int)(a & FieldAttributes.FieldAccessMask));

    // public, protected, protected internal
    private static bool IsVisible(int access) => access is 6 or 4 or 5;

    private static string Kind(Type t) =>
        t.IsEnum ? "enum" : t.IsInterface ? "interface" : t.IsSubclassOf(typeof(Delegate)) ? "delegate"
        : t.IsValueType ? (t.IsDefined(typeof(IsReadOnlyAttribute)) ? "readonly " : "") + (t.IsByRefLike ? "ref " : "") + "struct"
        : (t.IsAbstract && t.IsSealed ? "static " : t.IsAbstract ? "abstract " : t.IsSealed ? "sealed " : "") + "class";

    private static string Bases(Type t)
    {
        if (t.IsEnum || t.IsSubclassOf(typeof(Delegate))) return "";
        var inherited = t.BaseType?.GetInterfaces() ?? [];
        var bases = t.GetInterfaces().Where(i => i.IsVisible && !inherited.Contains(i)).Select(TypeNames.Of).Order(StringComparer.Ordinal);
        return string.Concat((t.BaseType is { } b && b != typeof(object) && b != typeof(ValueType) ? [TypeNames.Of(b)] : Array.Empty<string>()).Concat(bases).Select(n => ", " + n));
    }
}
