namespace Rebalancing.Numerics.Tests;

[TestFixture]
internal sealed class MemoryTests
{
    [Test]
    public unsafe void Arena_AnySequence_GivesZeroedAlignedSeparateSlices()
    {
        Arena arena = new();
        List<Slab> slabs = [];
        foreach (int length in (int[])[0, 1, 7, 8, 100, 9000, 3, 70000, 1, 500000, 5])
        {
            Slab slab = arena.Doubles(length);
            Assert.That(slab.Length, Is.EqualTo(length));
            Assert.That(slab.Span.ToArray(), Is.All.Zero);
            fixed (double* start = slab.Span)
            {
                Assert.That((long)start % Lanes.AlignmentBytes, Is.Zero);
            }

            slab.Span.Fill(slabs.Count + 1.0);
            slabs.Add(slab);
        }

        for (int i = 0; i < slabs.Count; i++)
        {
            Assert.That(slabs[i].Span.ToArray(), Is.All.EqualTo(i + 1.0), $"slice {i} was overwritten");
        }
    }

    [Test]
    public void Arena_ResetAndSameSequence_AllocatesNothingAndClears()
    {
        Arena arena = new();
        Take(arena);
        long reserved = arena.BytesReserved;
        arena.Reset();
        Take(arena);
        arena.Reset();

        long before = GC.GetAllocatedBytesForCurrentThread();
        Slab last = Take(arena);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.That(allocated, Is.Zero);
        Assert.That(arena.BytesReserved, Is.EqualTo(reserved));
        Assert.That(last.Span.ToArray(), Is.All.EqualTo(1.0));
    }

    [Test]
    public void Slab_SliceOutside_IsRefused()
    {
        Slab slab = new Arena().Doubles(10);

        Assert.That(slab.Slice(4, 6).Length, Is.EqualTo(6));
        Assert.That(() => slab.Slice(4, 7), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => slab.Slice(-1, 2), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(default(Slab).Span.Length, Is.Zero);
    }

    [Test]
    public void Kernels_SecondCall_AllocateNothing()
    {
        const int Rows = 400, Order = 60;
        double[] a = Samples.Vector(Rows * Order, 1), w = Samples.Positive(Rows, 2), x = Samples.Vector(Order, 3), y = new double[Rows];
        double[] gram = new double[Order * Order], scratch = new double[ScaledGram.ScratchLength(Order, 2) + Ldl.ScratchLength(Order)];
        int[] list = Samples.Rows(30, Rows, 4);
        sbyte[] signs = new sbyte[Order];
        Array.Fill(signs, (sbyte)1);
        double check = 0.0;

        void Once()
        {
            MatrixVector.Multiply(a, Rows, Order, Order, x, y);
            MatrixVector.MultiplyTransposed(a, Rows, Order, Order, y, x);
            RowGram.Gather(a, Order, Order, list, 1.0, gram, Order);
            ScaledGram.GatherRows(a, Order, Order, list, w.AsSpan(0, 30), gram, Order, scratch);
            ScaledGram.ByRows(a, Rows, Order, Order, w, gram, Order, scratch, 2);
            check += Cholesky.Factor(gram, Order, Order, scratch, out _) ? 1.0 : 0.0;
            Cholesky.SolveInPlace(gram, Order, Order, x);
            ScaledGram.ByRows(a, Rows, Order, Order, w, gram, Order, scratch);
            Ldl.Factor(gram, Order, Order, signs, 1e-9, scratch, out _);
            Ldl.Solve(gram, Order, Order, x);
            check += Dot.Product(x, x) + StepRatio.Largest(w, y) + MaxAbs.Of(y) + Sum.Of(y);
        }

        Once();
        Once();

        Assert.That(Allocation.Least(Once), Is.Zero);
        Assert.That(check, Is.Not.NaN);
    }

    private static Slab Take(Arena arena)
    {
        arena.Ints(33).Span.Fill(7);
        arena.Doubles(100_000).Span.Fill(3.0);
        Slab slab = arena.Doubles(1000);
        Span<double> values = slab;
        for (int i = 0; i < values.Length; i++)
        {
            values[i] += 1.0;
        }

        return slab;
    }
}
