using Rebalancing.Lowering;

namespace Rebalancing.Planning;

/// <summary>
/// Keeps cash inside its band after quantities were rounded. Fractions of a share: the largest order takes up the few cents. Lots: brings cash back inside its band one lot at a time: the lot whose asset is furthest on the wrong side of its wanted weight goes first.
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

    public static void ByLots(OrderQuantities orders, MandateScript script, EvaluatingWriter evaluator)
    {
        bool soldBack = false;
        for (int step = 0; step < 4 * orders.Count; step++)
        {
            double cash = CashWeight(orders, script, evaluator);
            bool tooLittle = cash < evaluator.CashLower, tooMuch = cash > evaluator.CashUpper;
            // A lot bought and sold back again: cash cannot be brought inside its band with these lots, and too much is better than too little.
            if (tooMuch && soldBack) return;
            soldBack |= tooLittle;
            int i = tooLittle ? Best(orders, -1, double.PositiveInfinity) : tooMuch ? Best(orders, +1, cash - evaluator.CashLower) : -1;
            if (i < 0) return;
            orders.Set(i, orders.Shares(i) + ((tooLittle ? -1 : 1) * orders.Account.Universe[i].LotSize));
        }
    }

    private static double CashWeight(OrderQuantities orders, MandateScript script, EvaluatingWriter evaluator)
    {
        Account account = orders.Account;
        double cash = (double)((account.Cash - orders.NetMoney) / account.Value);
        evaluator.EvaluateSettlement(account.View, orders.WeightsAfter, cash);
        return script.HasPaidCosts ? cash - evaluator.PaidCosts : cash;
    }

    /// <summary>The traded asset that one lot more (or less) brings nearest to its wanted weight, or takes least far from it; ties by symbol.</summary>
    private static int Best(OrderQuantities orders, int direction, double affordable)
    {
        Account account = orders.Account;
        int best = -1;
        double bestHarm = double.PositiveInfinity;
        for (int i = 0; i < orders.Count; i++)
        {
            if (orders.Shares(i) == 0m && Math.Abs(orders.Wanted(i) - account.Weights[i]) == 0) continue;
            double lot = (double)(account.Universe[i].LotSize * account.Prices[i] / account.Value);
            if (lot == 0 || lot > affordable) continue;
            double off = orders.WeightsAfter[i] - orders.Wanted(i);
            double harm = (Math.Abs(off + (direction * lot)) - Math.Abs(off)) / lot;
            if (harm < bestHarm - 1e-12 || (Math.Abs(harm - bestHarm) <= 1e-12 && best >= 0 && string.CompareOrdinal(account.Universe[i].Symbol, account.Universe[best].Symbol) < 0))
                (best, bestHarm) = (i, harm);
        }
        return best;
    }
}
