namespace Rebalancing.Solvers.Explaining;

/// <summary>Which values of one coordinate are as good as the answer's, its multipliers given: a walk along its kinks and bounds to both sides.</summary>
internal static class OptimalRanges
{
    /// <summary>Slopes closer than this are one slope: a thousandth of a basis point.</summary>
    private const double SameSlope = 1e-7;

    /// <summary>Own curvature below this is none.</summary>
    private const double NoCurvature = 1e-12;

    internal static (double Low, double High) OptimalRange(this EntrySlopes entries, ProgramBlock block, int i, double value, double held, double near)
    {
        // what the kinks that stand on the value and those away from it add up to is what must not change
        double wanted = held;
        List<double> breaks = [];
        foreach (EntrySlopes.Part part in entries.On(block))
        {
            if (IsCurved(part, i, block))
                return (value, value);
            (double from, double to) = part.Range(i, value, near);
            if (to <= from)
                wanted += from;
            AddBreaks(part, i, breaks);
        }

        (double lower, double upper) = entries.Limits(block, i);
        breaks.RemoveAll(at => at <= lower || at >= upper);
        breaks.Sort();
        return (Walk(-1), Walk(+1));

        double Walk(int side)
        {
            double at = value;
            for (int b = side > 0 ? 0 : breaks.Count - 1; ; b += side)
            {
                double end = b >= 0 && b < breaks.Count ? breaks[b] : side > 0 ? upper : lower;
                if (double.IsFinite(end) && side * (end - at) <= EntrySlopes.NearKink * (1 + Math.Abs(end)))
                {
                    if (b < 0 || b >= breaks.Count)
                        return at;
                    // standing on it or past it
                    if (side * (end - at) > -EntrySlopes.NearKink * (1 + Math.Abs(end)))
                        at = side * end > side * at ? end : at;
                    continue;
                }

                double middle = double.IsFinite(end) ? 0.5 * (at + end) : at + side, slope = 0;
                foreach (EntrySlopes.Part part in entries.On(block))
                    slope += part.Range(i, middle, 0).From;
                if (Math.Abs(slope - wanted) > SameSlope)
                    return at;
                at = end;
                if (b < 0 || b >= breaks.Count)
                    return at;
            }
        }
    }

    /// <summary>A covariance that is not definite leaves some directions straight, which its rows tell; it does not fix single coordinates.</summary>
    private static bool IsCurved(EntrySlopes.Part part, int i, ProgramBlock block) => part.Entry.Kind switch
    {
        FunctionKind.Covariance => block.Kind != BlockKind.Variables || part.Entry.Norm >= 0 || part.Entry.Matrix!.IsDefinite,
        _ when part.Gradient is not null => true,
        FunctionKind.Quadratic or FunctionKind.Power or FunctionKind.Log => part.Weight * Math.Abs(part.Entry.First[i]) > NoCurvature,
        _ => false,
    };

    private static void AddBreaks(EntrySlopes.Part part, int i, List<double> breaks)
    {
        double shift = part.Origin.Length == 0 ? 0 : part.Origin[i];
        if (part.Entry.Kind == FunctionKind.Kinked && part.Entry.Second[i] != part.Entry.Third[i])
            breaks.Add(part.Entry.First[i] + shift);
        if (part.Entry.Kind == FunctionKind.Pieces)
            for (int q = part.Entry.Start[i]; q < part.Entry.Start[i + 1]; q++)
                breaks.Add(part.Entry.Second[q] + shift);
    }
}
