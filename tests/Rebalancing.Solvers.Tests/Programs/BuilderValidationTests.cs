using System.Globalization;

namespace Rebalancing.Solvers.Tests.Programs;

/// <summary>A builder refuses bad numbers with a message that names the block, the coordinate and the number.</summary>
public class BuilderValidationTests
{
    private ProgramBuilder builder = null!;
    private Block weights;

    [SetUp]
    public void Begin()
    {
        builder = new ProgramBuilder();
        weights = builder.Variables(3, "weights");
    }

    public static readonly double[] NotFinite = [double.NaN, double.PositiveInfinity, double.NegativeInfinity];

    [TestCaseSource(nameof(NotFinite))]
    public void Linear_NotFinite_NamesBlockIndexAndNumber(double bad) => AssertRefused(() => builder.Linear(weights, [0, bad, 0]), 1, bad);

    [TestCaseSource(nameof(NotFinite))]
    [TestCase(-0.5)]
    public void Quadratic_NotFiniteOrNegative_NamesBlockIndexAndNumber(double bad) => AssertRefused(() => builder.Quadratic(weights, [0, 0, bad]), 2, bad);

    [TestCaseSource(nameof(NotFinite))]
    [TestCase(-0.5)]
    public void Power_BadCoefficient_NamesBlockIndexAndNumber(double bad) => AssertRefused(() => builder.Power(weights, [bad, 1, 1], 1.5), 0, bad);

    [TestCase(1.0)]
    [TestCase(0.5)]
    [TestCase(2.0000001)]
    [TestCase(double.NaN)]
    public void Power_ExponentOutsideRange_NamesBlockAndNumber(double exponent) =>
        Assert.That(() => builder.Power(weights, [1, 1, 1], exponent), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("'weights'").And.Message.Contains(Text(exponent)).And.Message.Contains("(1, 2]"));

    [TestCase(1.0000001)]
    [TestCase(1.5)]
    [TestCase(2.0)]
    public void Power_ExponentInRange_IsAccepted(double exponent)
    {
        builder.Power(weights, [1, 0, 1], exponent);

        Assert.That(builder.Build().Columns, Is.EqualTo(3));
    }

    [TestCaseSource(nameof(NotFinite))]
    [TestCase(-0.5)]
    public void Log_BadWeight_NamesBlockIndexAndNumber(double bad) => AssertRefused(() => builder.Log(weights, [1, bad, 1]), 1, bad);

    [Test]
    public void Kinked_FallingSlope_NamesBlockIndexAndBothSlopes() =>
        Assert.That(
            () => builder.Kinked(weights, new Kink { At = [0, 0, 0], SlopeBelow = [0, 0.25, 0], SlopeAbove = [0, 0.125, 0] }),
            Throws.ArgumentException.With.Message.Contains("'weights'").And.Message.Contains("coordinate 1").And.Message.Contains("0.25").And.Message.Contains("0.125"));

    [TestCaseSource(nameof(NotFinite))]
    public void Kinked_NotFinite_NamesBlockIndexAndNumber(double bad)
    {
        AssertRefused(() => builder.Kinked(weights, new Kink { At = [0, bad, 0], SlopeBelow = [0, 0, 0], SlopeAbove = [0, 0, 0] }), 1, bad);
        AssertRefused(() => builder.Kinked(weights, new Kink { At = [0, 0, 0], SlopeBelow = [bad, 0, 0], SlopeAbove = [0, 0, 0] }), 0, bad);
        AssertRefused(() => builder.Kinked(weights, new Kink { At = [0, 0, 0], SlopeBelow = [0, 0, 0], SlopeAbove = [0, 0, bad] }), 2, bad);
    }

    [Test]
    public void Pieces_FallingSlope_NamesBlockIndexAndNumber() =>
        AssertRefused(() => builder.Pieces(weights, new ConvexPieces { Start = [0, 1, 2, 2], FirstSlope = [0, 0, 0], Breaks = [1, 2], SlopeStep = [0.5, -0.75] }), 1, -0.75);

    [Test]
    public void Pieces_BreaksThatFall_NamesBlockCoordinateAndBothBreaks() =>
        Assert.That(
            () => builder.Pieces(weights, new ConvexPieces { Start = [0, 0, 2, 2], FirstSlope = [0, 0, 0], Breaks = [0.5, 0.25], SlopeStep = [1, 1] }),
            Throws.ArgumentException.With.Message.Contains("'weights'").And.Message.Contains("coordinate 1").And.Message.Contains("0.25").And.Message.Contains("0.5"));

