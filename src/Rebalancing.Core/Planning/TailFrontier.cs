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
        limits ??= [Limits.FullyInvested, Limits.LongOnly];
        TailFrontierPoint least = Solve(tail, null), most = Solve(expected, null);
        if (double.IsNaN(least.Return) || double.IsNaN(most.Return)) return new TailFrontier([least, most]);

        var all = new TailFrontierPoint[points];
        all[0] = least;
        for (int i = 1; i < points; i++)
        {
            double t = (double)i / (points - 1), level = least.Return + (t * (most.Return - least.Return));
            all[i] = i == points - 1 ? most : Solve(tail, expected.AtMost(-level));
        }
        return new TailFrontier(all);

        TailFrontierPoint Solve(Term objective, Limit? level)
        {
            var mandate = new Mandate { Objective = objective, Limits = level is null ? limits : [.. limits, level], CostSettlement = CostSettlement.Outside };
            RebalanceResult result = new Rebalancer(mandate, account.Universe, settings).Rebalance(account, cancellation);
            return result.IsOptimal
                ? new TailFrontierPoint(-expected.ValueAt(account, result.Weights), tail.ValueAt(account, result.Weights), result)
                : new TailFrontierPoint(double.NaN, double.NaN, result);
        }
    }
}
