using Rebalancing.Numerics;

namespace Rebalancing.Core.Tests.Estimation;

public class EigenSystemTests
{
    [TestCase(1)]
    [TestCase(2)]
    [TestCase(3)]
    [TestCase(17)]
    [TestCase(64)]
    public void Of_ARandomSymmetricMatrix_ComposesItAgainWithOrthonormalVectors(int n)
    {
        var random = new TestRandom(100 + n);
        double[] a = Symmetric(random, n);
        EigenSystem eigen = EigenSystem.Of(a, n);
        double size = a.Max(Math.Abs) * n;
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++)
            {
                double sum = 0, dot = 0;
                for (int k = 0; k < n; k++)
                {
                    sum += eigen.Values[k] * eigen.Vector(k)[i] * eigen.Vector(k)[j];
                    dot += eigen.Vector(i)[k] * eigen.Vector(j)[k];
                }
                Assert.That(sum, Is.EqualTo(a[(i * n) + j]).Within(Tolerances.Summation * size));
                Assert.That(dot, Is.EqualTo(i == j ? 1 : 0).Within(Tolerances.Summation));
            }
        Assert.That(eigen.Values, Is.Ordered.Descending);
    }

    [Test]
    public void Of_AMatrixWithKnownEigenvalues_FindsThem()
    {
        // 2 on the diagonal, -1 beside it: 2 - 2 cos(k pi / (n + 1))
        const int n = 40;
        var a = new double[n * n];
        for (int i = 0; i < n; i++)
        {
            a[(i * n) + i] = 2;
            if (i > 0) a[(i * n) + i - 1] = a[((i - 1) * n) + i] = -1;
        }
        EigenSystem eigen = EigenSystem.Of(a, n);
        for (int k = 1; k <= n; k++) Assert.That(eigen.Values[n - k], Is.EqualTo(2 - (2 * Math.Cos(k * Math.PI / (n + 1)))).Within(Tolerances.Summation));
    }

    [Test]
    public void Of_ZeroAndRankOneMatrices_HasTheirEigenvalues()
    {
        Assert.That(EigenSystem.Of(new double[25], 5).Values, Is.All.Zero);
        double[] ones = [.. Enumerable.Repeat(1.0, 36)];
        EigenSystem eigen = EigenSystem.Of(ones, 6);
        Assert.That(eigen.Values[0], Is.EqualTo(6).Within(Tolerances.Summation));
        Assert.That(eigen.Values[1..], Is.All.EqualTo(0).Within(Tolerances.Summation));
        Assert.That(eigen.Vector(0)[3], Is.EqualTo(1 / Math.Sqrt(6)).Within(Tolerances.Summation));
    }

    internal static double[] Symmetric(TestRandom random, int n)
    {
        var a = new double[n * n];
        for (int i = 0; i < n; i++)
            for (int j = 0; j <= i; j++) a[(i * n) + j] = a[(j * n) + i] = random.Normal();
        return a;
    }
}
