namespace Rebalancing.Rendering;

/// <summary>
/// Tells notebooks where a type's formatters are. .NET Interactive finds the attribute by its name, whatever its assembly, so that no reference to it is needed.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Interface)]
internal sealed class TypeFormatterSourceAttribute(Type formatterSourceType) : Attribute
{
    /// <summary>A type with a constructor without parameters and a method CreateTypeFormatters.</summary>
    public Type FormatterSourceType { get; } = formatterSourceType;

    /// <summary>What notebooks show first.</summary>
    public string[]? PreferredMimeTypes { get; set; } = ["text/html"];
}
