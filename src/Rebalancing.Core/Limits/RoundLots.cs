namespace Rebalancing;

/// <summary>
/// Trades are whole lots: z_i is a whole multiple of the weight of one lot, lot size * price / account value. Whole shares, round lots, contracts. A discrete rule:
/// the lots are chosen by the optimisation rather than rounded to afterwards; either way every hard limit is checked at the quantities that are ordered.
/// </summary>
public sealed class RoundLots : Limit
{
    /// <param name="keepOddLots">Whether positions smaller than a lot may stay or be bought up. By default they are refused by name: they can be neither sold in whole lots nor closed.</param>
    public RoundLots(bool keepOddLots = false) => KeepOddLots = keepOddLots;

    /// <summary>Whether positions smaller than a lot may stay.</summary>
    public bool KeepOddLots { get; }

    /// <inheritdoc/>
    public override string Name => "Whole lots";

    /// <inheritdoc/>
    protected internal override void Lower(ProgramWriter program, in AccountView account) => program.Multiples(program.Trades, account.LotWeights);

    /// <inheritdoc/>
    protected internal override void ValidateAccount(MandateCheck check, in AccountView account)
    {
        for (int i = 0; i < account.Weights.Length; i++)
        {
            double lot = account.LotWeights[i];
            if (lot == 0) check.Report($"'{account.Universe[i].Symbol}' has no price, so that its lots have no weight.");
            else if (!KeepOddLots && account.Weights[i] != 0 && Math.Abs(account.Weights[i]) < lot * (1 - 1e-9))
                check.Report(FormattableString.Invariant($"the position in '{account.Universe[i].Symbol}' is {Math.Abs(account.Weights[i]) / lot:0.####} of a lot: it can be neither sold in whole lots nor closed. Keep odd lots, or give a smaller lot."));
        }
    }
}
