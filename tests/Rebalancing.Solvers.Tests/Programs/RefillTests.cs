namespace Rebalancing.Solvers.Tests.Programs;

/// <summary>A refill pours the numbers of another account into a recorded program: the result is the program that account would have recorded.</summary>
public class RefillTests
{
    [TestCase(false)]
    [TestCase(true)]
    public void Refill_OtherNumbers_IsTheProgramTheyWouldRecord(bool ragged)
    {
        var words = new EveryWord();
        var refilled = new ProgramBuilder();
        words.With(1).Write(refilled);
        StructuredProgram program = refilled.Build();
        string before = ProgramText.Of(program);
        var recorded = new ProgramBuilder();
        words.With(2, ragged).Write(recorded);

        refilled.BeginRefill();
        words.Write(refilled);
        refilled.EndRefill();

        Assert.That(ProgramText.Of(program), Is.EqualTo(ProgramText.Of(recorded.Build())));
        Assert.That(ProgramText.Of(program), Is.Not.EqualTo(before));
    }

    [Test]
    public void Refill_ThereAndBack_RestoresEveryNumber()
    {
        var words = new EveryWord();
        var builder = new ProgramBuilder();
        words.With(1).Write(builder);
        StructuredProgram program = builder.Build();
        string before = ProgramText.Of(program);

        Refill(builder, words.With(2, ragged: true));
        Refill(builder, words.With(1));

        Assert.That(ProgramText.Of(program), Is.EqualTo(before));
    }

    [Test]
    public void Refill_RaggedLengthsChange_RaisesTheStructureVersion()
    {
        var words = new EveryWord();
        var builder = new ProgramBuilder();
        words.With(1).Write(builder);
        StructuredProgram program = builder.Build();
        int recorded = program.StructureVersion;

        Refill(builder, words.With(2));
        Assert.That(program.StructureVersion, Is.EqualTo(recorded), "only numbers changed");

        Refill(builder, words.With(2, ragged: true));
        Assert.That(program.StructureVersion, Is.GreaterThan(recorded), "lots and breaks changed in number");
    }

    [Test]
    public void Refill_SameShape_AllocatesNothing()
    {
        var words = new EveryWord();
        var builder = new ProgramBuilder();
        words.With(1).Write(builder);
        builder.Build();
        words.With(2);
        for (int warm = 0; warm < 3; warm++) Refill(builder, words);

        Assert.That(Allocation.Least(() => Refill(builder, words)), Is.Zero);
    }

    [Test]
    public void Refill_AnotherWord_NamesTheOwnerAndTheWord()
    {
        ProgramBuilder builder = RecordTwoWords();

        Block x = builder.Variables(2, "x");
        builder.Owner = 7;

        Assert.That(() => builder.Quadratic(x, [1, 1]), Throws.InvalidOperationException.With.Message.Contains("owner 7").And.Message.Contains("Linear").And.Message.Contains("Quadratic"));
    }

    [Test]
    public void Refill_NamedOwner_IsNamed()
    {
        ProgramBuilder builder = RecordTwoWords();
        builder.NameOwners(owner => $"ExpectedReturn (term {owner})");

        Block x = builder.Variables(2, "x");
        builder.Owner = 7;

        Assert.That(() => builder.Bounds(x, [0, 0], [1, 1]), Throws.InvalidOperationException.With.Message.Contains("ExpectedReturn (term 7)").And.Message.Contains("Bounds"));
    }

    [Test]
    public void Refill_BlockOfAnotherLength_NamesBothLengths()
    {
        ProgramBuilder builder = RecordTwoWords();

        Assert.That(() => builder.Variables(3, "x"), Throws.InvalidOperationException.With.Message.Contains("2").And.Message.Contains("3").And.Message.Contains("'x'"));
    }

    [Test]
    public void Refill_OneWordTooMany_Throws()
    {
        ProgramBuilder builder = RecordTwoWords();
        Block x = builder.Variables(2, "x");
        builder.Owner = 7;
        builder.Linear(x, [1, 1]);

        Assert.That(() => builder.Linear(x, [1, 1]), Throws.InvalidOperationException.With.Message.Contains("owner 7").And.Message.Contains("Linear"));
    }

    [Test]
    public void EndRefill_OneWordTooFew_Throws()
    {
        ProgramBuilder builder = RecordTwoWords();
        builder.Variables(2, "x");

        Assert.That(builder.EndRefill, Throws.InvalidOperationException.With.Message.Contains("1 word").And.Message.Contains("2 were recorded"));
    }

    [Test]
    public void Refill_AfterADeviation_CanStartAgain()
    {
        ProgramBuilder builder = RecordTwoWords();
        Block x = builder.Variables(2, "x");
        Assert.That(() => builder.Quadratic(x, [1, 1]), Throws.InvalidOperationException);

        builder.BeginRefill();
        x = builder.Variables(2, "x");
        builder.Owner = 7;
        builder.Linear(x, [3, 4]);
        builder.EndRefill();

        Assert.That(builder.Build().Functions[0].First, Is.EqualTo(new[] { 3.0, 4 }));
    }

    [Test]
    public void Record_AfterBuild_Throws()
    {
        var builder = new ProgramBuilder();
        Block x = builder.Variables(2, "x");
        builder.Build();

        Assert.That(() => builder.Linear(x, [1, 1]), Throws.InvalidOperationException.With.Message.Contains("BeginRefill"));
    }

    [Test]
    public void BeginRefill_BeforeBuild_Throws() => Assert.That(new ProgramBuilder().BeginRefill, Throws.InvalidOperationException.With.Message.Contains("Build"));

    [Test]
    public void Refill_AnotherMap_Throws()
    {
        var builder = new ProgramBuilder();
        Block x = builder.Variables(2, "x");
        builder.Image(new SumMap(2), x);
        builder.Build();
        builder.BeginRefill();
        builder.Variables(2, "x");

        Assert.That(() => builder.Image(new SumMap(2), x), Throws.InvalidOperationException.With.Message.Contains("map"));
    }

    [Test]
    public void Refill_ChargedToAnotherBudget_Throws()
    {
        var builder = new ProgramBuilder();
        Block x = builder.Variables(2, "x");
        int first = builder.AddBudget(1);
        int second = builder.AddBudget(2);
        builder.ChargeTo(first, 1);
        builder.Linear(x, [1, 1]);
        builder.Build();
        builder.BeginRefill();
        builder.Variables(2, "x");
        builder.AddBudget(1);
        builder.AddBudget(2);
        builder.ChargeTo(second, 1);

        Assert.That(() => builder.Linear(x, [1, 1]), Throws.InvalidOperationException);
    }

    /// <summary>Variables 'x' of two and, by owner 7, a Linear on it; then a refill is begun.</summary>
    private static ProgramBuilder RecordTwoWords()
    {
        var builder = new ProgramBuilder();
        Block x = builder.Variables(2, "x");
        builder.Owner = 7;
        builder.Linear(x, [1, 2]);
        builder.Build();
        builder.BeginRefill();
        return builder;
    }

    private static void Refill(ProgramBuilder builder, EveryWord words)
    {
        builder.BeginRefill();
        words.Write(builder);
        builder.EndRefill();
    }
}
