using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Rebalancing.Numerics;

/// <summary>
/// One side of the bounds of many numbers in a primal-dual barrier method: slack s, dual z, and the complementarity t that each pair heads for.
/// <code>
///   e      = u - bound - s (lower side)   or   bound - u - s (upper side), zero where it is only rounding
///   pull   = (t - z e) / s
///   s'     = e + du (lower) or e - du (upper),      z' = (t - z s') / s - z
/// </code>
/// Every run is a multiple of 8 long; where <c>has</c> is zero there is no bound and nothing is added.
/// </summary>
internal static unsafe class BoundSide
{
    /// <summary>A residual below this fraction of the larger of the two numbers it separates is rounding.</summary>
    private const double Rounding = 1e-15;

    /// <summary>result += pull (lower side) or result -= pull (upper side).</summary>
    /// <param name="isLower">Which side.</param>
    /// <param name="side">Masks, slacks, duals, bounds and targets of this side.</param>
    /// <param name="u">The numbers.</param>
    /// <param name="result">Right-hand side of the Newton system.</param>
    public static void AddPull(bool isLower, in BoundRuns side, ReadOnlySpan<double> u, Span<double> result)
    {
        int n = side.Check(u.Length, result.Length);
        Guard.SameLength(side.Target.Length, n, nameof(side));
        fixed (double* has = side.Has, s = side.Slack, z = side.Dual, bound = side.Bound, target = side.Target, pu = u, r = result)
        {
            for (int i = 0; i < n; i += Lanes.Count)
            {
                Vector512<double> slack = Vector512.Load(s + i), dual = Vector512.Load(z + i);
                Vector512<double> e = Residual(isLower, Vector512.Load(pu + i), Vector512.Load(bound + i), slack);
                Vector512<double> pull = Vector512.FusedMultiplyAdd(-dual, e, Vector512.Load(target + i)) / slack;
                pull = Where(has + i, pull);
                Vector512<double> sum = Vector512.Load(r + i);
                (isLower ? sum + pull : sum - pull).Store(r + i);
            }
        }
    }

    /// <summary>The changes of slack and dual that go with a change of u; zero where there is no bound.</summary>
    /// <param name="isLower">Which side.</param>
    /// <param name="side">Masks, slacks, duals, bounds and targets of this side.</param>
    /// <param name="u">The numbers.</param>
    /// <param name="du">Their change.</param>
    /// <param name="slackChange">Receives s'.</param>
    /// <param name="dualChange">Receives z'.</param>
    public static void Recover(bool isLower, in BoundRuns side, ReadOnlySpan<double> u, ReadOnlySpan<double> du, Span<double> slackChange, Span<double> dualChange)
    {
        int n = side.Check(u.Length, du.Length);
        Guard.SameLength(side.Target.Length, n, nameof(side));
        Guard.AtLeast(slackChange.Length, n, nameof(slackChange));
        Guard.AtLeast(dualChange.Length, n, nameof(dualChange));
        fixed (double* has = side.Has, s = side.Slack, z = side.Dual, bound = side.Bound, target = side.Target, pu = u, pd = du)
        fixed (double* outSlack = slackChange, outDual = dualChange)
        {
            for (int i = 0; i < n; i += Lanes.Count)
            {
                Vector512<double> slack = Vector512.Load(s + i), dual = Vector512.Load(z + i), move = Vector512.Load(pd + i);
                Vector512<double> e = Residual(isLower, Vector512.Load(pu + i), Vector512.Load(bound + i), slack);
                Vector512<double> change = isLower ? e + move : e - move;
                Vector512<double> dualMove = (Vector512.FusedMultiplyAdd(-dual, change, Vector512.Load(target + i)) / slack) - dual;
                Where(has + i, dualMove).Store(outDual + i);
                Where(has + i, change).Store(outSlack + i);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Residual(bool isLower, Vector512<double> u, Vector512<double> bound, Vector512<double> slack)
    {
        Vector512<double> residual = (isLower ? u - bound : bound - u) - slack;
        Vector512<double> size = Vector512.Max(Vector512.Abs(u), Vector512.Abs(bound)) * Rounding;
        return Vector512.ConditionalSelect(Vector512.LessThanOrEqual(Vector512.Abs(residual), size), Vector512<double>.Zero, residual);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Where(double* has, Vector512<double> value) =>
        Vector512.ConditionalSelect(Vector512.Equals(Vector512.Load(has), Vector512<double>.Zero), Vector512<double>.Zero, value);
}
