using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.Scripting;

namespace Rebalancing.Docs.Tests;

/// <summary>Every C# block of the pages compiles as it stands. What a block does not declare is one of <see cref="PageNames"/>.</summary>
public class PageTests
{
    private static readonly ScriptOptions Options = ScriptOptions.Default
        .AddReferences(Scripts.References).AddReferences(typeof(PageNames).Assembly)
        .AddImports("System", "System.IO", "System.Linq", "System.Collections.Generic", "System.Threading", "Rebalancing", "Rebalancing.Solvers", "Rebalancing.Docs.Tests")
        .WithLanguageVersion(LanguageVersion.CSharp14);

    public static IEnumerable<TestCaseData> Blocks => PageBlocks.All().Select(block => new TestCaseData(block.Line, block.Code).SetArgDisplayNames($"{block.Page} ({block.Line})"));

    [TestCaseSource(nameof(Blocks))]
    public void Block_OfAPage_Compiles(int line, string code)
    {
        ImmutableArray<Diagnostic> errors = [.. CSharpScript.Create(code, Options, typeof(PageNames)).GetCompilation().GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error)];
        Assert.That(errors.Select(error => $"line {line + error.Location.GetLineSpan().StartLinePosition.Line}: {error.GetMessage()}"), Is.Empty);
    }

    [Test]
    public void Block_WithAMistake_DoesNotCompile()
    {
        Assert.That(CSharpScript.Create("Limit limit = new MaxWeigth(0.3);", Options, typeof(PageNames)).GetCompilation().GetDiagnostics().Select(d => d.GetMessage()), Has.Some.Contains("MaxWeigth"));
    }
}
