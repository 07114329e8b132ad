using Rebalancing.Mandates;

namespace Rebalancing;

/// <summary>
/// No small orders: each trade is zero, or at least a size: z_i = 0, z_i &gt;= least_i or z_i &lt;= -least_i, fractions of account value. A long position smaller
/// than that may be sold out. A discrete rule.
/// </summary>
public sealed class MinTrade : Limit
{
    private readonly AssetValues? _each;

    /// <summary>The same size for every asset.</summary>
    /// <param name="least">Least size of a trade, fraction of account value, in (0, 1].</param>
    public MinTrade(double least) => Least = Require.PositiveFraction(least, "least trade", "it is a fraction of account value in (0, 1]");

    /// <summary>A size of its own for each asset.</summary>
    /// <param name="least">Least sizes, fractions of account value, not negative; 0 asks for nothing.</param>
    public MinTrade(AssetValues least) => _each = Require.NotNegative(least, "least trade", "sizes are fractions of account value and must be finite and >= 0");

    /// <summary>Least size where it is the same for every asset; otherwise 0.</summary>
    public double Least { get; }

    /// <summary>Least sizes by asset; null where one size is for all.</summary>
    public AssetValues? LeastByAsset => _each;

    /// <inheritdoc/>
    public override string Name => _each is null ? $"Trades of at least {MeasureText.Of(Least, Measure)}" : "Trades of at least a size";

    /// <inheritdoc/>
    protected internal override void Lower(ProgramWriter program, in AccountView account)
    {
        int n = program.Trades.Length;
        Span<double> buy = program.Scratch(n), sell = program.Scratch(n);
        for (int i = 0; i < n; i++)
        {
            buy[i] = _each?[i] ?? Least;
            sell[i] = account.Weights[i] > 0 ? Math.Min(buy[i], account.Weights[i]) : buy[i];
        }
        program.ZeroOrAtLeast(program.Trades, buy, sell);
    }

    /// <inheritdoc/>
    protected internal override void Validate(MandateCheck check)
    {
        if (_each is not null) check.Expect("least trades", _each);
    }
}
