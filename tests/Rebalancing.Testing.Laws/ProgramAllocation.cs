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

        object again = recorded;
        Assert.That(
            Allocation.Least(() =>
            {
                program.Read(first);
                again = program.Read(second);
            }),
            Is.Zero,
            "bytes allocated while the next accounts were read");
        Assert.That(again, Is.SameAs(recorded), "the program is recorded once");
    }
}
