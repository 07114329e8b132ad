using System.Diagnostics;
using Rebalancing.Numerics;

namespace Rebalancing.Benchmarks.Compare;

/// <summary>
/// How fast this machine is at the moment: GFLOP/s of the library's own Gram product A'diag(d)A of a 1000 x 1000 matrix, one thread,
/// best of several. Figures of two machines, or of two hours on one, compare through it.
/// </summary>
internal static class Calibration
{
    private const int Order = 1000;
    private const int Repeats = 10;

    /// <summary>Multiplications and additions a second, in billions; a symmetric product of order n over n terms counts n n (n + 1).</summary>
    public static double GigaFlops()
    {
        int stride = Lanes.PadTo8(Order);
        var arena = new Arena();
        Span<double> a = arena.Doubles((long)Order * stride);
        Span<double> gram = arena.Doubles((long)Order * stride);
        Span<double> weights = arena.Doubles(Order);
        Span<double> scratch = arena.Doubles(ScaledGram.ScratchLength(Order));
        for (int i = 0; i < a.Length; i++)
        {
            a[i] = Math.Sin(i);
        }

        weights.Fill(1);
        double best = double.PositiveInfinity;
        for (int repeat = 0; repeat < Repeats; repeat++)
        {
            long start = Stopwatch.GetTimestamp();
            ScaledGram.ByRows(a, Order, Order, stride, weights, gram, stride, scratch);
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        return Order * (double)Order * (Order + 1) / best / 1e9;
    }
}
