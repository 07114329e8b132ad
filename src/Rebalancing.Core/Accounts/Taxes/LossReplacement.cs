namespace Rebalancing;

/// <summary>Shares whose purchase disallows a loss.</summary>
/// <param name="LotId">The replacing lot.</param>
/// <param name="Account">The account that holds it.</param>
/// <param name="Shares">Shares matched.</param>
/// <param name="Loss">Loss disallowed, base currency, positive.</param>
/// <param name="IsPermanent">Whether the loss is gone for good (replaced in a retirement account) rather than added to the cost of the new shares.</param>
/// <remarks>Immutable; safe to share between threads.</remarks>
public sealed record LossReplacement(string LotId, string Account, decimal Shares, decimal Loss, bool IsPermanent);
