namespace Rebalancing.Numerics.Tests;

/// <summary>Every vector kernel against its scalar twin, bit for bit, over lengths 0 to 70 and spans that start anywhere.</summary>
[TestFixture]
internal sealed class VectorKernelTests
{
    private const double Alpha = -0.37;
    private const double Beta = 1.9;

    [Test]
    public void Reductions_AnyLengthAndStart_HaveTheBitsOfTheScalarTwins([Range(0, 70)] int length, [Values(0, 1, 3)] int start)
    {
        ReadOnlySpan<double> a = Samples.Vector(length + start, 1 + length).AsSpan(start);
        ReadOnlySpan<double> b = Samples.Vector(length + start, 2 + length).AsSpan(start);
        ReadOnlySpan<double> w = Samples.Vector(length + start, 3 + length).AsSpan(start);
        ReadOnlySpan<double> x = Samples.Positive(length + start, 4 + length).AsSpan(start);

        Assert.That(Dot.Product(a, b), Is.EqualTo(ScalarTwins.Dot(a, b)));
        Assert.That(Sum.Of(a), Is.EqualTo(ScalarTwins.Sum(a)));
        Assert.That(SumOfSquares.Of(a), Is.EqualTo(ScalarTwins.Dot(a, a)));
        Assert.That(WeightedDot.Product(w, a, b), Is.EqualTo(ScalarTwins.WeightedDot(w, a, b)));
        Assert.That(MaxAbs.Of(a), Is.EqualTo(ScalarTwins.MaxAbs(a)));
        Assert.That(StepRatio.Largest(x, a), Is.EqualTo(ScalarTwins.StepRatio(x, a, 1.0)));
        Assert.That(StepRatio.Largest(x, a, 0.25), Is.EqualTo(ScalarTwins.StepRatio(x, a, 0.25)));
        Assert.That(StepRatio.Largest(x, a, double.PositiveInfinity), Is.EqualTo(ScalarTwins.StepRatio(x, a, double.PositiveInfinity)));
    }

    [Test]
    public void Quadratics_AnyLengthAndStart_HaveTheBitsOfTheScalarTwin([Range(0, 70)] int length, [Values(0, 1, 3)] int start)
    {
        double[] c = Samples.Vector(length + start, 1), q = Samples.Positive(length + start, 2), x = Samples.Vector(length + start, 3), slope = new double[length + start + 8];
        double[] sums = new double[8];
        double value = Quadratics.Evaluate(c.AsSpan(start), q.AsSpan(start), x.AsSpan(start), slope.AsSpan(start, length));
        for (int i = 0; i < length; i++)
        {
            double expected = Math.FusedMultiplyAdd(q[start + i], x[start + i], c[start + i]);
            sums[i % 8] = Math.FusedMultiplyAdd(c[start + i] + expected, x[start + i], sums[i % 8]);
            Assert.That(slope[start + i], Is.EqualTo(expected), $"slope {i}");
        }

        Assert.That(value, Is.EqualTo(0.5 * ScalarTwins.Combine(sums)));
        Assert.That(slope.AsSpan(start + length).ToArray(), Is.All.Zero);
    }

    [Test]
    public void Elementwise_AnyLengthAndStart_HaveTheBitsOfTheScalarTwinsAndTouchNothingElse([Range(0, 70)] int length, [Values(0, 1, 5)] int start)
    {
        const double Sentinel = 12345.0;
        double[] x = Samples.Vector(length, 5 + length);
        double[] y = Samples.Vector(length, 6 + length);
        double[] buffer = new double[start + length + 9];

        Span<double> Target(double[] from)
        {
            Array.Fill(buffer, Sentinel);
            from.CopyTo(buffer, start);
            return buffer.AsSpan(start, length);
        }

        void AssertBuffer(Func<int, double> expected)
        {
            for (int i = 0; i < buffer.Length; i++)
            {
                int k = i - start;
                Assert.That(buffer[i], Is.EqualTo(k >= 0 && k < length ? expected(k) : Sentinel), $"element {k}");
            }
        }

        Axpy.Add(Alpha, x, Target(y));
        AssertBuffer(i => Math.FusedMultiplyAdd(Alpha, x[i], y[i]));
        Scale.By(Alpha, Target(x));
        AssertBuffer(i => x[i] * Alpha);
        Hadamard.Multiply(x, y, Target(y));
        AssertBuffer(i => x[i] * y[i]);
        Combine.Into(Alpha, x, Beta, y, Target(y));
        AssertBuffer(i => Math.FusedMultiplyAdd(Alpha, x[i], Beta * y[i]));
    }

