namespace Rebalancing;

/// <summary>
/// What is traded, as a fraction of account value: one-way max(buys, sells), two-way buys + sells. As a limit: <c>new Turnover().AtMost(0.10)</c>.
/// </summary>
/// <remarks>max(b, s) = (b + s)/2 + |b - s|/2, and b - s is the sum of the trades, so one-way turnover needs no extra variable.</remarks>
public sealed class Turnover : Term
{
    private readonly double[] _halfBelow = [-0.5], _halfAbove = [0.5], _atZero = [0.0];

    /// <param name="kind">One-way (default) or two-way.</param>
    public Turnover(TurnoverKind kind = TurnoverKind.OneWay) =>
        Kind = Enum.IsDefined(kind) ? kind : throw new ArgumentOutOfRangeException(nameof(kind), $"turnover kind is {(int)kind}; expected OneWay or TwoWay");

    /// <summary>One-way or two-way.</summary>
    public TurnoverKind Kind { get; }

    /// <inheritdoc/>
    public override string Name => Kind == TurnoverKind.OneWay ? "Turnover" : "Turnover (two-way)";

    /// <inheritdoc/>
    protected internal override bool IsOneOff => true;

    /// <inheritdoc/>
    protected internal override void Lower(ProgramWriter program, in AccountView account)
    {
        double slope = Kind == TurnoverKind.TwoWay ? 1.0 : 0.5;
        int n = program.Trades.Length;
        Span<double> zero = program.Scratch(n), below = program.Scratch(n), above = program.Scratch(n);
        zero.Clear();
        below.Fill(-slope);
        above.Fill(slope);
        program.Kinked(program.Trades, new Kink { At = zero, SlopeBelow = below, SlopeAbove = above });
        if (Kind == TurnoverKind.OneWay)
            program.Kinked(program.SumOf(program.Trades), new Kink { At = _atZero, SlopeBelow = _halfBelow, SlopeAbove = _halfAbove });
    }
}
