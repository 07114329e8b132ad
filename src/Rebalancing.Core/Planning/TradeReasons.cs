using System.Globalization;
using System.Text;

namespace Rebalancing;

/// <summary>
/// Why an asset is traded as far as it is: at the plan, what speaks for trading a little more and what speaks against it balance. The reasons add up to
/// <see cref="Unexplained"/>, which is zero but for the solver's tolerance.
/// </summary>
/// <param name="Symbol">Asset.</param>
/// <param name="Weight">The trade, fraction of account value: positive buys, negative sells.</param>
/// <param name="Reasons">Largest first.</param>
/// <param name="Unexplained">What the reasons add up to, basis points a year for each unit of value traded.</param>
/// <remarks>Immutable; safe to share between threads.</remarks>
public sealed record TradeReasons(string Symbol, double Weight, IReadOnlyList<Reason> Reasons, double Unexplained)
{
    /// <summary>Why a limit that binds is not among the reasons, where one would expect it; otherwise null.</summary>
    public string? Note { get; init; }

    /// <summary>Buy or sell.</summary>
    public TradeSide Side => Weight < 0 ? TradeSide.Sell : TradeSide.Buy;

    /// <summary>The sentence: what pays for what.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{Side} {10000 * Math.Abs(Weight):0.0} bp of {Symbol}: ");
        Join(text, Reasons.Where(reason => reason.Bps < 0));
        text.Append(Reasons.Count(reason => reason.Bps < 0) == 1 ? " pays for " : " pay for ");
        Join(text, Reasons.Where(reason => reason.Bps > 0));
        text.Append('.');
        if (Note is not null) text.Append(' ').Append(Note).Append('.');
        return text.ToString();
    }

    private static void Join(StringBuilder text, IEnumerable<Reason> reasons)
    {
        List<string> parts = [.. reasons.Select(reason => FormattableString.Invariant($"{(reason.IsLimit ? $"the price of {reason.Owner}" : reason.Owner)} {Math.Abs(reason.Bps):0.0} bp"))];
        text.Append(parts.Count switch
        {
            0 => "nothing",
            1 => parts[0],
            _ => string.Join(", ", parts[..^1]) + " and " + parts[^1],
        });
    }
}
