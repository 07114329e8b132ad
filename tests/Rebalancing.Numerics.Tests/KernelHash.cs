using System.Runtime.Intrinsics;

namespace Rebalancing.Numerics.Tests;

/// <summary>One number that changes when a single bit of any kernel's result changes.</summary>
internal static class KernelHash
{
    /// <summary>512, 256, 128, or 0 where vectors are not accelerated.</summary>
    public static int WidestRegister =>
        Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : Vector128.IsHardwareAccelerated ? 128 : 0;

    public static ulong Compute()
    {
        ulong hash = 14695981039346656037UL;
        for (int length = 0; length <= 70; length++)
        {
            AddVectors(ref hash, length);
            if (length % 8 == 0)
                AddBarriers(ref hash, length);
        }

        foreach (int order in (int[])[1, 5, 8, 23, 29, 48, 101, 130, 210])
        {
            AddMatrices(ref hash, order);
        }

        return hash;
    }

    private static void AddVectors(ref ulong hash, int length)
    {
        double[] a = Samples.Vector(length, 1), b = Samples.Vector(length, 2), w = Samples.Vector(length, 3), x = Samples.Positive(length, 4);
        double[] result = new double[length];
        Add(ref hash, [Dot.Product(a, b), Sum.Of(a), SumOfSquares.Of(a), WeightedDot.Product(w, a, b), MaxAbs.Of(a), StepRatio.Largest(x, a, 9.0)]);
        Add(ref hash, [Quadratics.Evaluate(a, w, b, result)]);
        Add(ref hash, result);
        Combine.Into(0.3, a, -1.1, b, result);
        Axpy.Add(1.7, w, result);
        Add(ref hash, result);
        Hadamard.Multiply(a, b, result);
        Scale.By(1.0 / 3.0, result);
        Add(ref hash, result);
        double[] sums = new double[5];
        GroupSum.Of(Samples.Rows(length, 5, 6), a, sums);
        Add(ref hash, sums);
    }

    private static void AddBarriers(ref ulong hash, int n)
    {
        BarrierRun low = new(n, 1), high = new(n, 2);
        double[] pull = new double[n], other = new double[n], slack = new double[n], dual = new double[n];
        BoundSides.Pull(low.Side(n), high.Side(n), low.U, high.Ds, pull);
        Add(ref hash, pull);
        BoundSides.Stiffness(low.Side(n), high.Side(n), low.Ds, 0.3, 0.1, pull);
        Add(ref hash, pull);
        foreach (int m in (int[])[n, 0])
        {
            PairRuns upper = new() { Slack = slack.AsSpan(0, m), Dual = dual.AsSpan(0, m) };
            Add(ref hash, [BoundSides.Recover(low.Side(n), high.Side(m), low.U, low.Change, new PairRuns { Slack = pull, Dual = other }, upper, 1.5)]);
            Add(ref hash, pull);
            Add(ref hash, other);
            Add(ref hash, slack);
            Add(ref hash, dual);
        }

        PairTargets.Uniform(0.3, low.Extra, pull);
        Add(ref hash, pull);
        PairTargets.SecondOrder(0.3, low.Extra, low.Ds, low.Dz, pull);
        PairTargets.Centre(low.Slack, low.Ds, low.Dual, low.Dz, low.Extra, 0.7, 0.05, 0.5, pull);
        Add(ref hash, pull);

        double[] skipped = [.. low.U.Select((_, i) => i % 5 == 4 ? 1.0 : 0)];
        var measure = default(BoundMeasure);
        measure.Add(low.Side(n), high.Side(n), low.U, low.Change, high.Ds, skipped);
        Add(ref hash, [measure.Stationarity, measure.Absorbed, measure.Slackness, measure.Complementarity, measure.LargestDual, measure.LargestSlope]);
        Reciprocal.Of(low.Slack, skipped, pull);
        Add(ref hash, pull);
        int[] begin = [0, n / 3], end = [n / 3, n];
        RunSums.Spread(begin, end, [0.7, -1.3], low.Dz, low.U, pull);
        double[] runs = [0.1, 0.2];
        RunSums.Add(begin, end, pull, low.Ds, runs);
        Add(ref hash, pull);
        Add(ref hash, runs);
        Add(ref hash, [PairProducts.After(low.Slack, low.Ds, low.Dual, low.Dz, 0.7)]);
        foreach (double x in low.Slack)
            Add(ref hash, [Elementary.Log(x), Elementary.Exp(x), Elementary.Power(x, 0.7)]);
    }

