namespace Rebalancing;

/// <summary>
/// The 5/10/40 rule of UCITS funds: no position above 10 %, and those above 5 % add up to at most 40 %: w_i &lt;= cap, sum over w_i &gt; threshold of w_i &lt;= most. A discrete rule.
/// </summary>
public sealed class UcitsFiveTenForty : Limit
{
    /// <param name="cap">Largest position, fraction of account value; default 10 %.</param>
    /// <param name="threshold">From where positions are added up, fraction of account value, below the cap; default 5 %.</param>
    /// <param name="most">Largest sum of those above the threshold; default 40 %.</param>
    public UcitsFiveTenForty(double cap = 0.10, double threshold = 0.05, double most = 0.40)
    {
        Cap = Require.PositiveFraction(cap, "largest position", "it is a fraction of account value in (0, 1]");
        Threshold = Require.PositiveFraction(threshold, "threshold", "it is a fraction of account value in (0, 1]");
        Most = Require.PositiveFraction(most, "largest sum", "it is a fraction of account value in (0, 1]");
        if (threshold > cap) throw new ArgumentException(FormattableString.Invariant($"threshold is {threshold}, above the largest position {cap}; no position could be above it"), nameof(threshold));
    }

    /// <summary>Largest position.</summary>
    public double Cap { get; }

    /// <summary>From where positions are added up.</summary>
    public double Threshold { get; }

    /// <summary>Largest sum of those above the threshold.</summary>
    public double Most { get; }

    /// <inheritdoc/>
    public override string Name => FormattableString.Invariant($"{100 * Threshold:0.##}/{100 * Cap:0.##}/{100 * Most:0.##}");

    /// <inheritdoc/>
    protected internal override void Lower(ProgramWriter program, in AccountView account)
    {
        int n = program.Holdings.Length;
        Span<double> lower = program.Scratch(n), upper = program.Scratch(n);
        lower.Fill(0);
        upper.Fill(Cap);
        program.Bounds(program.Holdings, lower, upper);
        program.SumAbove(program.Holdings, Threshold, Most);
    }

    /// <inheritdoc/>
    protected internal override void Validate(MandateCheck check)
    {
        for (int i = 0; i < check.Universe.Count; i++) check.Holding(i, 0, Cap);
    }
}
