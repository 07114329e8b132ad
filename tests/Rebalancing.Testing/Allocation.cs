namespace Rebalancing.Testing;

/// <summary>What a call allocates, measured around it on this thread.</summary>
public static class Allocation
{
    /// <summary>A collection that another thread starts can count the rest of this thread's allocation buffer as used; it does not do so many times in a row.</summary>
    private const int Rounds = 5;

    /// <summary>Bytes that a call allocates on this thread: the least of several calls. Warm up before.</summary>
    public static long Least(Action call)
    {
        ArgumentNullException.ThrowIfNull(call);
        long least = long.MaxValue;
        for (int round = 0; round < Rounds; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            call();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