    [Test]
    public void Pieces_StartsThatFall_Throws() =>
        Assert.That(
            () => builder.Pieces(weights, new ConvexPieces { Start = [0, 2, 1, 2], FirstSlope = [0, 0, 0], Breaks = [0.5, 0.75], SlopeStep = [1, 1] }),
            Throws.ArgumentException.With.Message.Contains("'weights'"));

    [Test]
    public void Pieces_StartsThatDoNotCoverTheBreaks_Throws() =>
        Assert.That(
            () => builder.Pieces(weights, new ConvexPieces { Start = [0, 0, 0, 1], FirstSlope = [0, 0, 0], Breaks = [0.5, 0.75], SlopeStep = [1, 1] }),
            Throws.ArgumentException.With.Message.Contains("'weights'").And.Message.Contains("2 breaks"));

    [Test]
    public void Bounds_LowerAboveUpper_NamesBlockIndexAndBoth() =>
        Assert.That(
            () => builder.Bounds(weights, [0, 0, 0.75], [1, 1, 0.5]),
            Throws.ArgumentException.With.Message.Contains("'weights'").And.Message.Contains("coordinate 2").And.Message.Contains("0.75").And.Message.Contains("0.5"));

    [TestCase(double.NaN, 1)]
    [TestCase(0, double.NaN)]
    [TestCase(double.PositiveInfinity, double.PositiveInfinity)]
    [TestCase(double.NegativeInfinity, double.NegativeInfinity)]
    public void Bounds_NoNumber_NamesBlockAndIndex(double lower, double upper) =>
        Assert.That(() => builder.Bounds(weights, [0, lower, 0], [1, upper, 1]), Throws.ArgumentException.With.Message.Contains("'weights'").And.Message.Contains("coordinate 1"));

    [Test]
    public void Bounds_InfiniteOnTheirOwnSide_AreAccepted()
    {
        builder.Bounds(weights, [double.NegativeInfinity, 0, 0], [double.PositiveInfinity, 1, 1]);

        Assert.That(builder.Build().Bounds, Has.Count.EqualTo(1));
    }

    [Test]
    public void EveryWord_WrongLength_NamesBlockAndBothCounts()
    {
        AssertSizes(() => builder.Linear(weights, [1, 2]));
        AssertSizes(() => builder.Quadratic(weights, [1, 2]));
        AssertSizes(() => builder.Power(weights, [1, 2], 1.5));
        AssertSizes(() => builder.Log(weights, [1, 2]));
        AssertSizes(() => builder.Offset(weights, [1, 2]));
        AssertSizes(() => builder.Bounds(weights, [1, 2], [1, 2, 3]));
        AssertSizes(() => builder.Bounds(weights, [1, 2, 3], [4, 5]));
        AssertSizes(() => builder.Kinked(weights, new Kink { At = [0, 0], SlopeBelow = [0, 0, 0], SlopeAbove = [0, 0, 0] }));
        AssertSizes(() => builder.Kinked(weights, new Kink { At = [0, 0, 0], SlopeBelow = [0, 0], SlopeAbove = [0, 0, 0] }));
        AssertSizes(() => builder.Kinked(weights, new Kink { At = [0, 0, 0], SlopeBelow = [0, 0, 0], SlopeAbove = [0, 0] }));
        AssertSizes(() => builder.Pieces(weights, new ConvexPieces { Start = [0, 0, 0, 0], FirstSlope = [0, 0], Breaks = [], SlopeStep = [] }));
        AssertSizes(() => builder.Covariance(weights, CovarianceMatrix.FromRows([1, 0, 0, 1], 2), 1));
        AssertSizes(() => builder.WeightedSum(weights, [1, 2]));
    }

    [Test]
    public void Image_MapOfAnotherWidth_NamesBlockAndWidth() =>
        Assert.That(() => builder.Image(new SumMap(4), weights), Throws.ArgumentException.With.Message.Contains("'weights'").And.Message.Contains('4'));

    [TestCaseSource(nameof(NotFinite))]
    public void Offset_NotFinite_NamesBlockIndexAndNumber(double bad) => AssertRefused(() => builder.Offset(weights, [0, 0, bad]), 2, bad);

    [TestCase(-1.0)]
    [TestCase(double.NaN)]
    [TestCase(double.PositiveInfinity)]
    public void Covariance_BadScale_NamesBlockAndNumber(double scale) =>
        Assert.That(() => builder.Covariance(weights, CovarianceMatrix.FromRows(new double[9], 3), scale), Throws.InstanceOf<ArgumentException>().With.Message.Contains("'weights'").And.Message.Contains(Text(scale)));

