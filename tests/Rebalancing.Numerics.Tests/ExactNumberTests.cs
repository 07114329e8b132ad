namespace Rebalancing.Numerics.Tests;

/// <summary>Decimals of any length: against System.Decimal where that is exact, and against long hand.</summary>
public class ExactNumberTests
{
    [TestCase(0.1, "0.1")]
    [TestCase(-0.3, "-0.3")]
    [TestCase(0.0, "0")]
    [TestCase(-0.0, "0")]
    [TestCase(1e-10, "0.0000000001")]
    [TestCase(1.5e9, "1500000000")]
    [TestCase(123456.789, "123456.789")]
    public void Of_ADouble_IsTheNumberThatWasWritten(double value, string written) =>
        Assert.That(ExactNumber.Of(value).CompareTo(ExactNumber.Of(decimal.Parse(written, System.Globalization.CultureInfo.InvariantCulture))), Is.Zero);

    [Test]
    public void Of_NotFinite_IsRefused([Values(double.NaN, double.PositiveInfinity, double.NegativeInfinity)] double value) =>
        Assert.That(() => ExactNumber.Of(value), Throws.InstanceOf<ArgumentOutOfRangeException>());

    [Test]
    public void Arithmetic_OnRandomDecimals_IsThatOfDecimals()
    {
        var random = new TestRandom(5);
        for (int k = 0; k < 2000; k++)
        {
            decimal a = Draw(random), b = Draw(random);
            (ExactNumber x, ExactNumber y) = (ExactNumber.Of(a), ExactNumber.Of(b));
            Assert.That((x + y).CompareTo(ExactNumber.Of(a + b)), Is.Zero, $"{a} + {b}");
            Assert.That((x - y).CompareTo(ExactNumber.Of(a - b)), Is.Zero, $"{a} - {b}");
            Assert.That((x * y).CompareTo(ExactNumber.Of(a * b)), Is.Zero, $"{a} * {b}");
            Assert.That(x.CompareTo(y), Is.EqualTo(a.CompareTo(b)), $"{a} against {b}");
            Assert.That(x.ToDouble(), Is.EqualTo(double.Parse(a.ToString(System.Globalization.CultureInfo.InvariantCulture), System.Globalization.CultureInfo.InvariantCulture)), $"{a}");
        }
    }

    [Test]
    public void Product_LongerThanADecimal_LosesNothing()
    {
        ExactNumber third = ExactNumber.Of(0.33333333333333331), product = third * third * third;
        // 33333333333333331 cubed, 51 places
        var digits = System.Numerics.BigInteger.Pow(33333333333333331, 3);
        Assert.That((product - third).Sign, Is.EqualTo(-1));
        Assert.That(product.ToDouble(), Is.EqualTo(double.Parse($"{digits}E-51", System.Globalization.CultureInfo.InvariantCulture)));
    }

    /// <summary>Up to 13 digits, so that products fit into a decimal.</summary>
    private static decimal Draw(TestRandom random) => (decimal)random.Integer(-2_000_000_000, 2_000_000_000) / (decimal)Math.Pow(10, random.Integer(0, 9)) * random.Integer(1, 1000);
}
