using Rebalancing.Solvers.Tests.Random;

namespace Rebalancing.Solvers.Tests.InteriorPoint;

/// <summary>One number that changes when a single bit of any answer of the interior point changes.</summary>
internal static class SolveHash
{
    private const int Programs = 40;

    /// <summary>The hash over random programs of every kind and one factor mandate wide enough for threads.</summary>
    public static ulong Compute(int threads)
    {
        ulong hash = 14695981039346656037UL;
        var settings = new SolverSettings { Engine = EngineKind.InteriorPoint, Threads = threads };
        for (int seed = 1; seed <= Programs; seed++)
            Add(ref hash, new ProgramSolver(ProgramGenerator.Make(seed, Twin.Solvable).Program.Record(), settings).Solve());
        Add(ref hash, new ProgramSolver(Wide(), settings).Solve());
        return hash;
    }

    /// <summary>300 assets, 20 factors, kinks and a budget row.</summary>
    public static StructuredProgram Wide()
    {
        var random = new TestRandom(3);
        const int n = 300, k = 20;
        var builder = new ProgramBuilder();
        Block w = builder.Variables(n, "w");
        builder.Quadratic(builder.Image(DenseMap.FromColumns(random.NormalVector(n * k), k, n), w), Enumerable.Repeat(0.1, k).ToArray());
        builder.Quadratic(w, random.UniformVector(n, 0.05, 0.2));
        builder.Linear(w, [.. random.NormalVector(n).Select(v => 0.1 * v)]);
        builder.Kinked(builder.Offset(w, Enumerable.Repeat(1.0 / n, n).ToArray()), new Kink { At = new double[n], SlopeBelow = Enumerable.Repeat(-0.001, n).ToArray(), SlopeAbove = Enumerable.Repeat(0.001, n).ToArray() });
        builder.Bounds(w, new double[n], Enumerable.Repeat(0.05, n).ToArray());
        builder.Bounds(builder.Image(new SumMap(n), w), [1], [1]);
        return builder.Build();
    }

    private static void Add(ref ulong hash, SolveResult result)
    {
        Solution answer = result.Solution;
        foreach (double[] numbers in (double[][])[answer.Columns.Values, answer.Columns.LowerDuals, answer.Columns.UpperDuals, answer.ImagePrices, answer.Flows.Values, answer.BudgetPrices, answer.NormPrices])
            foreach (double number in numbers)
                hash = (hash ^ BitConverter.DoubleToUInt64Bits(number)) * 1099511628211UL;
    }
}
