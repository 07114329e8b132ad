using NUnit.Framework;

namespace Rebalancing.Testing;

/// <summary>Proof, around the call, that pouring in an account's numbers allocates nothing.</summary>
public static class ProgramAllocation
{
    /// <summary>Records the first account, pours in both in turn, and measures the last round on this thread.</summary>
    public static void IsNone(MandateProgram program, Account first, Account second)
    {
        ArgumentNullException.ThrowIfNull(program);
        object recorded = program.Read(first);
        for (int i = 0; i < 3; i++)
        {
            program.Read(second);
            program.Read(first);
        }
        long allocated = long.MaxValue;
        for (int i = 0; i < 3; i++)
        {
            // the least of three: a collection that another thread starts can retire part of this thread's allocation budget
            long before = GC.GetAllocatedBytesForCurrentThread();
            object again = program.Read(second);
            allocated = Math.Min(allocated, GC.GetAllocatedBytesForCurrentThread() - before);
            Assert.That(again, Is.SameAs(recorded), "the program is recorded once");
        }
        Assert.That(allocated, Is.Zero, "bytes allocated while the next account was read");
    }
}
