namespace Rebalancing.Solvers.Tests.Programs;

public class CovarianceMatrixTests
{
    [Test]
    public void FromRows_Indefinite_ThrowsWithTheSmallestEigenvalue() =>
        // [[1, 2], [2, 1]] has eigenvalues 3 and -1
        Assert.That(() => CovarianceMatrix.FromRows([1, 2, 2, 1], 2), Throws.ArgumentException.With.Message.Contains("-1"));

    [Test]
    public void FromRows_LargerIndefinite_ThrowsWithTheSmallestEigenvalue()
    {
        // I - 2 vv' for a unit vector v has the eigenvalue -1 once and 1 otherwise; 0.25 of it: -0.25
        const int n = 30;
        var matrix = new double[n * n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++) matrix[i * n + j] = 0.25 * ((i == j ? 1 : 0) - 2.0 / n);
        }

        Assert.That(() => CovarianceMatrix.FromRows(matrix, n), Throws.ArgumentException.With.Message.Contains("-0.25"));
    }

    [Test]
    public void FromRows_NotSymmetric_ThrowsWithThePairAndBothNumbers() =>
        Assert.That(() => CovarianceMatrix.FromRows([1, 0.25, 0.5, 1], 2), Throws.ArgumentException.With.Message.Contains("1 and 0").And.Message.Contains("0.25").And.Message.Contains("0.5"));

    [TestCase(double.NaN)]
    [TestCase(double.PositiveInfinity)]
    public void FromRows_NotFinite_ThrowsWithThePair(double bad) =>
        Assert.That(() => CovarianceMatrix.FromRows([1, 0, 0, bad], 2), Throws.ArgumentException.With.Message.Contains("1 and 1"));

    [Test]
    public void FromRows_WrongCount_ThrowsWithBothCounts() =>
        Assert.That(() => CovarianceMatrix.FromRows(new double[8], 3), Throws.ArgumentException.With.Message.Contains('9').And.Message.Contains('8'));

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(37)]
    public void FromRows_Zero_IsAccepted(int order) => Assert.That(CovarianceMatrix.FromRows(new double[order * order], order).Order, Is.EqualTo(order));

    [Test]
    public void FromRows_RankOne_IsAccepted()
    {
        double[] v = new TestRandom(3).NormalVector(60);
        double[] matrix = [.. from a in v from b in v select a * b];

        Assert.That(CovarianceMatrix.FromRows(matrix, 60).Order, Is.EqualTo(60));
    }

    [TestCase(1)]
    [TestCase(7)]
    [TestCase(33)]
    public void Apply_RandomMatrix_IsTheMatrixProduct(int order)
    {
        var random = new TestRandom(order);
        double[] root = random.NormalVector(order * order);
        var matrix = new double[order * order];
        for (int i = 0; i < order; i++)
        {
            for (int j = 0; j < order; j++)
            {
                for (int t = 0; t < order; t++) matrix[i * order + j] += root[i * order + t] * root[j * order + t];
            }
        }
        double[] x = random.NormalVector(order);
        var y = new double[order];

        CovarianceMatrix.FromRows(matrix, order).Apply(x, y);

        for (int i = 0; i < order; i++)
        {
            double expected = 0;
            for (int j = 0; j < order; j++) expected += matrix[i * order + j] * x[j];
            Assert.That(y[i], Is.EqualTo(expected).Within(Tolerances.Summation * (1 + order * order)), $"row {i}");
        }
    }
}
