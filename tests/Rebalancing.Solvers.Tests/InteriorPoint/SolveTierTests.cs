using System.Diagnostics;
using System.Globalization;

namespace Rebalancing.Solvers.Tests.InteriorPoint;

/// <summary>Whole solves keep every bit: again, with two threads, and on every instruction tier (each in a process of its own).</summary>
public class SolveTierTests
{
    [Test]
    public void Solve_AgainAndWithTwoThreads_KeepsEveryBit()
    {
        ulong once = SolveHash.Compute(threads: 1);
        Assert.That(SolveHash.Compute(threads: 1), Is.EqualTo(once));
        Assert.That(SolveHash.Compute(threads: 2), Is.EqualTo(once));
        TestContext.Out.WriteLine($"hash of all answers: {once:X16}");
    }

    [TestCase("DOTNET_EnableAVX512")]
    [TestCase("DOTNET_EnableAVX2")]
    [TestCase("DOTNET_EnableHWIntrinsic")]
    public void Solve_TierSwitchedOff_KeepsEveryBit(string switchOff)
    {
        ProcessStartInfo start = new(Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet")
        {
            RedirectStandardOutput = true,
            ArgumentList = { "exec", typeof(SolveTierTests).Assembly.Location },
            Environment = { [switchOff] = "0" },
        };
        using Process child = Process.Start(start)!;
        string[] lines = child.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.TrimEntries);
        child.WaitForExit();
        Assert.That(child.ExitCode, Is.Zero);
        Assert.That(lines, Does.Contain("hash " + SolveHash.Compute(threads: 1).ToString("X16", CultureInfo.InvariantCulture)));
    }
}
