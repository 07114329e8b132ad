namespace Rebalancing.Solvers.InteriorPoint;

/// <summary>Where complementarity should go next, and how close to the boundary a step may end.</summary>
internal static class Centering
{
    /// <summary>A corrected step shorter than this is mixed with a plainly centred one.</summary>
    internal const double ShortStep = 0.7;

    /// <summary>Below this the start is far off, and the second-order term is the better guide even where its step is shorter.</summary>
    internal const double FarOff = 0.1;

    /// <summary>Shares of the plainly centred direction that are tried.</summary>
    internal static ReadOnlySpan<double> Shares => [0.25, 0.5, 0.75, 1];

    /// <summary>Share of the present complementarity that a plainly centred direction aims at.</summary>
    internal const double Plain = 0.2;

    /// <summary>Most centrality corrections of one direction: a third gains less than its solve costs.</summary>
    internal const int Corrections = 2;

    /// <summary>Steps from here on are long enough to leave alone.</summary>
    internal const double LongStep = 0.9;

    /// <summary>A correction must win this share of the lengthening that it was made for.</summary>
    internal const double LeastGain = 0.1;

    /// <summary>Products below this share of the target are called back by a centrality correction.</summary>
    internal const double LeastOfLevel = 0.1;

    /// <summary>Products above this multiple of the target are called back by a centrality correction.</summary>
    internal const double MostOfLevel = 10;

    /// <summary>How far beyond a full step the way to the boundary is of interest.</summary>
    internal const double Furthest = 1 / BoundaryShare;

    /// <summary>Share of the way to the boundary that a step may go.</summary>
    private const double BoundaryShare = 0.995;

    /// <summary>Least step where the boundary lies at a full step or beyond.</summary>
    private const double AlmostFull = 0.9999;

    /// <summary>The step that a centrality correction makes room for.</summary>
    internal static double Lengthen(double step) => Math.Min(1, (1.3 * step) + 0.2);

    /// <summary>
    /// sigma = (after / before)^3 of the predictor's average complementarity: little centring where the predictor did well. Returns sigma * before.
    /// </summary>
    internal static double Target(double before, double after, double predictorStep)
    {
        if (!(before > 0))
            return 1e-14;
        double ratio = Math.Clamp(after / before, 0, 1);
        double sigma = ratio * ratio * ratio;
        if (predictorStep < 0.1)
            sigma = Math.Max(sigma, 0.5);
        return Math.Clamp(sigma, 1e-6, 0.95) * before;
    }

    /// <summary>
    /// Complementarity must not run ahead of feasibility and stationarity: the target keeps the share of the level that the residuals, relative to the
    /// gap, still call for.
    /// </summary>
    /// <param name="target">Complementarity wanted.</param>
    /// <param name="level">Complementarity now.</param>
    /// <param name="residual">The larger residual.</param>
    /// <param name="gap">The relative gap.</param>
    internal static double Balance(double target, double level, double residual, double gap)
    {
        double share = Math.Clamp(1e-2 * residual / Math.Max(gap, 1e-300), 0, 1);
        return Math.Max(target, share * level);
    }

    /// <summary>The step to the boundary shortened a little, so that no slack or dual reaches zero; a full step where the boundary lies well beyond it.</summary>
    internal static double KeepInside(double largest) => Math.Max(largest >= 1 ? AlmostFull : 0, Math.Min(1, BoundaryShare * largest));
}
