using Rebalancing.Lowering;

namespace Rebalancing.Planning;

/// <summary>
/// Moves single lots where orders overstep limits that are linear in the trades: each time the lots that take the least from their wanted weights for what they give the limit. No new orders,
/// no holding leaves its bounds. A first attempt that costs next to nothing; what it leaves is solved again under narrower limits.
/// </summary>
internal sealed class LotRepair(OrderQuantities orders)
{
    /// <summary>Passes over what is overstepped, each followed by a new check of everything.</summary>
    public const int MostPasses = 8;

    private const int MostLots = 30;

    private readonly Account _account = orders.Account;

    /// <summary>Whether lots can help at all.</summary>
    public static bool Helps(IReadOnlyList<CheckedLimit> exceeded) => exceeded.Count > 0 && exceeded.All(limit => limit.Gradient is not null && limit.Word >= 0);

    /// <summary>Moves lots for each limit; false when none could be moved.</summary>
    public bool Move(IReadOnlyList<CheckedLimit> exceeded)
    {
        bool moved = false;
        foreach (CheckedLimit limit in exceeded)
        {
            double missing = limit.Excess;
            for (int lots = 0; lots < MostLots && missing > 0; lots++)
            {
                int i = Best(limit.Gradient!);
                if (i < 0) break;
                orders.AddLots(i, -Math.Sign(limit.Gradient![i]));
                missing -= Math.Abs(limit.Gradient[i]) * _account.LotWeights[i];
                moved = true;
            }
        }

        return moved;
    }

    private int Best(double[] gradient)
    {
        (int best, double least) = (-1, double.PositiveInfinity);
        for (int i = 0; i < gradient.Length; i++)
        {
            double lot = _account.LotWeights[i];
            if (gradient[i] == 0 || lot == 0 || orders.IsClosed(i) || !orders.HasLots(i)) continue;
            int direction = -Math.Sign(gradient[i]);
            double off = orders.WeightsAfter[i] - orders.Wanted(i), harm = (Math.Abs(off + (direction * lot)) - Math.Abs(off)) / (Math.Abs(gradient[i]) * lot);
            if (harm < least && orders.Room(i, direction) >= 1) (best, least) = (i, harm);
        }

        return best;
    }
}
