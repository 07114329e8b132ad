using Rebalancing.Numerics;
using Rebalancing.Solvers.BranchAndBound;

namespace Rebalancing.Solvers.Tests.BranchAndBound;

/// <summary>Least variance of at most K of n correlated columns: diagonals taken out of the covariance, the search for a better one, and trees that start anew with it, against trying every choice of K.</summary>
public class SplitTests
{
    private const int Count = 16, Most = 5;
    private const double Least = 0.02;

    [Test]
    public void Weighted_AnyWorths_LeavesTheRestPositiveSemidefinite([Range(1, 5)] int seed)
    {
        var random = new TestRandom(seed);
        CovarianceMatrix matrix = Correlated(Count, new TestRandom(seed));
        double smallest = Smallest(matrix, new double[Count]);
        double[] inside = [.. Enumerable.Repeat(0.5 * smallest, Count)], worth = [.. inside.Select(_ => random.Uniform(0.01, 2))];
        DiagonalExtraction split = DiagonalExtraction.Weighted(matrix, inside, worth);
        double[] d = split.Diagonal.ToArray();
        Assert.That(d.Min(), Is.GreaterThanOrEqualTo(0));
        Assert.That(Smallest(matrix, d), Is.GreaterThan(-1e-12));
        Assert.That(worth.Zip(d, (w, x) => w * x).Sum(), Is.GreaterThan(smallest * worth.Sum() * 0.999), "no better than the smallest eigenvalue everywhere");
        double[] x = [.. Enumerable.Range(0, Count).Select(_ => random.Uniform(-1, 1))], rest = new double[split.Rest.Rows], whole = new double[Count];
        split.Rest.Apply(x, rest);
        matrix.Apply(x, whole);
        Assert.That(rest.Sum(y => y * y) + d.Zip(x, (a, b) => a * b * b).Sum(), Is.EqualTo(whole.Zip(x, (a, b) => a * b).Sum()).Within(1e-7));
    }

    /// <summary>Five covariances where a better split is known to exist.</summary>
    [Test]
    public void Find_CountedColumns_ProvesMoreAtTheRootAndNoMoreThanIsTrue([Range(1, 5)] int seed) =>
        Assert.That(FindsBetter(Correlated(Count, TestRandom.WithPlainSeed(seed))), "no better split");

    /// <summary>A search may find that no split is worth a new tree; what it finds must be.</summary>
    [Test]
    public void Find_AnyCovariance_OftenFindsABetterSplitThatProvesNoMoreThanIsTrue()
    {
        int found = Enumerable.Range(1, 8).Count(seed => FindsBetter(Correlated(Count, new TestRandom(seed))));
        Assert.That(found, Is.GreaterThanOrEqualTo(4));
    }

    private static bool FindsBetter(CovarianceMatrix matrix)
    {
        StructuredProgram program = Counted(matrix, Most).Program;
        var table = new ChoiceTable(program);
        table.Read();
        var diagonals = new DiagonalCache();
        double best = Enumerate(matrix);
        var first = new NodeWorker(program, table, diagonals, DiscreteSettings.Default);
        first.Refresh(Deadline.Never);
        NodeWorker[]? found = new SplitSearch(program, table, diagonals, DiscreteSettings.Default, Deadline.Never).Find(1, best, default);
        if (found is null)
            return false;
        double before = Bound(first), after = Bound(found[0]);
        Assert.That(after, Is.GreaterThan(before + (0.05 * (best - before))));
        Assert.That(after, Is.LessThanOrEqualTo(best * (1 + 1e-9)));
        return true;
    }

    [Test]
    public void Solve_TreeThatStartsAnew_HasTheSameBitsWithTwoThreads()
    {
        var data = OrLibraryPortfolio.Read(2);
        int n = data.AssetCount;
        CovarianceMatrix matrix = CovarianceMatrix.FromRows([.. data.CovarianceMatrix().Cast<double>()], n);
        (StructuredProgram program, Block x) = Counted(matrix, 10);
        (StructuredProgram again, _) = Counted(matrix, 10);
        DiscreteResult one = new DiscreteSolver(program).Solve(), two = new DiscreteSolver(again, new DiscreteSettings { Threads = 2 }).Solve();
        Assert.That(one.Nodes, Is.GreaterThan(200), "too small a tree to start anew");
        Assert.That(one.Status, Is.EqualTo(SolveStatus.OptimalWithinGap));
        Assert.That((two.Status, two.Nodes, two.Solves, BitConverter.DoubleToInt64Bits(two.Objective), BitConverter.DoubleToInt64Bits(two.Bound)),
            Is.EqualTo((one.Status, one.Nodes, one.Solves, BitConverter.DoubleToInt64Bits(one.Objective), BitConverter.DoubleToInt64Bits(one.Bound))));
        Assert.That(two.Values(x).ToArray(), Is.EqualTo(one.Values(x).ToArray()));
        Assert.That(2 * one.Objective, Is.GreaterThan(data.Frontier.Min(point => point.Variance)), "less variance than without a count");
    }

