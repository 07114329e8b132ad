namespace Rebalancing;

/// <summary>Long and short positions together: value = sum |w_i|, a fraction of account value. As a limit it is the leverage limit.</summary>
public sealed class GrossExposure : Term
{
    /// <inheritdoc/>
    protected internal override void Lower(ProgramWriter program, in AccountView account)
    {
        int n = program.Holdings.Length;
        Span<double> zero = program.Scratch(n), below = program.Scratch(n), above = program.Scratch(n);
        zero.Clear();
        below.Fill(-1.0);
        above.Fill(1.0);
        program.Kinked(program.Holdings, new Kink { At = zero, SlopeBelow = below, SlopeAbove = above });
    }
}
