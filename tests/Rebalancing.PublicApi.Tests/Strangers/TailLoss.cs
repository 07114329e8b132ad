namespace Rebalancing.PublicApi.Tests;

/// <summary>A stranger's tail risk: the mean of the worst fifth of equally likely losses, value = min over a of a + sum of (loss_s - a)_+ / (0.2 S).</summary>
public sealed class TailLoss(DenseMap losses) : Term
{
    private readonly double[] _one = [1.0], _zero = new double[losses.Rows], _tail = [.. Enumerable.Repeat(1 / (0.2 * losses.Rows), losses.Rows)];
    private readonly Quantile _quantile = new();

    protected override void Lower(ProgramWriter program, in AccountView account)
    {
        Block loss = program.Image(losses, program.Holdings);
        Block threshold = program.Variables(1, "threshold", loss, _quantile);
        program.Linear(threshold, _one);
        program.Kinked(program.Shifted(loss, threshold), new Kink { At = _zero, SlopeBelow = _zero, SlopeAbove = _tail });
    }

    /// <summary>The best threshold is the loss that a fifth of all losses reach.</summary>
    private sealed class Quantile : VariableRule
    {
        public override void Minimise(ReadOnlySpan<double> basis, Span<double> values)
        {
            double[] sorted = basis.ToArray();
            Array.Sort(sorted);
            values[0] = sorted[(int)Math.Ceiling(0.8 * sorted.Length) - 1];
        }
    }
}
