namespace Rebalancing.Architecture.Tests;

public class RoomTests
{
    [Test]
    public void TermsAndLimits_OfTheLibrary_KeepToTheirRooms()
    {
        SourceTree.AssertNone(RoomRule.Violations([.. SourceTree.Source]));
    }

    [TestCase("using Rebalancing.Planning;\nclass Spread : Term { }", "has a using of Rebalancing.Planning")]
    [TestCase("class Spread : Term { Plan Last() => null!; }", "uses Plan of Planning")]
    [TestCase("class Spread : Term { object o = new Variance(); }", "uses Variance (src/Rebalancing.Core/Terms/Variance.cs)")]
    [TestCase("class Spread : Term { Cap limit; }", "uses Cap (src/Rebalancing.Core/Limits/Cap.cs)")]
    [TestCase("class Spread : Term { TaxLot lot; }", "uses TaxLot of Accounts")]
    [TestCase("class Spread : Term { IpmSolver s; }", "uses IpmSolver of Rebalancing.Solvers/InteriorPoint")]
    public void Violations_ATermThatLooksAtAForbiddenRoom_AreSaid(string code, string sentence)
    {
        Assert.That(RoomRule.Violations(House(code)).ToArray(), Has.Length.EqualTo(1).And.Some.Contains(sentence).And.Some.Contains("move what both need"));
    }

    [TestCase("class Spread : Term { void Lower(AccountView view, ProgramWriter writer) { writer.Image(new DenseMap()); } }")]
    [TestCase("class Spread : Term { double Plan { get; } double Half() => Plan / 2; } // like Variance")]
    [TestCase("class Spread(double x) : Restriction(x), IFoo { Tier tier; }")]
    [TestCase("class Spread : Term { string s = \"Variance\"; Spread Other() => new Spread(); }")]
    public void Violations_ATermThatKeepsToItsRooms_AreNone(string code)
    {
        Assert.That(RoomRule.Violations(House(code)), Is.Empty);
    }

    [Test]
    public void Violations_ATermBehindAnAbstractBase_IsATermToo()
    {
        SourceFile[] house = [.. House("class Spread : Term { Ban other; }"), new("src/Rebalancing.Core/Terms/Ban.cs", "sealed record Ban(double X) : Restriction(X);")];
        Assert.That(RoomRule.Violations(house).ToArray(), Has.Length.EqualTo(1).And.Some.Contains("uses Ban"));
    }

    [Test]
    public void DeclaredTypes_OfAFile_AreTheOuterOnes()
    {
        var file = new SourceFile("src/Rebalancing.Core/Models/X.cs", "namespace R;\npublic sealed record X(int A);\ninternal readonly record struct Y { class Z; }\npublic delegate void D();");
        Assert.That(file.DeclaredTypes().Select(t => (t.Name, t.IsPublic)), Is.EqualTo(new[] { ("X", true), ("Y", false), ("D", true) }));
        Assert.That(file.Room, Is.EqualTo("Models"));
    }

    private static SourceFile[] House(string spread) =>
    [
        new("src/Rebalancing.Core/Terms/Spread.cs", spread),
        new("src/Rebalancing.Core/Terms/Variance.cs", "class Variance : Term { }"),
        new("src/Rebalancing.Core/Terms/Tier.cs", "readonly record struct Tier(double Price) : IEquatable<Tier>;"),
        new("src/Rebalancing.Core/Terms/Restriction.cs", "abstract class Restriction : Term { }"),
        new("src/Rebalancing.Core/Limits/Cap.cs", "class Cap : Limit { }"),
        new("src/Rebalancing.Core/Limits/Limits.cs", "static class Limits { static Cap Cap() => new Cap(); }"),
        new("src/Rebalancing.Core/Mandates/Term.cs", "abstract class Term { }"),
        new("src/Rebalancing.Core/Lowering/ProgramWriter.cs", "abstract class ProgramWriter { }"),
        new("src/Rebalancing.Core/Planning/Plan.cs", "class Plan { }"),
        new("src/Rebalancing.Core/Accounts/TaxLot.cs", "class TaxLot { }"),
        new("src/Rebalancing.Core/Accounts/AccountView.cs", "class AccountView { }"),
        new("src/Rebalancing.Solvers/Programs/DenseMap.cs", "class DenseMap { }"),
        new("src/Rebalancing.Solvers/InteriorPoint/IpmSolver.cs", "class IpmSolver { }"),
    ];
}
