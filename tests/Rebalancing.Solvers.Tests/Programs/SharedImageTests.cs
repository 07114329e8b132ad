namespace Rebalancing.Solvers.Tests.Programs;

/// <summary>The same map object on the same block is one image, whoever asks: factor risk and factor limits share their rows.</summary>
public class SharedImageTests
{
    private readonly LinearMap map = DenseMap.FromRows([1, 2, 3, 4, 5, 6], 2, 3);

    [Test]
    public void Image_SameMapSameBlock_IsTheSameBlock()
    {
        var builder = new ProgramBuilder();
        Block x = builder.Variables(3, "x");
        builder.Owner = 0;
        Block first = builder.Image(map, x);
        builder.Owner = 5;
        Block second = builder.Image(map, x);

        Assert.That(second, Is.EqualTo(first));
        Assert.That(builder.Build().Rows, Is.EqualTo(2));
    }

    [Test]
    public void Image_EqualMapsThatAreTwoObjects_AreTwoImages()
    {
        var builder = new ProgramBuilder();
        Block x = builder.Variables(3, "x");
        Block first = builder.Image(map, x);
        Block second = builder.Image(DenseMap.FromRows([1, 2, 3, 4, 5, 6], 2, 3), x);

        Assert.That(second, Is.Not.EqualTo(first));
        Assert.That(builder.Build().Rows, Is.EqualTo(4));
    }

    [Test]
    public void Image_SameMapOtherBlock_IsAnotherImage()
    {
        var builder = new ProgramBuilder();
        Block first = builder.Image(map, builder.Variables(3, "x"));
        Block second = builder.Image(map, builder.Variables(3, "y"));

        Assert.That(second, Is.Not.EqualTo(first));
    }

    [Test]
    public void Image_OfAnOffset_SharesTheRowsAndShiftsTheValues()
    {
        var builder = new ProgramBuilder();
        Block x = builder.Variables(3, "x");
        Block active = builder.Offset(x, [1, 0, -1]);
        Block exposures = builder.Image(map, x);
        Block activeExposures = builder.Image(map, active);
        StructuredProgram program = builder.Build();

        Assert.That(program.Rows, Is.EqualTo(2));
        Assert.That(program.Base(activeExposures).Handle, Is.EqualTo(exposures));
        // M (1, 0, -1) = (1 - 3, 4 - 6)
        Assert.That(program[activeExposures].Origin, Is.EqualTo(new[] { -2.0, -2.0 }));
    }

    [Test]
    public void Image_OfAnOffsetFirst_MakesTheRowsThatThePlainImageShares()
    {
        var builder = new ProgramBuilder();
        Block x = builder.Variables(3, "x");
        Block activeExposures = builder.Image(map, builder.Offset(x, [1, 0, -1]));
        Block exposures = builder.Image(map, x);
        StructuredProgram program = builder.Build();

        Assert.That(program.Rows, Is.EqualTo(2));
        Assert.That(program.Base(activeExposures).Handle, Is.EqualTo(exposures));
    }

    [Test]
    public void Image_OfTwoOffsetsOfOneBlock_SharesTheRows()
    {
        var builder = new ProgramBuilder();
        Block x = builder.Variables(3, "x");
        Block a = builder.Image(map, builder.Offset(x, [1, 0, -1]));
        Block b = builder.Image(map, builder.Offset(x, [0, 1, 0]));
        StructuredProgram program = builder.Build();

        Assert.That(b, Is.Not.EqualTo(a));
        Assert.That(program.Rows, Is.EqualTo(2));
        Assert.That(program[b].Origin, Is.EqualTo(new[] { 2.0, 5.0 }));
    }

    [Test]
    public void Offset_OfAnOffset_ShiftsByBoth()
    {
        var builder = new ProgramBuilder();
        Block x = builder.Variables(2, "x");
        Block twice = builder.Offset(builder.Offset(x, [1, 2]), [10, 20]);
        StructuredProgram program = builder.Build();

        Assert.That(program.Base(twice).Handle, Is.EqualTo(x));
        Assert.That(program[twice].Origin, Is.EqualTo(new[] { 11.0, 22.0 }));
    }

    [Test]
    public void Shifted_OfAnImage_AddsNoRowsToItsOwn()
    {
        var builder = new ProgramBuilder();
        Block x = builder.Variables(3, "x");
        Block scalar = builder.Variables(1, "threshold");
        Block shifted = builder.Shifted(builder.Image(map, x), scalar);
        StructuredProgram program = builder.Build();

        Assert.That(program[shifted].Parts.Select(part => part.Of), Is.EqualTo(new[] { x, scalar }));
        var column = new double[2];
        program[shifted].Parts[1].Map.Apply([1], column);
        Assert.That(column, Is.EqualTo(new[] { -1.0, -1 }));
    }

    [Test]
    public void Refill_SharedImageWithAnotherOrigin_ShiftsByTheNewOne()
    {
        var builder = new ProgramBuilder();
        Block Say(double[] origin)
        {
            Block x = builder.Variables(3, "x");
            Block active = builder.Image(map, builder.Offset(x, origin));
            builder.Bounds(builder.Image(map, x), [0, 0], [1, 1]);
            return active;
        }

        Say([1, 0, 0]);
        StructuredProgram program = builder.Build();
        builder.BeginRefill();
        Block active = Say([0, 0, 2]);
        builder.EndRefill();

        Assert.That(program[active].Origin, Is.EqualTo(new[] { 6.0, 12.0 }));
    }
}
