using Rebalancing.Solvers;

namespace Rebalancing.Benchmarks.Compare.Problems;

/// <summary>
/// The words for p5's trading costs. As flows: one purchase at c and one sale per lot at c + tax. As convex pieces: the same
/// with the flows minimised out, slope of the trade -max(c + tax_l, -c) on lot l from the cheapest sale down, c above 0.
/// The pieces are 0 at 0; sales that pay for their own repurchase make a constant that is left out of them.
/// </summary>
internal sealed class LotWords
{
    private readonly LotForm form;
    private readonly int assets;
    private readonly int perAsset;
    private readonly double[] cost;
    private readonly int[] start;
    private readonly double[] firstSlope;
    private readonly double[] breaks;
    private readonly double[] slopeStep;
    private readonly int[] coordinate;
    private readonly double[] sign;
    private readonly double[] upper;
    private readonly double[] flowCost;

    public LotWords(Instance instance, LotForm form)
    {
        this.form = form;
        assets = instance.Extent("lots", 0);
        perAsset = instance.Extent("lots", 1);
        cost = instance.Doubles("c");
        start = new int[assets + 1];
        firstSlope = new double[assets];
        breaks = new double[assets * perAsset];
        slopeStep = new double[assets * perAsset];
        coordinate = new int[assets * (perAsset + 1)];
        sign = new double[coordinate.Length];
        upper = new double[coordinate.Length];
        flowCost = new double[coordinate.Length];
        Load(instance.Doubles("lots"), instance.Doubles("tax"));
    }

    /// <summary>Takes an account's lots and the tax of selling a unit of each. Allocates nothing.</summary>
    public void Load(ReadOnlySpan<double> lots, ReadOnlySpan<double> tax)
    {
        for (int i = 0; i < assets; i++)
        {
            if (form == LotForm.Pieces)
            {
                WritePieces(i, tax.Slice(i * perAsset, perAsset), lots.Slice(i * perAsset, perAsset));
            }
            else
            {
                WriteFlows(i, tax.Slice(i * perAsset, perAsset), lots.Slice(i * perAsset, perAsset));
            }
        }
    }

    /// <summary>Says the cost of the trades, in the form chosen.</summary>
    public void Write(ProgramBuilder writer, Block trades)
    {
        if (form == LotForm.Pieces)
        {
            writer.Pieces(trades, new ConvexPieces { Start = start, FirstSlope = firstSlope, Breaks = breaks, SlopeStep = slopeStep });
            return;
        }

        Block flows = writer.Flows(trades, coordinate, sign, upper, "purchases and sales by lot");
        writer.Linear(flows, flowCost);
    }

    // breaks ascend: after the dearest lot is gone, ..., after the cheapest is gone, at 0
    private void WritePieces(int asset, ReadOnlySpan<double> tax, ReadOnlySpan<double> lots)
    {
        int first = asset * perAsset;
        double buy = cost[asset];
        Span<double> rate = stackalloc double[perAsset];
        Span<double> size = stackalloc double[perAsset];
        for (int l = 0; l < perAsset; l++)
        {
            rate[l] = Math.Max(buy + tax[l], -buy);
            size[l] = lots[l];
        }

        rate.Sort(size);
        firstSlope[asset] = -rate[^1];
        double at = 0;
        for (int l = 0; l < perAsset; l++)
        {
            // the slope rises from -rate[l] to that of the next cheaper lot, or to buying at 0
            int place = first + perAsset - 1 - l;
            breaks[place] = at;
            slopeStep[place] = (l == 0 ? buy : -rate[l - 1]) + rate[l];
            at -= size[l];
        }

        start[asset + 1] = first + perAsset;
    }

    private void WriteFlows(int asset, ReadOnlySpan<double> tax, ReadOnlySpan<double> lots)
    {
        int first = asset * (perAsset + 1);
        for (int f = 0; f <= perAsset; f++)
        {
            coordinate[first + f] = asset;
            sign[first + f] = f == 0 ? 1 : -1;
            upper[first + f] = f == 0 ? double.PositiveInfinity : lots[f - 1];
            flowCost[first + f] = f == 0 ? cost[asset] : cost[asset] + tax[f - 1];
        }
    }
}
