using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Rebalancing.Numerics;

/// <summary>
/// Both sides of the bounds of many numbers in a primal-dual barrier method, in one pass: slack s, dual z, and the complementarity t that each pair heads for.
/// <code>
///   e         = u - bound - s (lower side)   or   bound - u - s (upper side), zero where it is only rounding
///   stiffness = z / s
///   pull      = (t - z e) / s
///   s'        = e + du (lower) or e - du (upper),      z' = (t - z s') / s - z
/// </code>
/// Every run is a multiple of 8 long. The upper side may be shorter than the lower one: behind its end no number has an upper bound.
/// </summary>
internal static unsafe class BoundSides
{
    /// <summary>A residual below this fraction of the larger of the two numbers it separates is rounding.</summary>
    private const double Rounding = 1e-15;

    /// <summary>result = curvature + both stiffnesses + least(proximal, share of what is there); the whole proximal term where nothing is there.</summary>
    public static void Stiffness(in BoundRuns lower, in BoundRuns upper, ReadOnlySpan<double> curvature, double proximal, double share, Span<double> result)
    {
        int n = lower.Check(), m = upper.Check();
        Guard.AtLeast(n, m, nameof(lower));
        Guard.SameLength(curvature.Length, n, nameof(curvature));
        Guard.SameLength(result.Length, n, nameof(result));
        fixed (double* sl = lower.Slack, zl = lower.Dual, su = upper.Slack, zu = upper.Dual, c = curvature, r = result)
        {
            Vector512<double> term = Vector512.Create(proximal), part = Vector512.Create(share);
            for (int i = 0; i < n; i += Lanes.Count)
            {
                Vector512<double> own = Vector512.Load(c + i) + (Vector512.Load(zl + i) / Vector512.Load(sl + i));
                if (i < m)
                    own += Vector512.Load(zu + i) / Vector512.Load(su + i);
                Vector512<double> added = Vector512.ConditionalSelect(Vector512.GreaterThan(own, Vector512<double>.Zero), Vector512.Min(term, part * own), term);
                (own + added).Store(r + i);
            }
        }
    }

    /// <summary>result = pull of the lower side - gradient - pull of the upper side.</summary>
    public static void Pull(in BoundRuns lower, in BoundRuns upper, ReadOnlySpan<double> u, ReadOnlySpan<double> gradient, Span<double> result)
    {
        int n = lower.CheckTargets(), m = upper.CheckTargets();
        Guard.AtLeast(n, m, nameof(lower));
        Guard.SameLength(u.Length, n, nameof(u));
        Guard.SameLength(gradient.Length, n, nameof(gradient));
        Guard.SameLength(result.Length, n, nameof(result));
        fixed (double* bl = lower.Bound, sl = lower.Slack, zl = lower.Dual, tl = lower.Target, pu = u, g = gradient, r = result)
        fixed (double* bu = upper.Bound, su = upper.Slack, zu = upper.Dual, tu = upper.Target)
        {
            for (int i = 0; i < n; i += Lanes.Count)
            {
                Vector512<double> x = Vector512.Load(pu + i), bound = Vector512.Load(bl + i), slack = Vector512.Load(sl + i);
                Vector512<double> e = Residual(x - bound, x, bound, slack);
                Vector512<double> sum = Where(bound, Vector512.FusedMultiplyAdd(-Vector512.Load(zl + i), e, Vector512.Load(tl + i)) / slack) - Vector512.Load(g + i);
                if (i < m)
                {
                    bound = Vector512.Load(bu + i);
                    slack = Vector512.Load(su + i);
                    e = Residual(bound - x, x, bound, slack);
                    sum -= Where(bound, Vector512.FusedMultiplyAdd(-Vector512.Load(zu + i), e, Vector512.Load(tu + i)) / slack);
                }

                sum.Store(r + i);
            }
        }
    }

