namespace Rebalancing.Lowering;

/// <summary>What costs and limits on realised gains say in common.</summary>
internal static class TaxWords
{
    private static readonly double[] MinusInfinity = [double.NegativeInfinity], Infinity = [double.PositiveInfinity];

    /// <summary>Short-term and long-term gain for a unit of each flow of the lots; zero for purchases.</summary>
    public static void Gains(TaxRules rules, in AccountView account, Span<double> shortGain, Span<double> longGain)
    {
        shortGain.Clear();
        longGain.Clear();
        ReadOnlySpan<int> flow = account.TaxLotFlowIndices, heldFrom = account.TaxLotHeldFrom;
        if (flow.Length == 0) return;
        ReadOnlySpan<double> gain = rules.Matching == ShareMatching.Lots ? account.TaxLotGainRates : account.TaxLotAverageGainRates;
        int longIfFrom = rules.LongTermIfHeldFrom(account.AsOf).DayNumber;
        for (int l = 0; l < flow.Length; l++)
        {
            if (heldFrom[l] <= longIfFrom) longGain[flow[l]] = gain[l];
            else shortGain[flow[l]] = gain[l];
        }
    }

    /// <summary>Totals before the plan as fractions of account value: realised this year, less losses carried in where the rules net them.</summary>
    public static (double Short, double Long) Before(TaxRules rules, in AccountView account)
    {
        TaxYear year = account.TaxYear;
        decimal shortTerm = year.ShortTerm, longTerm = year.LongTerm;
        if (rules.CarriedLossesAreNetted) (shortTerm, longTerm) = (shortTerm - year.CarriedShortLoss, longTerm - year.CarriedLongLoss);
        return ((double)shortTerm / account.Value, (double)longTerm / account.Value);
    }

    /// <summary>The piece that asks for the least tax at the year's totals, fractions of account value.</summary>
    public static int LeastPiece(TaxRules rules, in AccountView account, double shortTotal, double longTotal)
    {
        int best = 0;
        double least = double.PositiveInfinity, carried = (double)account.TaxYear.CarriedLoss;
        for (int p = 0; p < rules.Pieces.Count; p++)
        {
            double tax = rules.Pieces[p].At(shortTotal * account.Value, longTotal * account.Value, carried);
            if (tax < least) (best, least) = (p, tax);
        }
        return best;
    }

    /// <summary>The year's total: what the flows realise and what was there before.</summary>
    public static Block Total(this ProgramWriter program, Block flows, ReadOnlySpan<double> gain, double before)
    {
        Span<double> origin = program.Scratch(1);
        origin[0] = -before;
        return program.Offset(program.WeightedSum(flows, gain), origin);
    }

    /// <summary>total &gt;= least.</summary>
    public static void AtLeast(this ProgramWriter program, Block total, double least)
    {
        Span<double> lower = program.Scratch(1);
        lower[0] = least;
        program.Bounds(total, lower, Infinity);
    }

    /// <summary>total &lt;= most.</summary>
    public static void AtMost(this ProgramWriter program, Block total, double most)
    {
        Span<double> upper = program.Scratch(1);
        upper[0] = most;
        program.Bounds(total, MinusInfinity, upper);
    }

    /// <summary>Adds a curve of money as a function of a total, both as fractions of account value.</summary>
    /// <param name="program">Receives the words.</param>
    /// <param name="total">One coordinate.</param>
    /// <param name="curve">The tax.</param>
    /// <param name="start">0 and the number of breaks that are said, the same for every piece.</param>
    /// <param name="value">Account value.</param>
    /// <param name="carried">Losses carried in.</param>
    public static void Curve(this ProgramWriter program, Block total, TaxCurve curve, int[] start, double value, double carried)
    {
        Span<double> first = program.Scratch(1), breaks = program.Scratch(start[1]), steps = program.Scratch(start[1]);
        first[0] = curve.FirstSlope;
        ReadOnlySpan<TaxBreak> rises = curve.Span;
        for (int b = 0; b < breaks.Length; b++)
        {
            // pieces with fewer breaks repeat their last with no rise, so that the words keep their shape
            TaxBreak rise = b < rises.Length ? rises[b] : new TaxBreak(rises.Length > 0 ? rises[^1].At : 0, 0, rises.Length > 0 && rises[^1].PlusCarriedLosses);
            breaks[b] = (rise.At + (rise.PlusCarriedLosses ? carried : 0)) / value;
            steps[b] = rise.SlopeStep;
        }
        program.Pieces(total, new ConvexPieces { Start = start, FirstSlope = first, Breaks = breaks, SlopeStep = steps });
    }
}
