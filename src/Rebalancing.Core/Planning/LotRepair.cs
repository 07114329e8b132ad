using Rebalancing.Lowering;

namespace Rebalancing.Planning;

/// <summary>
/// Moves single lots where orders overstep limits, each time the lot that takes the least from its wanted weight for what it gives the limit, among those that overstep no other limit: of
/// functions of the trades, to first order. Cash may pass its band on the way and is brought back last. No new orders, no holding leaves its bounds. Costs a fraction of a solve; what it
/// leaves is solved again under narrower limits.
/// </summary>
internal sealed class LotRepair(OrderQuantities orders)
{
    /// <summary>Passes over what is overstepped, each followed by a new check of everything.</summary>
    public const int MostPasses = 8;

    /// <summary>Lots moved for one limit in a pass before it is left to a solve.</summary>
    private const int MostLots = 60;

    /// <summary>Limits further away than so many times the excess of all, or of the largest lot, are not looked at; the check that follows sees them.</summary>
    private const double Reach = 4;

    private readonly List<CheckedRow> _near = [];

    private Account Account => orders.Account;

    /// <summary>Whether lots can help at all.</summary>
    public static bool Helps(IReadOnlyList<CheckedLimit> exceeded) => exceeded.Count > 0 && exceeded.All(limit => limit.Row >= 0);

    /// <summary>Moves lots for each limit that the orders checked last overstep; false where some of them has none that may be moved.</summary>
    public bool Move(CheckingWriter check)
    {
        if (!FindNear(check)) return false;
        foreach (CheckedRow row in _near)
            if (!row.IsCash && !Repair(row)) return false;
        foreach (CheckedRow row in _near)
            if (row.IsCash && !Repair(row)) return false;
        return true;
    }

    /// <summary>The overstepped rows and those that lots may overstep, with their gradients; false where an overstepped one has none.</summary>
    private bool FindNear(CheckingWriter check)
    {
        _near.Clear();
        double excess = 0, lot = 0;
        foreach (CheckedLimit limit in check.Exceeded) excess += limit.Excess;
        for (int i = 0; i < orders.Count; i++) if (orders.HasLots(i)) lot = Math.Max(lot, Account.LotWeights[i]);
        foreach (CheckedRow row in check.Rows)
        {
            if (!row.IsCash && Math.Min(row.RoomAbove, row.RoomBelow) > Reach * (excess + lot)) continue;
            if (row.Prepare(check.Memory, orders.Count)) _near.Add(row);
            else if (row.IsExceeded) return false;
        }

        return true;
    }

    private bool Repair(CheckedRow row)
    {
        for (int lots = 0; row.IsExceeded; lots++)
        {
            if (lots == MostLots) return false;
            int i = Best(row, sparesCash: true);
            if (i < 0 && !row.IsCash) i = Best(row, sparesCash: false);
            if (i < 0) return false;
            int direction = Direction(row, i);
            orders.AddLots(i, direction);
            foreach (CheckedRow near in _near) near.Move(i, direction * Account.LotWeights[i]);
        }

        return true;
    }

    private static int Direction(CheckedRow row, int i) => row.RoomAbove < 0 ? -Math.Sign(row.Gradient[i]) : Math.Sign(row.Gradient[i]);

    private int Best(CheckedRow row, bool sparesCash)
    {
        ReadOnlySpan<double> gradient = row.Gradient, lots = Account.LotWeights, after = orders.WeightsAfter;
        (int best, double least) = (-1, double.PositiveInfinity);
        for (int i = 0; i < gradient.Length; i++)
        {
            double lot = lots[i], slope = gradient[i];
            if (slope == 0 || lot == 0 || !orders.HasLots(i) || orders.IsClosed(i)) continue;
            int direction = Direction(row, i);
            double off = after[i] - orders.Wanted(i), harm = (Math.Abs(off + (direction * lot)) - Math.Abs(off)) / (Math.Abs(slope) * lot);
            if (harm < least && orders.Room(i, direction) >= 1 && IsHarmless(i, direction * lot, sparesCash)) (best, least) = (i, harm);
        }

        return best;
    }

    /// <summary>Whether a trade oversteps no limit, nor one that is overstepped already further.</summary>
    private bool IsHarmless(int asset, double change, bool sparesCash)
    {
        foreach (CheckedRow row in _near)
        {
            if (row.IsCash && !sparesCash) continue;
            double moved = row.Gradient[asset] * change;
            if (moved > 0 ? row.RoomAbove < moved : moved < 0 && row.RoomBelow < -moved) return false;
        }

        return true;
    }
}
