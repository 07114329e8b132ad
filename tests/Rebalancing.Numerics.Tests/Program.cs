using System.Globalization;

namespace Rebalancing.Numerics.Tests;

/// <summary>The child process of <see cref="TierTests"/>: prints the widest registers in use and the hash of all kernels' results.</summary>
internal static class Program
{
    public static int Main()
    {
        Console.WriteLine(KernelHash.WidestRegister.ToString(CultureInfo.InvariantCulture));
        Console.WriteLine(KernelHash.Compute().ToString("X16", CultureInfo.InvariantCulture));
        return 0;
    }
}
