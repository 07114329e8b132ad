using Rebalancing.Mandates;

namespace Rebalancing;

/// <summary>
/// No small orders: each trade is zero, or at least a size: z_i = 0, z_i &gt;= least_i or z_i &lt;= -least_i, fractions of account value. A long position smaller
/// than that may be sold out. A discrete rule.
/// </summary>
public sealed class MinTrade : Limit
{
    private readonly LeastSizes _sizes;

    /// <summary>The same size for every asset.</summary>
    /// <param name="least">Least size of a trade, fraction of account value, in (0, 1].</param>
    public MinTrade(double least) => _sizes = new LeastSizes(least, "trade");

    /// <summary>A size of its own for each asset.</summary>
    /// <param name="least">Least sizes, fractions of account value, not negative; 0 asks for nothing.</param>
    public MinTrade(AssetValues least) => _sizes = new LeastSizes(least, "trade");

    /// <summary>Least size where it is the same for every asset; otherwise 0.</summary>
    public double Least => _sizes.Least;

    /// <summary>Least sizes by asset; null where one size is for all.</summary>
    public AssetValues? LeastByAsset => _sizes.ByAsset;

    /// <inheritdoc/>
    public override string Name => _sizes.Name;

    /// <inheritdoc/>
    protected internal override void Lower(ProgramWriter program, in AccountView account)
    {
        int n = program.Trades.Length;
        Span<double> buy = program.Scratch(n), sell = program.Scratch(n);
        for (int i = 0; i < n; i++)
        {
            buy[i] = _sizes[i];
            sell[i] = account.Weights[i] > 0 ? Math.Min(buy[i], account.Weights[i]) : buy[i];
        }
        program.ZeroOrAtLeast(program.Trades, buy, sell);
    }

    /// <inheritdoc/>
    protected internal override void Validate(MandateCheck check) => _sizes.Validate(check);
}
