using System.Diagnostics;
using System.Globalization;

namespace Rebalancing.Numerics.Tests;

/// <summary>The same bits with 512-, 256- and 128-bit registers and without vectors: each tier runs in a process of its own.</summary>
[TestFixture]
internal sealed class TierTests
{
    [TestCase("DOTNET_EnableAVX512", 256)]
    [TestCase("DOTNET_EnableAVX2", 128)]
    [TestCase("DOTNET_EnableHWIntrinsic", 0)]
    public void AllKernels_TierSwitchedOff_KeepEveryBit(string switchOff, int widestLeft)
    {
        (int widest, string hash) = RunChild(switchOff);

        Assert.That(widest, Is.LessThanOrEqualTo(widestLeft), $"{switchOff}=0 did not switch the tier off");
        Assert.That(hash, Is.EqualTo(KernelHash.Compute().ToString("X16", CultureInfo.InvariantCulture)));
    }

    private static (int Widest, string Hash) RunChild(string switchOff)
    {
        string assembly = typeof(TierTests).Assembly.Location;
        ProcessStartInfo start = new(Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList = { "exec", assembly },
            Environment = { [switchOff] = "0" },
        };
        using Process child = Process.Start(start)!;
        Task<string> errors = child.StandardError.ReadToEndAsync();
        string[] lines = child.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.TrimEntries);
        child.WaitForExit();
        Assert.That(child.ExitCode, Is.Zero, errors.Result);
        return (int.Parse(lines[0], CultureInfo.InvariantCulture), lines[1]);
    }
}
