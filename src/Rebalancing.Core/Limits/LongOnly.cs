namespace Rebalancing;

/// <summary>No short positions: w_i >= 0. An account that holds a short position is refused by name before anything is solved.</summary>
public sealed class LongOnly : Limit
{
    /// <inheritdoc/>
    protected internal override void Lower(ProgramWriter program, in AccountView account)
    {
        int n = program.Holdings.Length;
        Span<double> lower = program.Scratch(n), upper = program.Scratch(n);
        lower.Clear();
        upper.Fill(double.PositiveInfinity);
        program.Bounds(program.Holdings, lower, upper);
    }

    /// <inheritdoc/>
    protected internal override void Validate(MandateCheck check)
    {
        for (int i = 0; i < check.Universe.Count; i++) check.Holding(i, 0.0, double.PositiveInfinity);
    }

    /// <inheritdoc/>
    protected internal override void ValidateAccount(MandateCheck check, in AccountView account)
    {
        for (int i = 0; i < account.Weights.Length; i++)
            if (account.Weights[i] < 0)
                check.Report(FormattableString.Invariant($"weight of '{account.Universe[i].Symbol}' (index {i}) is {account.Weights[i]}; a long-only account holds no short positions"));
    }
}