    private static void AddMatrices(ref ulong hash, int n)
    {
        int rows = 2 * n + 3, stride = n + 1;
        double[] a = Samples.Vector(rows * stride, n), x = Samples.Vector(n, 1), x2 = Samples.Vector(n, 2), w = Samples.Vector(rows, 3);
        int[] list = Samples.Rows(rows, rows, 4);
        double[] y = new double[rows], y2 = new double[rows], z = new double[n], gram = new double[rows * rows];
        double[] scratch = new double[Math.Max(Math.Max(ScaledGram.ScratchLength(rows), ScaledGram.ScratchLengthCross(n, n)), Ldl.ScratchLength(n))];

        MatrixVector.Multiply(a, rows, n, stride, x, y);
        Add(ref hash, y);
        MatrixVector.GatherMultiplyTwo(a, n, stride, list, x, x2, y, y2);
        Add(ref hash, y);
        Add(ref hash, y2);
        MatrixVector.MultiplyTransposed(a, rows, n, stride, y, z);
        MatrixVector.AddTransposedGather(0.7, a, n, stride, list, w, z);
        Add(ref hash, z);
        GroupSum.Rows(a, n, stride, Samples.Rows(rows, 3, 5), w, gram, n);
        Add(ref hash, gram);
        ScaledGram.ByRows(a, rows, n, stride, w, gram, n, scratch);
        Add(ref hash, gram);
        ScaledGram.GatherRows(a, n, stride, list, w, gram, n, scratch);
        Add(ref hash, gram);
        ScaledGram.ByColumns(a, rows, n, stride, x, gram, rows, scratch);
        Add(ref hash, gram);
        ScaledGram.Cross(a, n, stride, a.AsSpan(1), n - 1, stride, rows - 1, w.AsSpan(1), gram, n, scratch);
        Add(ref hash, gram);
        RowGram.Gather(a, n, stride, list, 1.3, gram, rows);
        Add(ref hash, gram);
        AddFactors(ref hash, n, scratch);
    }

    private static void AddFactors(ref ulong hash, int n, double[] scratch)
    {
        double[] b = Samples.Vector(n, 7);
        double[] l = Samples.PositiveDefinite(n, n, 8);
        Assert.That(Cholesky.Factor(l, n, n, scratch, out _), Is.True);
        Cholesky.SolveInPlace(l, n, n, b);
        Add(ref hash, l);
        Add(ref hash, b);

        double[] partial = Samples.PositiveDefinite(n, n, 9);
        Assert.That(Cholesky.Factor(partial, n, n, scratch, out _, n / 2), Is.True);
        Add(ref hash, partial);

        double[] d = Samples.QuasiDefinite((n + 1) / 2, n / 2, n, 10);
        sbyte[] signs = [.. Enumerable.Range(0, n).Select(i => (sbyte)(i < (n + 1) / 2 ? 1 : -1))];
        Ldl.Factor(d, n, n, signs, 1e-12, scratch, out _);
        Ldl.Solve(d, n, n, b);
        Add(ref hash, d);
        Add(ref hash, b);
    }

    private static void Add(ref ulong hash, ReadOnlySpan<double> values)
    {
        foreach (double value in values)
        {
            hash = (hash ^ BitConverter.DoubleToUInt64Bits(value)) * 1099511628211UL;
        }
    }
}
