using Rebalancing.Lowering;

namespace Rebalancing;

/// <summary>
/// What is traded, as a fraction of account value: one-way max(buys, sells), two-way buys + sells. As a limit: <c>new Turnover().AtMost(0.10)</c>.
/// </summary>
/// <remarks>
/// max(b, s) = (b + s)/2 + |b - s|/2, and b - s is the sum of the trades: a variable of its own, so that each kink lies on one coordinate, which the fast engine takes. Net purchases of more
/// than 100 times account value are not considered.
/// </remarks>
public sealed class Turnover : Term
{
    /// <summary>Far beyond any account; an end on both sides keeps the fast engine's proof exact where the variable has no curvature.</summary>
    private const double MostNet = 100;

    private readonly double[] _halfBelow = [-0.5], _halfAbove = [0.5], _atZero = [0.0], _least = [-MostNet], _most = [MostNet];

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
        if (Kind == TurnoverKind.OneWay) LowerNet(program, account);
    }

    /// <summary>1'w - net = 1'w0, and half of |net|.</summary>
    private void LowerNet(ProgramWriter program, in AccountView account)
    {
        Block sum = program.SumOf(program.Holdings), net = program.Variables(1, "net purchases", program.SumOf(program.Trades), CopyRule.Instance);
        Span<double> held = program.Scratch(1);
        held.Clear();
        foreach (double weight in account.Weights) held[0] += weight;
        program.Bounds(program.Shifted(sum, net), held, held);
        program.Bounds(net, _least, _most);
        program.Kinked(net, new Kink { At = _atZero, SlopeBelow = _halfBelow, SlopeAbove = _halfAbove });
    }
}
