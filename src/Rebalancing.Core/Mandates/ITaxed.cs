namespace Rebalancing.Mandates;

/// <summary>A cost or limit that speaks of tax lots; a mandate's taxes are searched over their pieces and over the sides of the assets.</summary>
internal interface ITaxed
{
    TaxRules Rules { get; }

    /// <summary>Whether the tax is written piece by piece.</summary>
    bool IsNetted { get; }

    /// <summary>What is done about losses that a purchase would disallow; null where the component has no say.</summary>
    WashSalePolicy? WashSales { get; }

    IdenticalSecurities Identical { get; }
}
