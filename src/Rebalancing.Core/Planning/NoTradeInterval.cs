namespace Rebalancing;

/// <summary>
/// The range of holdings within which an asset would not be traded, at a fixed account value: what the holding gains, cash pays. An order system can watch it without the optimiser.
/// <see cref="Kind"/> says whether everything else stood still.
/// </summary>
/// <param name="Symbol">Asset.</param>
/// <param name="Weight">What is held now, fraction of account value.</param>
/// <param name="Low">Below this weight it would be bought.</param>
/// <param name="High">Above this weight it would be sold.</param>
/// <remarks>Immutable; safe to share between threads.</remarks>
public sealed record NoTradeInterval(string Symbol, double Weight, double Low, double High)
{
    /// <summary>What everything else does. Default: it stays.</summary>
    public IntervalKind Kind { get; init; }

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant(
        $"{Symbol}: no trade {Range} (holds {100 * Weight:0.000} %{(Kind == IntervalKind.Exact ? "; all else optimised again" : "")})");

    private string Range => (double.IsFinite(Low), double.IsFinite(High)) switch
    {
        (true, true) => FormattableString.Invariant($"between {100 * Low:0.000} % and {100 * High:0.000} %"),
        (true, false) => FormattableString.Invariant($"above {100 * Low:0.000} %"),
        (false, true) => FormattableString.Invariant($"below {100 * High:0.000} %"),
        _ => "at any weight",
    };
}
