using Rebalancing.Planning;
using Rebalancing.Solvers;

namespace Rebalancing;

/// <summary>The portfolios that no other portfolio beats in both risk and net return, from least risk to highest return, each a full result.</summary>
/// <remarks>Immutable; safe to share between threads.</remarks>
[Rendering.TypeFormatterSource(typeof(Rendering.NotebookFormatters))]
public sealed class EfficientFrontier
{
    /// <summary>Runs of neighbouring points that start from one another; fixed, so that the points do not depend on the number of threads.</summary>
    private const int Segments = 8;

    private EfficientFrontier(FrontierPoint[] points) => Points = points;

    /// <summary>The points, from least risk to highest return.</summary>
    public IReadOnlyList<FrontierPoint> Points { get; }

    /// <summary>Computes a frontier for one account.</summary>
    /// <param name="account">Where trading starts.</param>
    /// <param name="request">What is drawn.</param>
    /// <param name="settings">How each point is solved; null for the defaults.</param>
    /// <param name="threads">Threads to use, at least 1; default 1. The points do not depend on it.</param>
    /// <param name="cancellation">Points not reached get the status Cancelled.</param>
    /// <exception cref="MandateException">The request does not fit the account's universe.</exception>
    public static EfficientFrontier Of(Account account, FrontierRequest request, RebalanceSettings? settings = null, int threads = 1, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(account);
        ArgumentNullException.ThrowIfNull(request);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        settings ??= RebalanceSettings.Default;
        if (account.NotTraded.Count > 0) request = request with { Limits = [.. request.Limits, UntradedAssets.Limit(account)] };
        Term[] reward = [request.Return, .. request.Costs];
        Mandate least = MandateFor(request, new Variance(request.Risk), null), most = MandateFor(request, Sum(reward), null);
        MandateValidator.ThrowIfInvalid(least, account.Universe);
        MandateValidator.ThrowIfInvalid(most, account.Universe);
        MandateValidator.ThrowIfInvalid(least, account);

        var points = new FrontierPoint[request.Points];
        points[0] = Point(request, Result(least, account, settings, cancellation));
        points[^1] = Point(request, Result(most, account, settings, cancellation));
        if (double.IsNaN(points[0].Return) || double.IsNaN(points[^1].Return)) return new EfficientFrontier([points[0], points[^1]]);

        // Inner points in fixed segments, each with a worker of its own that only moves one bound from point to point.
        int segments = Math.Min(Segments, request.Points - 2);
        Parallel.For(0, segments, new ParallelOptions { MaxDegreeOfParallelism = threads }, segment => FillSegment(segment, segments));
        return new EfficientFrontier(points);

        void FillSegment(int segment, int of)
        {
            bool byReturn = request.Axis == FrontierAxis.Return;
            MovingBound bound = byReturn ? new MovingBound(reward) : new MovingBound([new Volatility(request.Risk)]);
            Mandate moving = MandateFor(request, byReturn ? new Variance(request.Risk) : Sum(reward), bound);
            var worker = new RebalanceWorker(moving, settings);
            StartingPrices? start = null;
            int inner = request.Points - 2;
            for (int i = 1 + (segment * inner / of); i < 1 + ((segment + 1) * inner / of); i++)
            {
                double t = (double)i / (request.Points - 1);
                bound.Bound = byReturn ? -Between(points[0].Return, points[^1].Return, t) : Between(points[0].Volatility, points[^1].Volatility, t);
                Mandate written = moving with { Limits = [.. request.Limits, bound.Fixed()] };
                points[i] = Point(request, new RebalanceResult(written, account, settings, worker.Rebalance(account, cancellation, start)));
                // the next point is near: it starts from this one's multipliers
                start = worker.CapturePrices();
            }
        }
    }

    private static double Between(double first, double last, double t) => first + (t * (last - first));

    private static Objective Sum(Term[] terms)
    {
        Objective sum = terms[0];
        foreach (Term term in terms.AsSpan(1)) sum += term;
        return sum;
    }

    private static Mandate MandateFor(FrontierRequest request, Objective objective, Limit? moving) => new()
    {
        Objective = objective,
        Limits = moving is null ? request.Limits : [.. request.Limits, moving],
        CostSettlement = request.CostSettlement,
    };

    private static RebalanceResult Result(Mandate mandate, Account account, RebalanceSettings settings, CancellationToken cancellation) =>
        new(mandate, account, settings, new RebalanceWorker(mandate, settings).Rebalance(account, cancellation, keep: true));

    private static FrontierPoint Point(FrontierRequest request, RebalanceResult result)
    {
        var point = new FrontierPoint(double.NaN, double.NaN, result);
        if (result.IsOptimal)
        {
            double reward = -request.Return.ValueAt(result.Account, result.Weights);
            foreach (Term cost in request.Costs) reward -= cost.ValueAt(result.Account, result.Weights);
            point = new FrontierPoint(reward, request.Risk.Volatility(result.Weights), result);
        }
        request.Progress?.Report(point);
        return point;
    }
}