    [Test]
    public void Covariance_OnAnImage_IsRefusedWithTheWayOut()
    {
        Block image = builder.Image(DenseMap.FromRows([1, 2, 3, 4, 5, 6], 2, 3), weights);

        Assert.That(() => builder.Covariance(image, CovarianceMatrix.FromRows([1, 0, 0, 1], 2), 1), Throws.ArgumentException.With.Message.Contains("image of weights").And.Message.Contains("map"));
    }

    [TestCase(-1e-9)]
    [TestCase(double.NaN)]
    [TestCase(double.PositiveInfinity)]
    public void BeginNorm_BadRadius_Throws(double radius) =>
        Assert.That(() => builder.BeginNorm(radius), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("radius"));

    [Test]
    public void BeginNorm_RadiusOfSeveralCoordinates_NamesTheBlock() =>
        Assert.That(() => builder.BeginNorm(weights), Throws.ArgumentException.With.Message.Contains("'weights'"));

    [Test]
    public void Norm_AnythingButSquares_NamesTheWordAndBlock()
    {
        builder.BeginNorm(1.0);

        Assert.That(() => builder.Linear(weights, [1, 1, 1]), Throws.InvalidOperationException.With.Message.Contains("Linear").And.Message.Contains("'weights'"));
    }

    [Test]
    public void Norm_LeftOpen_IsRefusedByBuild()
    {
        builder.BeginNorm(1.0);

        Assert.That(builder.Build, Throws.InvalidOperationException.With.Message.Contains("norm"));
    }

    [TestCase(double.NaN)]
    [TestCase(double.PositiveInfinity)]
    public void AddBudget_LimitNotFinite_Throws(double limit) =>
        Assert.That(() => builder.AddBudget(limit), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains(Text(limit)));

    [TestCase(-1.0)]
    [TestCase(double.NaN)]
    [TestCase(double.PositiveInfinity)]
    public void Weight_Bad_Throws(double weight) => Assert.That(() => builder.Weight = weight, Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains(Text(weight)));

    [Test]
    public void ChargeTo_UnknownBudgetOrBadWeight_Throws()
    {
        int budget = builder.AddBudget(1);

        Assert.That(() => builder.ChargeTo(budget + 1, 1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => builder.ChargeTo(budget, -1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => builder.ChargeTo(budget, double.NaN), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [TestCase(new[] { 0, 3 }, new[] { 1.0, 1 }, new[] { 1.0, 1 }, "coordinate 3")]
    [TestCase(new[] { 1, 0 }, new[] { 1.0, 1 }, new[] { 1.0, 1 }, "coordinate 0")]
    [TestCase(new[] { 0, 1 }, new[] { 1.0, 0.5 }, new[] { 1.0, 1 }, "0.5")]
    [TestCase(new[] { 0, 1 }, new[] { 1.0, 1 }, new[] { 1.0, -0.25 }, "-0.25")]
    [TestCase(new[] { 0, 1 }, new[] { 1.0, 1 }, new[] { 1.0, double.NaN }, "NaN")]
    [TestCase(new[] { 0, 1 }, new[] { 1.0 }, new[] { 1.0, 1 }, "1 signs")]
    public void Flows_Bad_NamesTheFlowsAndTheNumber(int[] coordinate, double[] sign, double[] upper, string named) =>
        Assert.That(() => builder.Flows(weights, coordinate, sign, upper, "lots"), Throws.ArgumentException.With.Message.Contains("'lots'").And.Message.Contains(named));

    [Test]
    public void Variables_NegativeCount_Throws() => Assert.That(() => builder.Variables(-1, "none"), Throws.InstanceOf<ArgumentException>());

    [Test]
    public void AnyWord_BlockOfAnotherProgram_Throws()
    {
        Block foreign = new(17, 3);

        Assert.That(() => builder.Linear(foreign, [1, 2, 3]), Throws.ArgumentException.With.Message.Contains("17"));
    }

    [Test]
    public void Messages_WithAnOwner_NameIt()
    {
        builder.NameOwners(owner => $"term {owner}: Variance");
        builder.Owner = 4;

        Assert.That(() => builder.Linear(weights, [double.NaN, 0, 0]), Throws.ArgumentException.With.Message.Contains("term 4: Variance"));
    }

    private static void AssertRefused(Action word, int index, double number) =>
        Assert.That(word, Throws.InstanceOf<ArgumentException>().With.Message.Contains("'weights'").And.Message.Contains($"index {index}").And.Message.Contains(Text(number)));

    private static void AssertSizes(Action word) =>
        Assert.That(word, Throws.InstanceOf<ArgumentException>().With.Message.Contains("'weights'").And.Message.Contains("2").And.Message.Contains("3"));

    private static string Text(double number) => number.ToString(CultureInfo.InvariantCulture);
}