    /// <summary>
    /// The changes of slacks and duals that go with a change of u, zero where there is no bound; returns the largest step, at most <paramref name="cap"/>, that
    /// keeps all of them from turning negative (see <see cref="StepRatio"/>).
    /// </summary>
    /// <param name="lower">The lower side.</param>
    /// <param name="upper">The upper side.</param>
    /// <param name="u">The numbers.</param>
    /// <param name="du">Their change.</param>
    /// <param name="lowerChange">Receives s' and z' of the lower side.</param>
    /// <param name="upperChange">Receives s' and z' of the upper side.</param>
    /// <param name="cap">What the step may be at most.</param>
    public static double Recover(in BoundRuns lower, in BoundRuns upper, ReadOnlySpan<double> u, ReadOnlySpan<double> du, in PairRuns lowerChange, in PairRuns upperChange, double cap)
    {
        int n = lower.CheckTargets(), m = upper.CheckTargets();
        Guard.AtLeast(n, m, nameof(lower));
        Guard.SameLength(u.Length, n, nameof(u));
        Guard.SameLength(du.Length, n, nameof(du));
        Guard.SameLength(lowerChange.Check(), n, nameof(lowerChange));
        Guard.SameLength(upperChange.Check(), m, nameof(upperChange));
        fixed (double* bl = lower.Bound, sl = lower.Slack, zl = lower.Dual, tl = lower.Target, dsl = lowerChange.Slack, dzl = lowerChange.Dual, pu = u, pd = du)
        fixed (double* bu = upper.Bound, su = upper.Slack, zu = upper.Dual, tu = upper.Target, dsu = upperChange.Slack, dzu = upperChange.Dual)
        {
            Vector512<double> caps = Vector512.Create(cap), least = caps;
            for (int i = 0; i < n; i += Lanes.Count)
            {
                Vector512<double> x = Vector512.Load(pu + i), move = Vector512.Load(pd + i);
                Vector512<double> bound = Vector512.Load(bl + i), slack = Vector512.Load(sl + i);
                Vector512<double> change = Where(bound, Residual(x - bound, x, bound, slack) + move);
                Change(bound, slack, Vector512.Load(zl + i), Vector512.Load(tl + i), change, dsl + i, dzl + i, ref least, caps);
                if (i < m)
                {
                    bound = Vector512.Load(bu + i);
                    slack = Vector512.Load(su + i);
                    change = Where(bound, Residual(bound - x, x, bound, slack) - move);
                    Change(bound, slack, Vector512.Load(zu + i), Vector512.Load(tu + i), change, dsu + i, dzu + i, ref least, caps);
                }
            }

            return StepRatio.Least(least, cap);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Change(
        Vector512<double> bound, Vector512<double> slack, Vector512<double> dual, Vector512<double> target, Vector512<double> change, double* slackChange, double* dualChange,
        ref Vector512<double> least, Vector512<double> caps)
    {
        Vector512<double> dualMove = Where(bound, (Vector512.FusedMultiplyAdd(-dual, change, target) / slack) - dual);
        change.Store(slackChange);
        dualMove.Store(dualChange);
        StepRatio.Lower(ref least, slack, change, caps);
        StepRatio.Lower(ref least, dual, dualMove, caps);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Residual(Vector512<double> distance, Vector512<double> u, Vector512<double> bound, Vector512<double> slack)
    {
        Vector512<double> residual = distance - slack;
        Vector512<double> size = Vector512.Max(Vector512.Abs(u), Vector512.Abs(bound)) * Rounding;
        return Vector512.ConditionalSelect(Vector512.LessThanOrEqual(Vector512.Abs(residual), size), Vector512<double>.Zero, residual);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Where(Vector512<double> bound, Vector512<double> value) =>
        Vector512.ConditionalSelect(Vector512.LessThan(Vector512.Abs(bound), Vector512.Create(double.PositiveInfinity)), value, Vector512<double>.Zero);
}
