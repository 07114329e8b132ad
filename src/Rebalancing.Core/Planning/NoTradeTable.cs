using System.Globalization;
using Rebalancing.Planning;

namespace Rebalancing;

/// <summary>No-trade intervals of one account as a table that an order system can watch: as long as no holding leaves its interval, no trade is wanted.</summary>
/// <remarks>Immutable; safe to share between threads.</remarks>
public sealed class NoTradeTable
{
    private readonly Account _account;

    internal NoTradeTable(Account account, IntervalKind kind, IReadOnlyList<NoTradeInterval> intervals)
    {
        _account = account;
        Kind = kind;
        Intervals = intervals;
    }

    /// <summary>What everything else does while one holding varies.</summary>
    public IntervalKind Kind { get; }

    /// <summary>One row for each untraded asset that trading costs hold in place, in universe order.</summary>
    public IReadOnlyList<NoTradeInterval> Intervals { get; }

    /// <summary>
    /// Comma-separated values with a header: account, as_of, symbol, kind, weight, low, high. Weights are fractions of account value with a point; an end that nothing sets is empty.
    /// </summary>
    public void WriteCsv(TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(output);
        CsvLine.Write(output, "account", "as_of", "symbol", "kind", "weight", "low", "high");
        string day = _account.AsOf == default ? "" : _account.AsOf.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), kind = Kind == IntervalKind.Exact ? "exact" : "marginal";
        foreach (NoTradeInterval row in Intervals) CsvLine.Write(output, _account.Id, day, row.Symbol, kind, Text(row.Weight), Text(row.Low), Text(row.High));
    }

    /// <summary>What <see cref="WriteCsv"/> writes.</summary>
    public string ToCsv()
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        WriteCsv(text);
        return text.ToString();
    }

    /// <summary>One line for each interval.</summary>
    public override string ToString() => string.Concat(Intervals.Select(interval => interval + Environment.NewLine));

    private static string Text(double weight) => double.IsFinite(weight) ? weight.ToString("0.########", CultureInfo.InvariantCulture) : "";
}
