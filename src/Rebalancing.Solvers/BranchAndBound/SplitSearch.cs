using Rebalancing.Numerics;

namespace Rebalancing.Solvers.BranchAndBound;

/// <summary>
/// The split S = D + L L' of a program's covariance that bounds its root best. What the root relaxation proves is a concave function of D, and where it is
/// solved it gives a cut: a column whose answer is a mixture of two places, with variance (x - low)(high - x) about their mean, is worth so much for each unit of d.
/// <code>
///   v(D) is at most  v(D') + sum kappa s_i (d_i - d'_i),   s_i = (x_i - low_i)(high_i - x_i) where x_i lies on a bridge at D', 0 elsewhere
/// </code>
/// The centres of what the cuts leave are tried, and at last the diagonal of the largest sum at the worths that the cuts have there: the better of both is taken.
/// </summary>
internal sealed class SplitSearch(StructuredProgram source, ChoiceTable table, DiagonalCache diagonals, DiscreteSettings settings, Deadline deadline)
{
    /// <summary>Centres that are tried.</summary>
    private const int MostRounds = 20;

    /// <summary>Solves of one root, the prices of its counts moved between them.</summary>
    private const int MostPasses = 60;

    /// <summary>The largest-sum diagonal lies at the boundary; so much of it is a point inside.</summary>
    private const double Inside = 0.9;

    /// <summary>The barrier's weight falls by this much a round.</summary>
    private const double Shrink = 0.7;

    /// <summary>What coordinates that the root has no use for are worth, as a part of the mean: below the root some of them are used.</summary>
    private const double LeastWorth = 0.3;

    /// <summary>A split that raises the root's bound by less than this part of the gap is not worth a new tree.</summary>
    private const double LeastGain = 0.05;

    private double[] _prices = [];

    /// <summary>Convex programs solved so far.</summary>
    internal long Solves { get; private set; }

    /// <summary>Workers whose relaxations use a better split; null where there is none to be had.</summary>
    /// <param name="count">How many.</param>
    /// <param name="objective">Of the best point; infinite without one.</param>
    /// <param name="cancellation">Honoured inside solves.</param>
    internal NodeWorker[]? Find(int count, double objective, CancellationToken cancellation)
    {
        if (TheOne() is not { Matrix: { } matrix } covariance)
            return null;
        DiagonalExtraction first = diagonals.Of(matrix), best = first;
        if (matrix.Order > DiagonalExtraction.LargestOrder || first.Diagonal.ContainsAnyExceptInRange(double.Epsilon, double.MaxValue) || Relax(matrix, first, covariance, cancellation) is not { } start)
            return null;
        double bound = start.Bound, gap = double.IsInfinity(objective) ? Math.Abs(bound) : objective - bound, mu = gap / (2 * matrix.Order);
        var barrier = new DiagonalBarrier(matrix, Scaled(first.Diagonal, Inside));
        barrier.AddCut(start.Gradient, bound, first.Diagonal);
        for (int round = 0; round < MostRounds; round++, mu *= Shrink)
        {
            if (!barrier.Centre(mu))
                break;
            var centre = new DiagonalExtraction(matrix, barrier.Diagonal.ToArray());
            if (Relax(matrix, centre, covariance, cancellation) is not { } answer)
                break;
            if (answer.Bound > bound)
                (bound, best) = (answer.Bound, centre);
            barrier.AddCut(answer.Gradient, answer.Bound, centre.Diagonal);
        }

        DiagonalExtraction last = AtWorths(matrix, barrier, mu);
        if (Relax(matrix, last, covariance, cancellation) is { } outer && outer.Bound > bound)
            (bound, best) = (outer.Bound, last);
        return bound - start.Bound < LeastGain * gap ? null : [.. Enumerable.Range(0, count).Select(_ => Worker(matrix, best))];
    }

    private static DiagonalExtraction AtWorths(CovarianceMatrix matrix, DiagonalBarrier barrier, double mu)
    {
        double[] worth = barrier.Worth(mu);
        double least = LeastWorth * Sum.Of(worth) / worth.Length;
        for (int i = 0; i < worth.Length; i++)
            worth[i] += least;
        return DiagonalExtraction.Weighted(matrix, Scaled(barrier.Diagonal, Inside), worth);
    }

    private static double[] Scaled(ReadOnlySpan<double> diagonal, double by)
    {
        double[] scaled = diagonal.ToArray();
        for (int i = 0; i < scaled.Length; i++)
            scaled[i] *= by;
        return scaled;
    }

    private NodeWorker Worker(CovarianceMatrix matrix, DiagonalExtraction split)
    {
        var worker = new NodeWorker(source, table, diagonals.With(matrix, split), settings);
        worker.Refresh(deadline);
        return worker;
    }

    /// <summary>The covariance that is split, where there is only one and it stands in the objective.</summary>
    private FunctionEntry? TheOne()
    {
        FunctionEntry[] split = [.. source.Functions.Where(entry => entry is { Kind: FunctionKind.Covariance, Norm: < 0 } && table.Touches(source.Base(entry.On)))];
        return split is [{ Budget: < 0, Weight: > 0 }] ? split[0] : null;
    }

    /// <summary>What the root relaxation proves with a split, and the worth of each coordinate of D there; null when the engine found no answer.</summary>
    private (double Bound, double[] Gradient)? Relax(CovarianceMatrix matrix, DiagonalExtraction split, FunctionEntry covariance, CancellationToken cancellation)
    {
        NodeWorker worker = Worker(matrix, split);
        worker.State.Reset();
        if (!worker.State.Propagate())
            return null;
        _prices.CopyTo(worker.Prices, 0);
        var search = new PriceSearch(worker);
        search.Begin(isRoot: true);
        double bound = double.NegativeInfinity;
        SolveResult result;
        int pass = 0;
        do
        {
            Solves++;
            result = worker.Solve(worker.State, start: null, cancellation);
            if (result.Status != SolveStatus.Optimal)
                return null;
            worker.Bound.Find(result.Solution, worker.State, worker.Prices);
            bound = Math.Max(bound, worker.Bound.Bound);
        }
        while (++pass < MostPasses && search.Move(worker.State, result));
        _prices = [.. worker.Prices];
        return (bound, Gradient(worker, result, covariance));
    }

    private double[] Gradient(NodeWorker worker, SolveResult result, FunctionEntry covariance)
    {
        ReadOnlySpan<double> x = result.Solution.Columns.Values;
        int start = source.Base(covariance.On).Start;
        double kappa = 0.5 * covariance.Weight * covariance.Scalar;
        var gradient = new double[covariance.On.Length];
        for (int i = 0; i < gradient.Length; i++)
        {
            int j = start + i;
            if (worker.State.IsSettled(j))
                continue;
            (bool onBridge, _, _, Bridge bridge) = worker.Writer.EnvelopeOf(j).At(x[j]);
            gradient[i] = onBridge ? kappa * (x[j] - bridge.Low) * (bridge.High - x[j]) : 0;
        }

        return gradient;
    }
}
