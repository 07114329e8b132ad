namespace Rebalancing.Numerics.Tests;

/// <summary>Logarithm, exponential and power against the C library's, to a few units in the last place.</summary>
public class ElementaryTests
{
    [Test]
    public void Log_AllMagnitudes_AgreesWithTheLibrary()
    {
        foreach (double x in Magnitudes())
            Assert.That(Elementary.Log(x), Is.EqualTo(Math.Log(x)).Within(4e-16 * (Math.Abs(Math.Log(x)) + (Math.Abs(x - 1) < 0.5 ? 0 : 1))), $"log {x:R}");
    }

    [Test]
    public void Log_NearOne_KeepsItsRelativeAccuracy()
    {
        foreach (double d in (double[])[1e-3, -1e-3, 1e-8, -1e-8, 1e-15])
            Assert.That(Elementary.Log(1 + d), Is.EqualTo(Math.Log(1 + d)).Within(1e-15 * Math.Abs(Math.Log(1 + d))));
    }

    [Test]
    public void Exp_AllArguments_AgreesWithTheLibrary()
    {
        for (double x = -700; x <= 700; x += 0.37)
            Assert.That(Elementary.Exp(x), Is.EqualTo(Math.Exp(x)).Within(4e-16 * Math.Exp(x)), $"exp {x:R}");
    }

    [Test]
    public void Power_ModerateArguments_AgreesWithTheLibrary([Values(0.01, 0.2, 0.5, 0.75, 1)] double p)
    {
        foreach (double x in Magnitudes())
            Assert.That(Elementary.Power(x, p), Is.EqualTo(Math.Pow(x, p)).Within(1e-13 * Math.Pow(x, p)), $"{x:R} to {p}");
    }

    [Test]
    public void LogAndExp_Edges_AreThoseOfTheLibrary()
    {
        Assert.That(Elementary.Log(0), Is.EqualTo(double.NegativeInfinity));
        Assert.That(Elementary.Log(-1), Is.NaN);
        Assert.That(Elementary.Log(double.NaN), Is.NaN);
        Assert.That(Elementary.Log(double.PositiveInfinity), Is.EqualTo(double.PositiveInfinity));
        Assert.That(Elementary.Log(1), Is.Zero);
        Assert.That(Elementary.Log(double.Epsilon), Is.EqualTo(Math.Log(double.Epsilon)).Within(1e-12));
        Assert.That(Elementary.Exp(double.NaN), Is.NaN);
        Assert.That(Elementary.Exp(900), Is.EqualTo(double.PositiveInfinity));
        Assert.That(Elementary.Exp(-900), Is.Zero);
        Assert.That(Elementary.Exp(0), Is.EqualTo(1));
        Assert.That(Elementary.Power(0, 0.7), Is.Zero);
    }

    private static IEnumerable<double> Magnitudes()
    {
        for (int e = -300; e <= 300; e += 7)
            foreach (double m in (double[])[1.0, 1.37, 2.9, 7.77])
                yield return m * Math.Pow(10, e);
    }
}
