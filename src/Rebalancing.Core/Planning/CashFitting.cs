using Rebalancing.Lowering;

namespace Rebalancing.Planning;

/// <summary>
/// Keeps cash inside its band after quantities were rounded. Fractions of a share: the largest order takes up the few cents. Lots: cash comes back inside its
/// band one lot at a time, and the lot whose asset is furthest on the wrong side of its wanted weight goes first.
/// A heuristic: other limits may be touched by a lot and are reported; rules that hold exactly need discrete choices in the optimisation.
/// </summary>
internal static class CashFitting
{
    /// <summary>Moves the largest order by the residue, rounded to the safe side.</summary>
    public static void ByLargestOrder(OrderQuantities orders, MandateScript script, EvaluatingWriter evaluator, int decimals)
    {
        decimal unit = 1m;
        for (int d = 0; d < decimals; d++) unit /= 10m;
        for (int round = 0; round < 4; round++)
        {
            double cash = CashWeight(orders, script, evaluator);
            int i = orders.Largest();
            if (i < 0) return;
            decimal price = orders.Account.Prices[i];
            decimal missing = (decimal)Math.Max(0, evaluator.CashLower - cash) * orders.Account.Value;
            decimal spare = double.IsFinite(evaluator.CashUpper) ? (decimal)Math.Max(0, cash - evaluator.CashUpper) * orders.Account.Value : 0m;
            // half a cent on each order is rounding of money, not of quantities
            if (missing < 0.005m && spare < 0.005m) return;
            decimal change = missing > 0m ? -decimal.Ceiling(missing / price / unit) * unit : decimal.Floor(spare / price / unit) * unit;
            if (change == 0m) return;
            orders.Set(i, orders.Shares(i) + change);
        }
    }

    /// <summary>First lots are sold until cash suffices, then bought for as long as one fits into what cash has too much.</summary>
    public static void ByLots(OrderQuantities orders, MandateScript script, EvaluatingWriter evaluator)
    {
        int most = 4 * orders.Count;
        double cash = CashWeight(orders, script, evaluator);
        for (int step = 0; step < most && cash < evaluator.CashLower; step++)
        {
            int i = Best(orders, -1, double.PositiveInfinity, tradedOnly: true);
            if (i < 0) return;
            Step(orders, i, -1);
            cash = CashWeight(orders, script, evaluator);
        }
        double affordable = cash - evaluator.CashLower;
        for (int step = 0; step < most && cash > evaluator.CashUpper; step++)
        {
            int i = Best(orders, +1, affordable, tradedOnly: true);
            if (i < 0) i = Harmless(orders, script, evaluator, affordable);
            if (i < 0) return;
            Step(orders, i, +1);
            cash = CashWeight(orders, script, evaluator);
            affordable = cash - evaluator.CashLower;
            if (affordable >= 0) continue;
            // its cost made it too dear: give it back and look only at cheaper lots
            affordable = Lot(orders, i) * (1 - 1e-9);
            Step(orders, i, -1);
            cash = CashWeight(orders, script, evaluator);
        }
    }

    private static void Step(OrderQuantities orders, int i, int lots) => orders.Set(i, orders.Shares(i) + (lots * orders.Account.Universe[i].LotSize));

    private static double Lot(OrderQuantities orders, int i) => (double)(orders.Account.Universe[i].LotSize * orders.Account.Prices[i] / orders.Account.Value);

    /// <summary>An asset that the optimum does not trade, one lot of which makes no limit worse; -1 when there is none.</summary>
    private static int Harmless(OrderQuantities orders, MandateScript script, EvaluatingWriter evaluator, double affordable)
    {
        double before = WorstExcess(orders, script, evaluator);
        int i = Best(orders, +1, affordable, tradedOnly: false);
        if (i < 0) return -1;
        Step(orders, i, +1);
        double after = WorstExcess(orders, script, evaluator);
        Step(orders, i, -1);
        return after <= Math.Max(before, 0) + 1e-9 ? i : -1;
    }

    /// <summary>The worst excess of any limit that does not speak of cash.</summary>
    private static double WorstExcess(OrderQuantities orders, MandateScript script, EvaluatingWriter evaluator)
    {
        evaluator.Evaluate(orders.Account.View, orders.WeightsAfter, 0);
        double worst = double.NegativeInfinity;
        int costs = script.Mandate.Objective.Parts.Count;
        for (int l = 0; l < script.Mandate.Limits.Count; l++)
            if (!script.Mandate.Limits[l].GovernsCash) worst = Math.Max(worst, evaluator.Owners[costs + l].Excess);
        return worst;
    }

    private static double CashWeight(OrderQuantities orders, MandateScript script, EvaluatingWriter evaluator)
    {
        Account account = orders.Account;
        double cash = (double)((account.Cash - orders.NetMoney) / account.Value);
        evaluator.EvaluateSettlement(account.View, orders.WeightsAfter, cash);
        return script.HasPaidCosts ? cash - evaluator.PaidCosts : cash;
    }

    /// <summary>The asset that one lot more (or less) brings nearest to its wanted weight, or takes least far from it; ties by symbol.</summary>
    private static int Best(OrderQuantities orders, int direction, double affordable, bool tradedOnly)
    {
        Account account = orders.Account;
        int best = -1;
        double bestHarm = double.PositiveInfinity;
        for (int i = 0; i < orders.Count; i++)
        {
            if (tradedOnly && orders.Shares(i) == 0m) continue;
            double lot = Lot(orders, i);
            if (lot == 0 || lot > affordable) continue;
            double off = orders.WeightsAfter[i] - orders.Wanted(i);
            double harm = (Math.Abs(off + (direction * lot)) - Math.Abs(off)) / lot;
            if (harm < bestHarm - 1e-12 || (Math.Abs(harm - bestHarm) <= 1e-12 && best >= 0 && string.CompareOrdinal(account.Universe[i].Symbol, account.Universe[best].Symbol) < 0))
                (best, bestHarm) = (i, harm);
        }
        return best;
    }
}
