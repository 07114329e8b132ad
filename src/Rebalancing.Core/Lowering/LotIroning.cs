namespace Rebalancing.Lowering;

/// <summary>
/// Gains under an imposed order of sale. In that order the tax of an asset's sales need not be convex; its convex envelope is: neighbours whose tax a unit would fall are pooled and share
/// their average. The optimiser sees the envelope, which is exact at its corners and a lower bound between them; the plan sells in the imposed order and says what that costs.
/// </summary>
internal static class LotIroning
{
    /// <summary>Replaces the gains of each asset's lots by those of the pools they fall into.</summary>
    public static void Apply(ProgramWriter program, LotSelection selection, TaxRules rules, in AccountView account, Span<double> shortGain, Span<double> longGain)
    {
        ReadOnlySpan<int> asset = account.TaxLotAssets, flow = account.TaxLotFlowIndices;
        if (asset.Length == 0) return;
        if (selection == LotSelection.AverageCost) UseAverages(rules, account, shortGain, longGain);
        if (selection is not (LotSelection.Fifo or LotSelection.Lifo or LotSelection.Hifo)) return;
        Span<double> key = program.Scratch(asset.Length), place = program.Scratch(asset.Length);
        for (int l = 0; l < key.Length; l++)
        {
            key[l] = selection switch { LotSelection.Fifo => account.TaxLotAcquired[l], LotSelection.Lifo => -account.TaxLotAcquired[l], _ => account.TaxLotGainRates[l] };
            place[l] = l;
        }
        for (int first = 0, last; first < asset.Length; first = last)
        {
            for (last = first + 1; last < asset.Length && asset[last] == asset[first]; last++) { }
            key[first..last].Sort(place[first..last]);
            Pool(place[first..last], rules, account.TaxLotWeights, flow, shortGain, longGain);
        }
    }

    private static void UseAverages(TaxRules rules, in AccountView account, Span<double> shortGain, Span<double> longGain)
    {
        ReadOnlySpan<int> flow = account.TaxLotFlowIndices;
        int longIfFrom = rules.LongTermIfHeldFrom(account.AsOf).DayNumber;
        for (int l = 0; l < flow.Length; l++)
        {
            double average = account.TaxLotAverageGainRates[l];
            if (account.TaxLotHeldFrom[l] > longIfFrom) shortGain[flow[l]] = average;
            else longGain[flow[l]] = average;
        }
    }

    /// <summary>Pool adjacent violators on the tax a unit, in the order of sale.</summary>
    private static void Pool(ReadOnlySpan<double> place, TaxRules rules, ReadOnlySpan<double> weight, ReadOnlySpan<int> flow, Span<double> shortGain, Span<double> longGain)
    {
        for (int p = 1; p < place.Length; p++)
        {
            // walk back as long as the pool that ends at p is cheaper than what is sold before it
            int from = p;
            (double w, double s, double l) = (weight[(int)place[p]], shortGain[flow[(int)place[p]]], longGain[flow[(int)place[p]]]);
            while (from > 0 && Tax(s, l) < Tax(shortGain[flow[(int)place[from - 1]]], longGain[flow[(int)place[from - 1]]]))
            {
                from--;
                int lot = (int)place[from];
                double part = weight[lot], sum = w + part;
                if (sum > 0) (s, l) = (((s * w) + (shortGain[flow[lot]] * part)) / sum, ((l * w) + (longGain[flow[lot]] * part)) / sum);
                w = sum;
            }
            for (int q = from; q <= p; q++) (shortGain[flow[(int)place[q]]], longGain[flow[(int)place[q]]]) = (s, l);
        }

        double Tax(double s, double l) => (rules.ShortTermRate * s) + (rules.LongTermRate * l);
    }
}