    /// <summary>One common factor, three of groups, and noise of differing size: like stocks.</summary>
    private static CovarianceMatrix Correlated(int n, TestRandom random)
    {
        double[] common = [.. Enumerable.Range(0, n).Select(_ => random.Uniform(0.5, 1.5))], group = [.. common.Select(_ => random.Uniform(-0.8, 0.8))], noise = [.. common.Select(_ => random.Uniform(0.05, 0.6))];
        var dense = new double[n * n];
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++)
                dense[(i * n) + j] = (common[i] * common[j]) + (i % 3 == j % 3 ? group[i] * group[j] : 0) + (i == j ? noise[i] : 0);
        return CovarianceMatrix.FromRows(dense, n);
    }

    private static (StructuredProgram Program, Block Columns) Counted(CovarianceMatrix matrix, int most)
    {
        int n = matrix.Order;
        var builder = new ProgramBuilder();
        Block x = builder.Variables(n, "x");
        builder.Covariance(x, matrix, 1);
        builder.Bounds(x, new double[n], Filled(n, 1));
        builder.Bounds(builder.Image(new SumMap(n), x), [1.0], [1.0]);
        builder.ZeroOrAtLeast(x, Filled(n, Least), new double[n]);
        builder.CountAtMost(x, [.. Enumerable.Range(0, n)], most);
        return (builder.Build(), x);
    }

    /// <summary>The convex program of every choice of K columns; fewer are choices in which some are zero, so ranges begin there when they may.</summary>
    private static double Enumerate(CovarianceMatrix matrix)
    {
        int n = matrix.Order;
        var builder = new ProgramBuilder();
        Block x = builder.Variables(n, "x");
        builder.Covariance(x, matrix, 1);
        builder.Bounds(builder.Image(new SumMap(n), x), [1.0], [1.0]);
        builder.Bounds(x, new double[n], Filled(n, 1));
        StructuredProgram program = builder.Build();
        BoundEntry range = program.Bounds[^1];
        var solver = new ProgramSolver(program, new SolverSettings());
        double best = double.PositiveInfinity;
        for (int set = 1; set < 1 << n; set++)
        {
            if (System.Numerics.BitOperations.PopCount((uint)set) > Most) continue;
            for (int i = 0; i < n; i++) (range.Lower[i], range.Upper[i]) = (set >> i & 1) != 0 ? (Least, 1) : (0, 0);
            SolveResult result = solver.Solve();
            if (result.Status == SolveStatus.Optimal) best = Math.Min(best, result.Objective);
        }

        return best;
    }

    private static double Bound(NodeWorker worker)
    {
        worker.State.Reset();
        Assert.That(worker.State.Propagate());
        var search = new PriceSearch(worker);
        search.Begin(isRoot: true);
        double bound = double.NegativeInfinity;
        SolveResult result;
        do
        {
            result = worker.Solve(worker.State, start: null, default);
            worker.Bound.Find(result.Solution, worker.State, worker.Prices);
            bound = Math.Max(bound, worker.Bound.Bound);
        }
        while (search.Move(worker.State, result));
        return bound;
    }

    private static double Smallest(CovarianceMatrix matrix, double[] less)
    {
        double[] storage = matrix.Storage.ToArray();
        for (int i = 0; i < less.Length; i++) storage[(i * matrix.Stride) + i] -= less[i];
        return SymmetricEigen.SmallestEigenvalue(storage, matrix.Order, matrix.Stride, new Arena().Doubles(SymmetricEigen.ScratchLength(matrix.Order)));
    }

    private static double[] Filled(int count, double value) => [.. Enumerable.Repeat(value, count)];
}
