using System.Globalization;
using System.Text;

namespace Rebalancing;

/// <summary>Why a plan is what it is: the reasons for each trade, where nothing would be traded, and what the limits cost.</summary>
/// <remarks>Immutable; safe to share between threads. Everything follows from the optimality conditions of the answer, before quantities were rounded.</remarks>
[Rendering.TypeFormatterSource(typeof(Rendering.NotebookFormatters))]
public sealed class Explanation
{
    /// <summary>Sums below this are the solver's tolerance and are written as this.</summary>
    private const double LeastBps = 1e-3;

    internal Explanation(IReadOnlyList<TradeReasons> trades, IReadOnlyList<NoTradeInterval> noTrade, IReadOnlyList<LimitPrice> prices)
    {
        Trades = trades;
        NoTrade = noTrade;
        Prices = prices;
    }

    /// <summary>Reasons of each traded asset, largest trade first.</summary>
    public IReadOnlyList<TradeReasons> Trades { get; }

    /// <summary>Interval of each untraded asset that trading costs hold in place, in universe order.</summary>
    public IReadOnlyList<NoTradeInterval> NoTrade { get; }

    /// <summary>Limits that bind and what a unit of each is worth, dearest first.</summary>
    public IReadOnlyList<LimitPrice> Prices { get; }

    /// <summary>Largest amount by which the reasons of a trade fail to add up, basis points a year for each unit traded.</summary>
    public double LargestUnexplained => Trades.Count == 0 ? 0 : Trades.Max(trade => Math.Abs(trade.Unexplained));

    /// <summary>The memo.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (TradeReasons trade in Trades)
            text.Append(trade).AppendLine();
        foreach (NoTradeInterval interval in NoTrade)
            text.Append(interval).AppendLine();
        if (Prices.Count > 0)
            text.AppendLine("Limits that bind:");
        foreach (LimitPrice price in Prices)
            text.Append("  ").Append(price).AppendLine();
        text.Append(CultureInfo.InvariantCulture, $"The reasons add up to within {Math.Max(LeastBps, LargestUnexplained):0.###} bp.").AppendLine();
        return text.ToString();
    }
}
