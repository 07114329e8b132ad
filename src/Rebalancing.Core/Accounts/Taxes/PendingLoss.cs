namespace Rebalancing.Accounts;

/// <summary>Shares sold at a loss that no purchase has replaced so far.</summary>
/// <param name="Sale">Index of the sale.</param>
/// <param name="Purchase">The purchase the shares came from.</param>
/// <param name="Shares">Shares not yet matched.</param>
/// <param name="Loss">Loss on them, positive.</param>
internal readonly record struct PendingLoss(int Sale, int Purchase, decimal Shares, decimal Loss);
