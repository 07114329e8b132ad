namespace Rebalancing.Numerics.Tests;

[TestFixture]
internal sealed class FactorizationTests
{
    private static readonly int[] Orders = [1, 2, 7, 8, 9, 15, 16, 17, 23, 24, 25, 33, 48, 70, 95, 96, 97, 104, 160, 193, 300];

    [TestCaseSource(nameof(Orders))]
    public void CholeskyFactor_PositiveDefinite_ReproducesTheMatrix(int n)
    {
        int stride = n + 3;
        double[] a = Samples.PositiveDefinite(n, stride, n);
        double[] expected = Textbook.Cholesky(a, n, stride);
        double[] actual = Poisoned(a, n, stride);

        bool done = Cholesky.Factor(actual, n, stride, new double[Cholesky.ScratchLength(n)], out int failed);

        Assert.That(done, Is.True);
        Assert.That(failed, Is.EqualTo(-1));
        AssertLower(actual, expected, n, stride, 1e-12 * n);
    }

    [Test]
    public void CholeskyFactor_FewerPivots_LeavesTheSchurComplement([Values(5, 16, 33, 130)] int n, [Values(0, 1, 5, 8, 13, 100)] int pivots)
    {
        pivots = Math.Min(pivots, n);
        int stride = n + 1;
        double[] a = Samples.PositiveDefinite(n, stride, 40 + n);
        double[] expected = Textbook.Cholesky(a, n, stride, pivots);
        double[] actual = Poisoned(a, n, stride);

        bool done = Cholesky.Factor(actual, n, stride, new double[Cholesky.ScratchLength(n)], out _, pivots);

        Assert.That(done, Is.True);
        AssertLower(actual, expected, n, stride, 1e-12 * n);
    }

    [Test]
    public void CholeskyFactor_PivotNotPositive_NamesItAndKeepsTheMatrix([Values(1, 9, 40, 120)] int n, [Values(0, 3, 8, 39, 100)] int bad, [Values(-1.0, 0.0, double.NaN)] double value)
    {
        bad = Math.Min(bad, n - 1);
        double[] a = Samples.PositiveDefinite(n, n, 7);
        for (int j = 0; j < n; j++)
        {
            a[bad * n + j] = 0.0;
            a[j * n + bad] = 0.0;
        }

        a[bad * n + bad] = value;
        double[] before = (double[])a.Clone();

        bool done = Cholesky.Factor(a, n, n, new double[Cholesky.ScratchLength(n)], out int failed);

        Assert.That(done, Is.False);
        Assert.That(failed, Is.EqualTo(bad));
        Assert.That(a, Is.EqualTo(before));
    }

    [TestCaseSource(nameof(Orders))]
    public void CholeskySolve_PositiveDefinite_SolvesTheSystem(int n)
    {
        int stride = n + 2;
        double[] a = Samples.PositiveDefinite(n, stride, 3 * n);
        double[] x = Samples.Vector(n, n + 5);
        double[] b = Textbook.Multiply(a, n, n, stride, x);
        double[] l = (double[])a.Clone();
        Assert.That(Cholesky.Factor(l, n, stride, new double[Cholesky.ScratchLength(n)], out _), Is.True);

        Cholesky.SolveInPlace(l, n, stride, b);

        Assert.That(b, Is.EqualTo(x).Within(1e-12 * n));
    }

    [Test]
    public void CholeskySolveMany_SeveralRows_EqualsOneByOne([Values(1, 7, 30, 101)] int n, [Values(1, 2, 3, 8, 11)] int count)
    {
        double[] l = Samples.PositiveDefinite(n, n, 11);
        Assert.That(Cholesky.Factor(l, n, n, new double[Cholesky.ScratchLength(n)], out _), Is.True);
        int stride = n + 5;
        double[] many = Samples.Vector(count * stride, 12);
        double[] one = (double[])many.Clone();

        Cholesky.SolveForwardMany(l, n, n, many, count, stride);
        Cholesky.SolveBackwardMany(l, n, n, many, count, stride);
        for (int k = 0; k < count; k++)
        {
            Cholesky.SolveInPlace(l, n, n, one.AsSpan(k * stride, n));
        }

        Assert.That(many, Is.EqualTo(one));
    }