    [Test]
    public void Reductions_NotANumberOrInfinityAnywhere_IsNotLost([Values(1, 7, 8, 9, 31, 70)] int length, [Values(0, 5, 8, 69)] int place)
    {
        place = Math.Min(place, length - 1);
        double[] ones = new double[length];
        Array.Fill(ones, 1.0);
        double[] broken = (double[])ones.Clone();

        broken[place] = double.NaN;
        Assert.That(Dot.Product(broken, ones), Is.NaN);
        Assert.That(Sum.Of(broken), Is.NaN);
        Assert.That(SumOfSquares.Of(broken), Is.NaN);
        Assert.That(WeightedDot.Product(ones, broken, ones), Is.NaN);
        Assert.That(MaxAbs.Of(broken), Is.NaN);
        Assert.That(StepRatio.Largest(ones, broken), Is.NaN);

        broken[place] = double.NegativeInfinity;
        Assert.That(Dot.Product(broken, ones), Is.EqualTo(double.NegativeInfinity));
        Assert.That(Sum.Of(broken), Is.EqualTo(double.NegativeInfinity));
        Assert.That(MaxAbs.Of(broken), Is.EqualTo(double.PositiveInfinity));
        Assert.That(StepRatio.Largest(ones, broken), Is.Zero);
    }

    [Test]
    public void StepRatio_StepTaken_LeavesNothingNegativeBeyondRounding([Values(1, 9, 64)] int length)
    {
        double[] x = Samples.Positive(length, 20);
        double[] dx = Samples.Vector(length, 21);
        Scale.By(50.0, dx);
        dx[0] = -60.0;

        double t = StepRatio.Largest(x, dx);

        double least = double.PositiveInfinity;
        for (int i = 0; i < length; i++)
        {
            least = Math.Min(least, x[i] + t * dx[i]);
        }

        Assert.That(t, Is.LessThan(1.0));
        Assert.That(least, Is.EqualTo(0.0).Within(1e-15));
    }

    [Test]
    public void GroupSum_GroupsAndOutsiders_EqualsTheDefinition([Range(0, 70, 7)] int length)
    {
        const int Groups = 4, Columns = 11, Stride = 13;
        int[] group = Samples.Rows(length, Groups + 1, length);
        for (int i = 0; i < length; i++)
        {
            group[i]--;
        }

        double[] x = Samples.Vector(length, 30);
        double[] a = Samples.Vector(length * Stride, 31);
        double[] sums = [9, 9, 9, 9], expectedSums = new double[Groups];
        double[] result = Samples.Vector(Groups * Columns, 32);
        double[] expected = (double[])result.Clone();
        for (int i = 0; i < length; i++)
        {
            if (group[i] >= 0)
            {
                expectedSums[group[i]] += x[i];
                ScalarTwins.AddTransposed(1.0, a, Stride, [i], [x[i]], expected.AsSpan(group[i] * Columns, Columns));
            }
        }

        GroupSum.Of(group, x, sums);
        GroupSum.Rows(a, Columns, Stride, group, x, result, Columns);

        Assert.That(sums, Is.EqualTo(expectedSums));
        Assert.That(result, Is.EqualTo(expected));
    }

    [Test]
    public void Kernels_SizesThatDoNotFit_AreRefused()
    {
        double[] three = new double[3], four = new double[4], scratch = new double[5000];

        Assert.That(() => Dot.Product(three, four), Throws.ArgumentException);
        Assert.That(() => Axpy.Add(1.0, three, four), Throws.ArgumentException);
        Assert.That(() => MatrixVector.Multiply(four, 2, 3, 3, three, new double[2]), Throws.ArgumentException);
        Assert.That(() => MatrixVector.GatherMultiply(four, 2, 2, [2], new double[2], new double[1]), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => ScaledGram.ByRows(four, 2, 2, 2, new double[2], three, 2, scratch), Throws.ArgumentException);
        Assert.That(() => ScaledGram.ByRows(four, 2, 2, 2, new double[2], four, 2, three), Throws.ArgumentException);
        Assert.That(() => Cholesky.Factor(three, 2, 2, scratch, out _), Throws.ArgumentException);
        Assert.That(() => Ldl.Factor(four, 2, 2, [1], 1e-9, scratch, out _), Throws.ArgumentException);
        Assert.That(() => GroupSum.Of([4], [1.0], four), Throws.InstanceOf<IndexOutOfRangeException>());
    }
}
