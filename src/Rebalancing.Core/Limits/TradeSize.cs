using Rebalancing.Mandates;

namespace Rebalancing;

/// <summary>Largest trades: -sell_i &lt;= z_i &lt;= buy_i, fractions of account value.</summary>
public sealed class TradeSize : Limit
{
    private readonly double[]? _lower;
    private readonly AssetValues? _buy;
    private readonly double _most;

    /// <summary>The same for every asset, buying and selling.</summary>
    /// <param name="most">Largest trade, fraction of account value, not negative.</param>
    public TradeSize(double most) => _most = Require.NotNegative(most, "largest trade", "it is a fraction of account value and must be finite and >= 0");

    /// <summary>Sizes of their own for each asset.</summary>
    /// <param name="buy">Largest purchase, fraction of account value, not negative.</param>
    /// <param name="sell">Largest sale, fraction of account value, not negative.</param>
    public TradeSize(AssetValues buy, AssetValues sell)
    {
        _buy = Require.NotNegative(buy, "largest purchase", "sizes are fractions of account value and must be finite and >= 0");
        Require.NotNegative(sell, "largest sale", "sizes are fractions of account value and must be finite and >= 0");
        Require.SameCount(buy, sell, "largest purchases", "largest sales");
        Sell = sell;
        _lower = [.. sell.Select(size => -size)];
    }

    /// <summary>Largest trade of every asset; null when assets have their own.</summary>
    internal double? Most => _buy is null ? _most : null;

    /// <summary>Largest purchases by asset; null when all assets have the same.</summary>
    internal AssetValues? Buy => _buy;

    /// <summary>Largest sales by asset; null when all assets have the same.</summary>
    internal AssetValues? Sell { get; }

    /// <inheritdoc/>
    public override string Name => _buy is null ? $"Trade <= {MeasureText.Fraction(_most)}" : "Trade sizes by asset";

    /// <inheritdoc/>
    protected internal override void Lower(ProgramWriter program, in AccountView account)
    {
        if (_buy is not null)
        {
            program.Bounds(program.Trades, _lower, _buy.Span);
            return;
        }
        int n = program.Trades.Length;
        Span<double> lower = program.Scratch(n), upper = program.Scratch(n);
        lower.Fill(-_most);
        upper.Fill(_most);
        program.Bounds(program.Trades, lower, upper);
    }

    /// <inheritdoc/>
    protected internal override void Validate(MandateCheck check)
    {
        if (_buy is not null) check.Expect("trade sizes", _buy);
    }
}
