using System.Reflection;
using System.Runtime.CompilerServices;
using System.Xml.Linq;

namespace Rebalancing.Architecture.Tests;

public class PublicTypeTests
{
    private static readonly Assembly[] Rooms = [Assembly.Load("Rebalancing.Numerics"), Assembly.Load("Rebalancing.Solvers"), Assembly.Load("Rebalancing.Core")];

    private static IEnumerable<Type> Exported => Rooms.SelectMany(a => a.GetExportedTypes());

    [Test]
    public void Numerics_HasNoPublicType()
    {
        SourceTree.AssertNone(Rooms[0].GetExportedTypes().Select(t => $"{t.FullName} is public, but Rebalancing.Numerics is wholly internal: make it internal; Solvers and Core see it anyway."));
    }

    [Test]
    public void PublicTypes_All_AreInOneOfTheTwoNamespaces()
    {
        SourceTree.AssertNone(Exported.Where(t => t.Namespace != "Rebalancing" && !(t.Assembly == Rooms[1] && t.Namespace == "Rebalancing.Solvers"))
            .Select(t => $"{t.FullName} is public in namespace {t.Namespace}: what users and authors of terms meet lives in Rebalancing, so that one using is enough; what only the solvers' users meet in Rebalancing.Solvers."));
    }

    [Test]
    public void Namespaces_NamedLikeATypeUsersWrite_DoNotExist()
    {
        SourceTree.AssertNone(Rooms.SelectMany(a => a.GetTypes()).Where(t => t.Namespace is "Rebalancing.Limits" or "Rebalancing.Terms")
            .Select(t => $"{t.FullName}: a namespace {t.Namespace} would hide the type of that name at the call site; use Rebalancing for public and another word for internal types."));
    }

    [Test]
    public void PublicTypes_All_AreSealedStaticAbstractOrReadonly()
    {
        SourceTree.AssertNone(Exported.Where(t => t.IsClass ? !t.IsSealed && !t.IsAbstract : t.IsValueType && !t.IsEnum && !t.IsDefined(typeof(IsReadOnlyAttribute)))
            .Select(t => $"{t.FullName} is {(t.IsClass ? "an open class: make it sealed, static or abstract" : "a mutable struct: make it readonly")}."));
    }

    [Test]
    public void PublicFields_All_AreReadonly()
    {
        SourceTree.AssertNone(Exported.SelectMany(t => t.GetFields(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .Where(f => (f.IsPublic || f.IsFamily || f.IsFamilyOrAssembly) && !f.IsInitOnly && !f.IsLiteral && !f.IsSpecialName)
            .Select(f => $"{f.DeclaringType!.FullName}.{f.Name} is a field that anybody can change: make it a property without a setter, or readonly."));
    }

    // The compiler demands a comment on every public member (CS1591 is an error here); this demands that it says something, and that nobody switched the demand off.
    [Test]
    public void PublicMembers_All_AreDocumented()
    {
        SourceTree.AssertNone(Rooms.SelectMany(a => Documentation(a).Descendants("member"))
            .Where(m => !SaysSomething(m))
            .Select(m => $"{m.Attribute("name")!.Value} has a comment without a summary: say what it is, its unit, range and default."));
        SourceTree.AssertNone(SourceTree.Paths("*").Where(p => p.StartsWith("src/", StringComparison.Ordinal) && Path.GetExtension(p) is ".cs" or ".csproj" or ".props" or ".targets")
            .Where(p => File.ReadAllText(RepositoryFolder.Combine(p)).Contains("CS1591", StringComparison.Ordinal))
            .Select(p => $"{p} switches CS1591 off: document the members instead."));
        SourceTree.AssertNone(Exported.Where(t => Entry(t) is null).Select(t => $"{t.FullName} has no entry in its XML documentation file: write its summary."));
    }

    // Structs here are readonly, static classes hold no state, and an exception belongs to who caught it; every other class says it, or its base class does for all heirs.
    [Test]
    public void PublicClasses_All_SayWhetherThreadsMayShareThem()
    {
        SourceTree.AssertNone(Exported.Where(t => t.IsClass && !(t.IsAbstract && t.IsSealed) && !t.IsSubclassOf(typeof(Exception)) && !t.IsSubclassOf(typeof(Delegate)))
            .Where(t => !Lineage(t).Any(b => Entry(b)?.Value.Contains("thread", StringComparison.OrdinalIgnoreCase) == true))
            .Select(t => $"{t.FullName} does not say whether threads may share it: add it to the type's <remarks> (\"Immutable and thread-safe.\", \"Not thread-safe: one for each worker.\")."));
    }

    private static IEnumerable<Type> Lineage(Type type)
    {
        for (var t = type; t is not null && Rooms.Contains(t.Assembly); t = t.BaseType) yield return t.IsGenericType ? t.GetGenericTypeDefinition() : t;
    }

    private static XElement? Entry(Type type) =>
        Documentation(type.Assembly).Descendants("member").FirstOrDefault(m => m.Attribute("name")!.Value == "T:" + type.FullName!.Replace('+', '.'));

    // a constructor may leave its summary to the type's own and describe its parameters only
    private static bool SaysSomething(XElement member) =>
        member.Element("inheritdoc") is not null
        || member.Element("summary") is { } summary && (summary.HasElements || !string.IsNullOrWhiteSpace(summary.Value))
        || member.Attribute("name")!.Value.Contains(".#ctor", StringComparison.Ordinal) && member.Elements("param").Any(p => !string.IsNullOrWhiteSpace(p.Value));

    private static readonly Dictionary<Assembly, XDocument> Documents = Rooms.ToDictionary(a => a, a => XDocument.Load(Path.ChangeExtension(a.Location, ".xml")));

    private static XDocument Documentation(Assembly assembly) => Documents[assembly];
}
