namespace Rebalancing.Lowering;

/// <summary>The part of a mandate's taxes that is not convex, chosen: which piece of the tax holds, and which side each asset is on. A search sets it, the words read it.</summary>
internal sealed class TaxChoice
{
    /// <summary>Index into the rules' pieces.</summary>
    public int Piece { get; set; }

    /// <summary>One side an asset; empty while nothing is chosen, which leaves all open.</summary>
    public LotSide[] Sides { get; set; } = [];

    /// <summary>Lots that must not be sold, because their loss would be disallowed; empty for none.</summary>
    public bool[] KeptLots { get; set; } = [];

    /// <summary>Whether all lots of an asset count at their average cost; decides which lots have a loss.</summary>
    public bool AverageCost { get; set; }

    /// <summary>Part of the loss of each flow that a purchase of the last days disallows, for policies that price it; empty for none.</summary>
    public double[] Disallowed { get; set; } = [];

    /// <summary>Takes the disallowed part off losses; gains stay.</summary>
    public void TakeOffDisallowed(Span<double> shortGain, Span<double> longGain)
    {
        if (Disallowed.Length == 0) return;
        for (int f = 0; f < shortGain.Length; f++)
        {
            if (shortGain[f] < 0) shortGain[f] *= 1 - Disallowed[f];
            if (longGain[f] < 0) longGain[f] *= 1 - Disallowed[f];
        }
    }

    /// <summary>The choice as it is now; what a search does next leaves it alone.</summary>
    public TaxChoice Copy() => new() { Piece = Piece, Sides = [.. Sides], KeptLots = [.. KeptLots], AverageCost = AverageCost, Disallowed = [.. Disallowed] };

    public bool MayBuy(int asset) => Sides.Length == 0 || Sides[asset] is LotSide.Open or LotSide.Buying;

    public bool MayLose(int asset) => Sides.Length == 0 || Sides[asset] is LotSide.Open or LotSide.Selling;
}
