using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.Scripting;
using Microsoft.DotNet.Interactive.Formatting;

namespace Rebalancing.Docs.Tests;

/// <summary>Runs the C# cells of a notebook one after the other in one state, and shows the value of a last expression with the formatters of .NET Interactive itself.</summary>
internal sealed partial class NotebookRunner
{
    /// <summary>The usings that notebooks have without saying so.</summary>
    private static readonly ScriptOptions Options = ScriptOptions.Default
        .AddReferences(Scripts.References)
        .AddImports("System", "System.IO", "System.Linq", "System.Text", "System.Collections.Generic", "System.Threading.Tasks")
        .WithLanguageVersion(Microsoft.CodeAnalysis.CSharp.LanguageVersion.CSharp14);

    private ScriptState<object>? _state;

    /// <summary>Runs one cell.</summary>
    /// <returns>What it printed, and its last value by kind of content; empty when it has none.</returns>
    public async Task<(string Printed, IReadOnlyDictionary<string, string> Shown)> Run(string source)
    {
        // the library under test stands in for its package
        string code = PackageReference().Replace(source, "");
        TextWriter before = Console.Out;
        using var printed = new StringWriter { NewLine = "\n" };
        Console.SetOut(printed);
        try
        {
            _state = _state is null ? await CSharpScript.RunAsync(code, Options) : await _state.ContinueWithAsync(code);
        }
        finally
        {
            Console.SetOut(before);
        }
        return (printed.ToString(), _state.ReturnValue is { } value ? Show(value) : new Dictionary<string, string>());
    }

    private static Dictionary<string, string> Show(object value) =>
        Formatter.GetPreferredMimeTypesFor(value.GetType()).ToDictionary(kind => kind, kind => value.ToDisplayString(kind).ReplaceLineEndings("\n"));

    [GeneratedRegex("""^#r "nuget: ?Rebalancing\.Core[^"]*"$""", RegexOptions.Multiline)]
    private static partial Regex PackageReference();
}
