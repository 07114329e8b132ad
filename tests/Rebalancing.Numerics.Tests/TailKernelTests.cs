namespace Rebalancing.Numerics.Tests;

/// <summary>Tail selection, labels, column gathers and hinge pairs against plain loops, one number at a time.</summary>
public class TailKernelTests
{
    [Test]
    public void TailThreshold_AnyLengthWeightsAndTies_IsTheSortedAnswer([Values(1, 2, 7, 8, 9, 70, 1000, 20_000)] int length, [Values] bool even, [Values] bool ties)
    {
        double[] x = Samples.Vector(length, 11), w = even ? [0.25] : Samples.Positive(length, 12);
        if (ties)
            for (int i = 0; i < length; i++)
                x[i] = Math.Round(x[i], 1);
        double total = even ? 0.25 * length : w.Sum();
        var search = new TailThreshold();
        foreach (double share in new[] { 1e-6, 0.01, 0.05, 0.5, 0.999 })
        {
            search.Find(x, w, share * total);
            double cold = search.Threshold;
            (double threshold, double value) = Sorted(x, w, share * total);
            Assert.That(cold, Is.EqualTo(threshold));
            Assert.That(search.Value, Is.EqualTo(value).Within(1e-9 * (1 + Math.Abs(value))));
            search.Find(x, w, share * total, threshold + 0.01, 0.2);
            Assert.That(search.Threshold, Is.EqualTo(threshold), "warm");
            search.Find(x, w, share * total, threshold + 50, 0.1);
            Assert.That(search.Threshold, Is.EqualTo(threshold), "misled");
        }
    }

    [Test]
    public void TailLabels_AnyLength_AreThoseOfAPlainLoop([Range(0, 70)] int length)
    {
        double[] x = Samples.Vector(length, 13);
        var labels = new byte[length];
        int near = TailLabels.Set(x, -0.2, 0.3, labels);
        byte[] expected = [.. x.Select(v => (byte)(v > 0.3 ? 2 : v >= -0.2 ? 1 : 0))];
        Assert.That(labels, Is.EqualTo(expected));
        Assert.That(near, Is.EqualTo(expected.Count(l => l == 1)));
        int[] strays = [.. Enumerable.Range(0, length).Where(i => labels[i] == 0 ? x[i] - 0.1 > -0.5 : labels[i] == 2 && x[i] - 0.1 < 0.5)], list = new int[length];
        int found = TailLabels.Strays(x, labels, 0.1, 0.5, list, out int wrong);
        Assert.That(list[..found], Is.EqualTo(strays));
        Assert.That(wrong, Is.EqualTo(strays.Count(i => labels[i] == 0 ? x[i] > 0.1 : x[i] < 0.1)));
        Assert.That(list[..TailLabels.List(labels, 2, list)], Is.EqualTo(Enumerable.Range(0, length).Where(i => labels[i] == 2)));
    }

    [Test]
    public void TailLabelsUnsure_AnyLength_ListsWhatABoundLeavesOpen([Range(0, 70)] int length)
    {
        double[] x = Samples.Vector(length, 15), reach = Samples.Positive(length, 16);
        byte[] labels = [.. x.Select((v, i) => (byte)(i % 5 == 0 ? 1 : v > 0.8 ? 2 : 0))];
        const double Drift = 0.3, Low = 0.6, High = 1.1;
        int[] open = [.. Enumerable.Range(0, length).Where(i => labels[i] == 0 ? x[i] + (Drift * reach[i]) > Low : labels[i] == 2 && x[i] - (Drift * reach[i]) < High)], list = new int[length];
        Assert.That(list[..TailLabels.Unsure(x, reach, labels, Drift, Low, High, list)], Is.EqualTo(open));
        Assert.That(TailLabels.Unsure(x, reach, labels, Drift, Low, High, []), Is.EqualTo(open.Length));
    }

    [Test]
    public void TailThreshold_WithWeightBefore_IsThatOfAllNumbersTogether([Values(1, 8, 70, 3000)] int length, [Values] bool even)
    {
        double[] x = Samples.Vector(length, 17), w = even ? [0.25] : Samples.Positive(length, 18);
        double[] above = [.. Enumerable.Range(0, 40).Select(i => 100.0 + i)], aboveWeights = even ? [0.25] : Samples.Positive(40, 19);
        double before = even ? 10 : aboveWeights.Sum(), own = even ? 0.25 * length : w.Sum();
        TailThreshold some = new(), all = new();
        foreach (double share in new[] { 0.01, 0.3, 0.9 })
        {
            some.Find(x, w, before + (share * own), before: before);
            all.Find([.. x, .. above], even ? w : [.. w, .. aboveWeights], before + (share * own));
            Assert.That(some.Threshold, Is.EqualTo(all.Threshold));
            double sum = above.Select((a, i) => a * (even ? 0.25 : aboveWeights[i])).Sum();
            Assert.That(some.Value + sum, Is.EqualTo(all.Value).Within(1e-9 * (1 + Math.Abs(all.Value))));
        }
    }

    [Test]
    public void RowExtent_AnyColumns_IsTheLargestMagnitudeOfEachRow([Range(1, 40)] int columns)
    {
        const int Rows = 5, Stride = 41;
        double[] a = Samples.Vector(Rows * Stride, 20), extents = new double[Rows];
        RowExtent.Of(a, Rows, columns, Stride, extents);
        Assert.That(extents, Is.EqualTo(Enumerable.Range(0, Rows).Select(t => a.AsSpan(t * Stride, columns).ToArray().Max(Math.Abs))));
    }

