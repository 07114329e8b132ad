using Rebalancing.Lowering;

namespace Rebalancing.Planning;

/// <summary>
/// Keeps cash inside its band after quantities were rounded to lots, one lot at a time: the lot whose asset is furthest on the wrong side of its wanted weight goes first, and no
/// holding leaves the bounds that limits set it. Where assets without a price are ordered in money, the last cents go to the largest of those orders. A heuristic: limits on several
/// holdings together may be overstepped by a lot, which <see cref="LotRepair"/> and <see cref="PlanWriter"/> mend.
/// </summary>
internal sealed class CashFitting(OrderQuantities orders, MandateScript script, EvaluatingWriter evaluator, CashLine line)
{
    /// <summary>A round moves as many lots as prices alone ask for; after so many, what costs and other limits leave is left to the repair.</summary>
    private const int Rounds = 64;

    private readonly Account _account = orders.Account;
    private decimal _money;

    /// <summary>First lots are sold until cash suffices, then bought for as long as one fits into what cash has too much.</summary>
    public void Run()
    {
        double cash = Cash();
        (decimal lower, decimal upper) = line.Band();
        // a round moves lots by their prices alone; what they cost is evaluated between rounds
        for (int round = 0; round < Rounds && _money < lower; round++)
        {
            if (!Sell(evaluator.CashLower - cash)) break;
            cash = Cash();
        }
        double mostAffordable = double.PositiveInfinity;
        for (int round = 0; round < Rounds && _money > upper; round++)
        {
            int last = Buy(cash - evaluator.CashUpper, Math.Min(cash - evaluator.CashLower, mostAffordable));
            if (last < 0) break;
            cash = Cash();
            if (_money >= lower) continue;
            // its cost made the last one too dear: give it back and look only at cheaper lots
            orders.AddLots(last, -1);
            mostAffordable = Lot(last) * (1 - 1e-9);
            cash = Cash();
        }
        // rounding to cents, where orders are in money
        if (_money < lower) orders.AddCents(-Cents(lower - _money));
        else if (_money > upper) orders.AddCents(Cents(_money - upper));
    }

    private static decimal Cents(decimal money) => decimal.Ceiling(100m * money) / 100m;

    private bool Sell(double missing)
    {
        bool sold = false;
        while (missing > 0)
        {
            int i = Best(-1, double.PositiveInfinity, tradedOnly: true);
            if (i < 0) i = Best(-1, double.PositiveInfinity, tradedOnly: false);
            if (i < 0) return sold;
            double lots = Several(i, -1, Math.Ceiling(missing / Lot(i)));
            orders.AddLots(i, -lots);
            missing -= lots * Lot(i);
            sold = true;
        }
        return sold;
    }

    /// <summary>Buys lots worth the spare cash, none dearer than what is left of the affordable; the last one bought, or -1.</summary>
    private int Buy(double spare, double affordable)
    {
        int last = -1;
        while (spare > 0)
        {
            int i = Best(+1, affordable, tradedOnly: true);
            if (i < 0) i = Harmless(affordable);
            if (i < 0) return last;
            double lots = Several(i, +1, Math.Floor(Math.Min(spare, affordable) / Lot(i)));
            orders.AddLots(i, +lots);
            last = i;
            spare -= lots * Lot(i);
            affordable -= lots * Lot(i);
        }
        return last;
    }

    /// <summary>As many lots of an asset as the money allows, up to its wanted weight where it is on the way there, and within its bounds; at least one.</summary>
    private double Several(int i, int direction, double allowed)
    {
        double towards = direction * (orders.Wanted(i) - orders.WeightsAfter[i]) / Lot(i);
        if (towards > 0) allowed = Math.Min(allowed, Math.Round(towards));
        return Math.Max(1, Math.Min(allowed, orders.Room(i, direction)));
    }

    private double Lot(int i) => _account.LotWeights[i];

    /// <summary>An asset that the optimum does not trade, one lot of which makes no limit worse; -1 when there is none.</summary>
    private int Harmless(double affordable)
    {
        int i = Best(+1, affordable, tradedOnly: false);
        if (i < 0) return -1;
        double before = WorstExcess();
        orders.AddLots(i, +1);
        double after = WorstExcess();
        orders.AddLots(i, -1);
        return after <= Math.Max(before, 0) + 1e-9 ? i : -1;
    }

    /// <summary>The worst excess of any limit that does not speak of cash.</summary>
    private double WorstExcess()
    {
        evaluator.Evaluate(_account.View, orders.WeightsAfter, 0);
        double worst = double.NegativeInfinity;
        int costs = script.Mandate.Objective.Parts.Count;
        for (int l = 0; l < script.Mandate.Limits.Count; l++)
            if (!script.Mandate.Limits[l].GovernsCash) worst = Math.Max(worst, evaluator.Owners[costs + l].Excess);
        return worst;
    }

    /// <summary>Cash after the orders and their costs, as a fraction of account value; the money beside it.</summary>
    private double Cash()
    {
        _money = line.After();
        return (double)(_money / _account.Value);
    }

    /// <summary>The asset that one lot more (or less) brings nearest to its wanted weight, or takes least far from it; ties by symbol.</summary>
    private int Best(int direction, double affordable, bool tradedOnly)
    {
        ReadOnlySpan<double> lots = _account.LotWeights, after = orders.WeightsAfter;
        int best = -1;
        double bestHarm = double.PositiveInfinity;
        for (int i = 0; i < lots.Length; i++)
        {
            double lot = lots[i];
            if (lot == 0 || lot > affordable || orders.IsClosed(i) || (tradedOnly && !orders.HasLots(i))) continue;
            // the last lot of a long position is sold, but none is sold short for the sake of cash
            if (direction < 0 && orders.Wanted(i) >= 0 && after[i] < lot * (1 - 1e-9)) continue;
            double off = after[i] - orders.Wanted(i), harm = (Math.Abs(off + (direction * lot)) - Math.Abs(off)) / lot;
            if (harm > bestHarm + 1e-12 || orders.Room(i, direction) < 1) continue;
            if (harm < bestHarm - 1e-12 || string.CompareOrdinal(_account.Universe[i].Symbol, _account.Universe[best].Symbol) < 0) (best, bestHarm) = (i, harm);
        }
        return best;
    }
}
