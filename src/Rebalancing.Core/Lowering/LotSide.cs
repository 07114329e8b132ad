namespace Rebalancing.Lowering;

/// <summary>What an asset may do while a search decides between selling it at a loss and buying it.</summary>
internal enum LotSide : byte
{
    /// <summary>Both: a relaxation.</summary>
    Open,

    /// <summary>Lots with a loss may be sold, nothing may be bought.</summary>
    Selling,

    /// <summary>Anything may be bought, lots with a loss are kept.</summary>
    Buying,

    /// <summary>Neither is bought nor sold at a loss.</summary>
    Still,
}
