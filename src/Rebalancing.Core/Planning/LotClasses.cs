using Rebalancing.Accounts;
using Rebalancing.Lowering;
using Rebalancing.Mandates;

namespace Rebalancing.Planning;

/// <summary>
/// Which securities of an account may be bought and which sold at a loss: fixed where purchases of the last days or locks decide, open where the plan has to choose. Securities that are
/// the same in the eyes of the law choose together.
/// </summary>
internal sealed class LotClasses
{
    /// <summary>Classes that have to choose: the assets of each.</summary>
    public List<int[]> Open { get; } = [];

    /// <summary>A side for each asset; those of open classes are <see cref="LotSide.Open"/>.</summary>
    public LotSide[] Sides { get; private set; } = [];

    /// <summary>Lots whose loss would be disallowed.</summary>
    public bool[] KeptLots { get; private set; } = [];

    /// <summary>Part of the loss of each flow that is disallowed already, where that is priced.</summary>
    public double[] Disallowed { get; private set; } = [];

    public static LotClasses Of(Account account, ITaxed taxed)
    {
        var classes = new LotClasses { Sides = new LotSide[account.Universe.Count] };
        Array.Fill(classes.Sides, LotSide.Buying);
        bool looks = taxed.WashSales is WashSalePolicy.Avoid or WashSalePolicy.Priced;
        var groups = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        for (int i = 0; i < account.Universe.Count; i++)
        {
            string group = looks ? taxed.Identical.GroupOf(account.Universe[i].Symbol) : account.Universe[i].Symbol;
            if (!groups.TryGetValue(group, out List<int>? members)) groups.Add(group, members = []);
            members.Add(i);
        }
        classes.KeptLots = new bool[account.Lots.Count];
        if (taxed.WashSales == WashSalePolicy.Priced) classes.Disallowed = new double[account.Lots.Coordinate.Length];
        int[] firstLot = FirstLots(account);
        foreach ((string group, List<int> members) in groups) classes.Add(account, taxed, group, [.. members], firstLot, looks);
        return classes;
    }

    private void Add(Account account, ITaxed taxed, string group, int[] members, int[] firstLot, bool looks)
    {
        LotTable lots = account.Lots;
        ReadOnlySpan<double> gain = taxed.Rules.Matching == ShareMatching.Lots ? lots.GainRate : lots.AverageGainRate;
        bool locked = looks && taxed.WashSales == WashSalePolicy.Avoid && account.Options.NoBuyLocks.Any(item => item.Until > account.AsOf && taxed.Identical.GroupOf(item.Symbol) == group);
        int since = looks && taxed.Rules.Replacements is { } rule ? account.AsOf.DayNumber - rule.Days : int.MaxValue;
        int recent = 0, recentLot = -1;
        double recentWeight = 0, losing = 0;
        bool elsewhere = looks && account.Options.HouseholdLots.Any(lot => lot.Acquired.DayNumber >= since && taxed.Identical.GroupOf(lot.Symbol) == group);
        foreach (int i in members)
            for (int l = firstLot[i]; l < firstLot[i + 1]; l++)
            {
                if (lots.Acquired[l] >= since) (recent, recentLot, recentWeight) = (recent + 1, l, recentWeight + lots.Weight[l]);
                if (gain[l] < 0) losing += lots.Weight[l];
            }
        bool mayLose = false;
        foreach (int i in members)
            for (int l = firstLot[i]; l < firstLot[i + 1]; l++)
            {
                if (gain[l] >= 0) continue;
                bool replaced = elsewhere || recent > 1 || (recent == 1 && recentLot != l) || (recent == 1 && taxed.Rules.Replacements!.SameLotRemainderReplaces);
                if (replaced && taxed.WashSales == WashSalePolicy.Avoid) KeptLots[l] = true;
                else mayLose = true;
                if (replaced && taxed.WashSales == WashSalePolicy.Priced) Disallowed[lots.FlowOfLot[l]] = elsewhere ? 1 : Math.Min(1, recentWeight / losing);
            }
        LotSide side = (mayLose, locked) switch
        {
            (true, true) => LotSide.Selling,
            (false, true) => LotSide.Still,
            (true, false) => LotSide.Open,
            _ => LotSide.Buying,
        };
        foreach (int i in members) Sides[i] = side;
        if (side == LotSide.Open) Open.Add(members);
    }

    private static int[] FirstLots(Account account)
    {
        var first = new int[account.Universe.Count + 1];
        foreach (int i in account.Lots.Asset) first[i + 1]++;
        for (int i = 0; i < first.Length - 1; i++) first[i + 1] += first[i];
        return first;
    }
}
