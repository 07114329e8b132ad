using System.Globalization;
using Rebalancing.Solvers.Tests.InteriorPoint;

namespace Rebalancing.Solvers.Tests;

/// <summary>The child process of <see cref="SolveTierTests"/>: prints the hash of whole solves.</summary>
internal static class Program
{
    public static int Main()
    {
        Console.WriteLine("hash " + SolveHash.Compute(threads: 1).ToString("X16", CultureInfo.InvariantCulture));
        return 0;
    }
}
