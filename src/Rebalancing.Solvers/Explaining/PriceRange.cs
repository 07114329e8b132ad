namespace Rebalancing.Solvers.Explaining;

/// <summary>
/// The price of a limit from both sides, and how far the limit can move before another bound or kink takes over. Found by moving it and solving: the value of a
/// convex program is convex in its limits, so multipliers a small way off are the one-sided derivatives but for the curvature, which two of them take out.
/// </summary>
/// <param name="Tightening">Objective for the first unit of tightening; infinite where it cannot be tightened.</param>
/// <param name="Loosening">Objective saved by the first unit of loosening.</param>
/// <param name="Down">How far it can be tightened on the same active set.</param>
/// <param name="Up">How far it can be loosened on the same active set; infinite where nothing changes any more.</param>
internal readonly record struct PriceRange(double Tightening, double Loosening, double Down, double Up)
{
    /// <summary>Way to the side at which multipliers are read; far above the solver's tolerance, far below what matters.</summary>
    private const double Step = 1e-5;

    private const double FirstReach = 1e-4, Farthest = 10;

    internal static PriceRange Of(StructuredProgram program, MovableLimit limit, SolverSettings settings, CancellationToken cancellation)
    {
        var solver = new ProgramSolver(program, settings with { Tolerance = Math.Min(settings.Tolerance, 1e-9) });
        double tightening = OneSided(-Step), loosening = OneSided(+Step);
        return new PriceRange(double.IsNaN(tightening) ? double.PositiveInfinity : tightening, loosening, Reach(-1), Reach(+1));

        (double Price, ulong Active) At(double amount)
        {
            limit.Loosen(amount);
            SolveResult result = solver.Solve(cancellation);
            (double, ulong) found = result.Status is SolveStatus.Optimal or SolveStatus.OptimalWithinGap
                ? (limit.Price(result.Solution), ActiveSet.Of(program, result.Solution))
                : (double.NaN, 0UL);
            limit.Loosen(-amount);
            return found;
        }

        double OneSided(double step)
        {
            double near = At(step).Price, far = At(2 * step).Price;
            return double.IsNaN(far) ? near : Math.Max(0, (2 * near) - far);
        }

        double Reach(int side)
        {
            // the piece that begins on this side: at the answer itself two pieces may meet
            ulong here = At(side * 2 * Step).Active;
            double inside = 0, outside = FirstReach;
            if (here == 0)
                return 0;
            while (At(side * outside).Active == here)
            {
                inside = outside;
                outside *= 4;
                if (outside > Farthest)
                    return double.PositiveInfinity;
            }

            for (int step = 0; step < 24 && outside - inside > 1e-7 + (1e-4 * inside); step++)
            {
                double middle = 0.5 * (inside + outside);
                if (At(side * middle).Active == here)
                    inside = middle;
                else
                    outside = middle;
            }

            return inside;
        }
    }
}
