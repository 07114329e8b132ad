using Rebalancing.Planning;
using Rebalancing.Solvers;

namespace Rebalancing;

/// <summary>The portfolios with the least conditional value at risk for their expected return, from the least risk of all to the highest return.</summary>
/// <remarks>Immutable; safe to share between threads.</remarks>
[Rendering.TypeFormatterSource(typeof(Rendering.NotebookFormatters))]
public sealed class TailFrontier
{
    private TailFrontier(TailFrontierPoint[] points) => Points = points;

    /// <summary>The points, evenly spaced in return.</summary>
    public IReadOnlyList<TailFrontierPoint> Points { get; }

    /// <summary>Computes the frontier for one account. Where one end has no optimal answer, only the two ends are returned.</summary>
    /// <param name="account">Where trading starts.</param>
    /// <param name="tail">The risk.</param>
    /// <param name="expected">The reward, per year.</param>
    /// <param name="limits">What every point must meet; null for fully invested and long only.</param>
    /// <param name="points">Number of points, at least 2; default 20.</param>
    /// <param name="settings">How each point is solved; null for the defaults.</param>
    /// <param name="cancellation">Points not reached get the status Cancelled.</param>
    public static TailFrontier Of(
        Account account, ConditionalValueAtRisk tail, ExpectedReturn expected, IReadOnlyList<Limit>? limits = null, int points = 20, RebalanceSettings? settings = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(account);
        ArgumentNullException.ThrowIfNull(tail);
        ArgumentNullException.ThrowIfNull(expected);
        ArgumentOutOfRangeException.ThrowIfLessThan(points, 2);
        settings ??= RebalanceSettings.Default;
        limits ??= [Limits.FullyInvested, Limits.LongOnly];
        if (account.NotTraded.Count > 0) limits = [.. limits, UntradedAssets.Limit(account)];
        TailFrontierPoint least = End(tail), most = End(expected);
        if (double.IsNaN(least.Return) || double.IsNaN(most.Return)) return new TailFrontier([least, most]);

        // inner points: one program of which only the bound on the return moves, solved in the same memory
        var bound = new MovingBound([expected]);
        Mandate moving = MandateFor(tail, bound);
        var worker = new RebalanceWorker(moving, settings);
        StartingPrices? start = null;
        var all = new TailFrontierPoint[points];
        (all[0], all[^1]) = (least, most);
        for (int i = 1; i < points - 1; i++)
        {
            bound.Bound = -(least.Return + ((double)i / (points - 1) * (most.Return - least.Return)));
            all[i] = Point(new RebalanceResult(MandateFor(tail, expected.AtMost(bound.Bound)), account, settings, worker.Rebalance(account, cancellation, start)));
            // the next point is near: it starts from this one's answer
            start = worker.CapturePrices();
        }
        return new TailFrontier(all);

        Mandate MandateFor(Term objective, Limit? level) => new() { Objective = objective, Limits = level is null ? limits : [.. limits, level], CostSettlement = CostSettlement.Outside };

        TailFrontierPoint End(Term objective) => Point(new Rebalancer(MandateFor(objective, null), account.Universe, settings).Rebalance(account, cancellation));

        TailFrontierPoint Point(RebalanceResult result) => result.IsOptimal
            ? new TailFrontierPoint(-expected.ValueAt(account, result.Weights), tail.ValueAt(account, result.Weights), result)
            : new TailFrontierPoint(double.NaN, double.NaN, result);
    }
}
