using Rebalancing.Mandates;

namespace Rebalancing.Planning;

/// <summary>A trade that somebody decided: z_i = amount, zero for a locked asset.</summary>
internal sealed class GivenTrade(string symbol, double amount) : Limit
{
    public string Symbol => symbol;

    public override string Name => amount == 0 ? $"Lock[{symbol}]" : $"Trade[{symbol} {(amount > 0 ? "+" : "")}{MeasureText.Fraction(amount)}]";

    protected internal override void Lower(ProgramWriter program, in AccountView account)
    {
        int n = program.Trades.Length;
        Span<double> lower = program.Scratch(n), upper = program.Scratch(n);
        lower.Fill(double.NegativeInfinity);
        upper.Fill(double.PositiveInfinity);
        int i = account.Universe.IndexOf(symbol);
        lower[i] = upper[i] = amount;
        program.Bounds(program.Trades, lower, upper);
    }

    protected internal override void Validate(MandateCheck check) => check.Expect("symbols", [symbol]);
}