    [TestCaseSource(nameof(Orders))]
    public void LdlFactor_QuasiDefinite_ReproducesTheTextbookFactors(int n)
    {
        int positive = (n + 1) / 2;
        int stride = n + 3;
        double[] a = Samples.QuasiDefinite(positive, n - positive, stride, n);
        double[] expected = Textbook.Ldl(a, n, stride);
        double[] actual = Poisoned(a, n, stride);

        Ldl.Factor(actual, n, stride, Signs(positive, n), 1e-12, new double[Ldl.ScratchLength(n)], out int regularised);

        Assert.That(regularised, Is.Zero);
        AssertLower(actual, expected, n, stride, 1e-11 * n);
    }

    [TestCaseSource(nameof(Orders))]
    public void LdlSolve_QuasiDefinite_SolvesTheSystem(int n)
    {
        int positive = n / 2;
        double[] a = Samples.QuasiDefinite(positive, n - positive, n, 5 * n);
        double[] x = Samples.Vector(n, n + 6);
        double[] b = Textbook.Multiply(a, n, n, n, x);
        double[] l = (double[])a.Clone();
        Ldl.Factor(l, n, n, Signs(positive, n), 1e-12, new double[Ldl.ScratchLength(n)], out _);

        Ldl.Solve(l, n, n, b);

        Assert.That(b, Is.EqualTo(x).Within(1e-11 * n));
    }

    [Test]
    public void LdlFactor_SingularOrWrongSign_ReplacesThePivotAndCountsIt([Values(0.0, -2.0, 1e-20, double.NaN)] double value)
    {
        const int N = 20;
        const double Floor = 1e-8;
        double[] a = Samples.PositiveDefinite(N, N, 3);
        for (int j = 0; j < N; j++)
        {
            a[11 * N + j] = 0.0;
            a[j * N + 11] = 0.0;
        }

        a[11 * N + 11] = value;

        Ldl.Factor(a, N, N, Signs(N, N), Floor, new double[Ldl.ScratchLength(N)], out int regularised);

        Assert.That(regularised, Is.EqualTo(1));
        Assert.That(a[11 * N + 11], Is.EqualTo(Floor));
    }

    [Test]
    public void SmallestEigenvalue_KnownSpectrum_IsFound([Values(1, 2, 10, 60)] int n)
    {
        // The second difference matrix has eigenvalues 2 - 2 cos(k pi / (n + 1)).
        double[] a = new double[n * n];
        for (int i = 0; i < n; i++)
        {
            a[i * n + i] = 2.0 - 1.5;
            if (i > 0)
            {
                a[i * n + i - 1] = -1.0;
            }
        }

        double smallest = SymmetricEigen.SmallestEigenvalue(a, n, n, new double[SymmetricEigen.ScratchLength(n)]);

        Assert.That(smallest, Is.EqualTo(2.0 - 2.0 * Math.Cos(Math.PI / (n + 1)) - 1.5).Within(1e-11));
    }

    private static sbyte[] Signs(int positive, int n)
    {
        sbyte[] signs = new sbyte[n];
        for (int i = 0; i < n; i++)
        {
            signs[i] = (sbyte)(i < positive ? 1 : -1);
        }

        return signs;
    }

    /// <summary>A copy whose upper triangle and padding are NaN: nothing may read them.</summary>
    private static double[] Poisoned(double[] a, int n, int stride)
    {
        double[] copy = new double[a.Length];
        Array.Fill(copy, double.NaN);
        for (int i = 0; i < n; i++)
        {
            a.AsSpan(i * stride, i + 1).CopyTo(copy.AsSpan(i * stride));
        }

        return copy;
    }

    private static void AssertLower(double[] actual, double[] expected, int n, int stride, double tolerance)
    {
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                if (j <= i)
                {
                    Assert.That(actual[i * stride + j], Is.EqualTo(expected[i * stride + j]).Within(tolerance), $"element ({i}, {j})");
                }
                else
                {
                    Assert.That(actual[i * stride + j], Is.NaN, $"element ({i}, {j}) above the diagonal was written");
                }
            }
        }
    }
}