    [Test]
    public void ColumnGather_AnyColumns_CopiesAndScales([Range(0, 20)] int columns)
    {
        const int Rows = 5, Stride = 23;
        double[] a = Samples.Vector(Rows * Stride, 14), result = new double[Rows * 24], some = new double[3 * 24];
        int[] list = [.. Enumerable.Range(0, columns).Select(i => (7 * i) % Stride)];
        Array.Fill(result, 99.0);
        ColumnGather.Copy(a, Rows, Stride, list, -2, result, 24);
        for (int t = 0; t < Rows; t++)
            for (int q = 0; q < 24; q++)
                Assert.That(result[(t * 24) + q], Is.EqualTo(q < columns ? -2 * a[(t * Stride) + list[q]] : 0));
        if (columns == 0)
            return;
        ColumnGather.CopyRows(a, [4, 0, 2], Stride, list, 1, some, 24);
        Assert.That(some[24 + columns - 1], Is.EqualTo(a[list[^1]]));
        Assert.That(() => ColumnGather.Copy(a, Rows, Stride, [Stride], 1, result, 24), Throws.InstanceOf<ArgumentException>());
    }

    [Test]
    public void HingePairs_EveryWholeLength_EqualTheirEquations([Range(0, 72, 8)] int n)
    {
        double[] v = Samples.Vector(n, 1), w = Samples.Positive(n, 2), b = Samples.Positive(n, 3), s = new double[n], y = new double[n], p = new double[n], z = new double[n];
        HingePairs.Start(v, w, 0.7, s, y, p, z);
        for (int i = 0; i < n; i++)
        {
            Assert.That(s[i] - y[i], Is.EqualTo(v[i]).Within(1e-13 * (1 + Math.Abs(v[i]))));
            Assert.That(s[i] * y[i], Is.EqualTo(0.25 * 0.49).Within(1e-12));
            Assert.That(p[i] + z[i], Is.EqualTo(w[i]).Within(1e-13 * w[i]));
        }

        double[] d = new double[n], e = new double[n], h = new double[n], q2 = new double[n];
        double sum = HingePairs.Stiffness(s, y, p, z, v, d, e), response = HingePairs.Response(d, s, z, b, h);
        Assert.That(sum, Is.EqualTo(Enumerable.Range(0, n).Sum(i => (p[i] * y[i]) + (z[i] * s[i]))).Within(1e-12 * (1 + sum)));
        Assert.That(response, Is.EqualTo(Enumerable.Range(0, n).Sum(i => b[i] * (s[i] / z[i]) * (h[i] - b[i]))).Within(1e-10 * (1 + Math.Abs(response))));
        for (int i = 0; i < n; i++)
        {
            Assert.That(d[i], Is.EqualTo(p[i] * z[i] / ((p[i] * s[i]) + (z[i] * y[i]))));
            Assert.That(e[i], Is.EqualTo(d[i] * v[i]));
            Assert.That(h[i], Is.EqualTo(d[i] * (b[i] * (s[i] / z[i]))));
        }

        double[] dv = Samples.Vector(n, 5), ds = Samples.Vector(n, 6), dy = Samples.Vector(n, 7), dp = Samples.Vector(n, 8), dz = Samples.Vector(n, 9);
        double[] before = [.. ds], beforeY = [.. dy], beforeP = [.. dp], beforeZ = [.. dz];
        var at = new HingeRun(v, s, y, p, z, d);
        var change = new HingeRun(dv, ds, dy, dp, dz, d);
        HingePairs.Correct(at, change, 0.01, e, q2);
        double primal = 1e-3, dual = 1e-3;
        HingePairs.Recover(at, change, e, q2, h, b, 0.2, ref primal, ref dual);
        double largestPrimal = 1e-3, largestDual = 1e-3;
        for (int i = 0; i < n; i++)
        {
            double first = (0.01 - (beforeP[i] * beforeY[i])) / p[i], second = (0.01 - (beforeZ[i] * before[i])) / z[i];
            Assert.That(q2[i], Is.EqualTo(second));
            Assert.That(e[i], Is.EqualTo(d[i] * (v[i] + first - second)));
            double pChange = Math.FusedMultiplyAdd(h[i], 0.2, Math.FusedMultiplyAdd(d[i], dv[i], e[i])), zChange = (b[i] * 0.2) - pChange;
            Assert.That(dp[i], Is.EqualTo(pChange));
            Assert.That(dz[i], Is.EqualTo(zChange));
            Assert.That(ds[i], Is.EqualTo(second - s[i] - (s[i] / z[i] * zChange)));
            Assert.That(dy[i], Is.EqualTo(ds[i] - dv[i]));
            largestPrimal = Math.Max(largestPrimal, Math.Max(-ds[i] / s[i], -dy[i] / y[i]));
            largestDual = Math.Max(largestDual, Math.Max(-dp[i] / p[i], -dz[i] / z[i]));
        }

        Assert.That((primal, dual), Is.EqualTo((largestPrimal, largestDual)));
        double after = HingePairs.After(at, change, 0.3, 0.4);
        Assert.That(after, Is.EqualTo(Enumerable.Range(0, n).Sum(i => ((p[i] + (0.4 * dp[i])) * (y[i] + (0.3 * dy[i]))) + ((z[i] + (0.4 * dz[i])) * (s[i] + (0.3 * ds[i]))))).Within(1e-9 * (1 + Math.Abs(after))));
    }

    private static (double Threshold, double Value) Sorted(double[] x, double[] w, double target)
    {
        int[] order = [.. Enumerable.Range(0, x.Length).OrderByDescending(i => x[i])];
        double reached = 0, sum = 0;
        foreach (int i in order)
        {
            double weight = w.Length == 1 ? w[0] : w[i];
            if (reached + weight >= target * (1 - 1e-13) || i == order[^1])
                return (x[i], sum + (x[i] * (target - reached)));
            reached += weight;
            sum += weight * x[i];
        }

        throw new InvalidOperationException("no numbers");
    }
}
