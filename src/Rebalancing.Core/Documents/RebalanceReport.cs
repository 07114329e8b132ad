using System.Buffers.Binary;
using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Rebalancing.Documents;

namespace Rebalancing;

/// <summary>A result as data that outlives the process: status, certificate, trades, costs, limits, reasons, and a hash of the answer's bits.</summary>
/// <remarks>Immutable; safe to share between threads.</remarks>
public sealed record RebalanceReport
{
    private static readonly FormKind<RebalanceReport> Form = new(ReportForms.Report);

    /// <summary>Name of the account.</summary>
    public string Account { get; init; } = "";

    /// <summary>Version of the library that found the answer.</summary>
    public string Library { get; init; } = "";

    /// <summary>How it ended.</summary>
    public required RebalanceStatus Status { get; init; }

    /// <summary>The engine, and why it ran.</summary>
    public string Engine { get; init; } = "";

    /// <summary>Iterations of the engine.</summary>
    public int Iterations { get; init; }

    /// <summary>Objective a year, fraction of account value; null without a verified answer.</summary>
    public double? Objective { get; init; }

    /// <summary>No allowed plan has a smaller objective; null where nothing was proved.</summary>
    public double? LowerBound { get; init; }

    /// <summary>Largest violation of a limit or defining row before rounding, in the limit's own unit; null without a verified answer.</summary>
    public double? PrimalResidual { get; init; }

    /// <summary>Account value before trading, base currency; null without a plan.</summary>
    public decimal? AccountValue { get; init; }

    /// <summary>Cash before trading, base currency; null without a plan.</summary>
    public decimal? CashBefore { get; init; }

    /// <summary>Cash after trading and costs, base currency; null without a plan.</summary>
    public decimal? CashAfter { get; init; }

    /// <summary>Costs that leave the cash line, base currency; null without a plan.</summary>
    public decimal? CostsPaid { get; init; }

    /// <summary>Orders, sells first.</summary>
    public IReadOnlyList<Trade> Trades { get; init; } = [];

    /// <summary>Positions after trading, fractions of account value, in universe order.</summary>
    public IReadOnlyList<double> WeightsAfter { get; init; } = [];

    /// <summary>Value of each cost.</summary>
    public IReadOnlyList<CostLine> Costs { get; init; } = [];

    /// <summary>How each limit fares.</summary>
    public IReadOnlyList<LimitLine> Limits { get; init; } = [];

    /// <summary>Why each asset is traded; empty unless asked for.</summary>
    public IReadOnlyList<TradeReasons> Reasons { get; init; } = [];

    /// <summary>Where assets are not traded; empty unless asked for.</summary>
    public IReadOnlyList<NoTradeInterval> NoTrade { get; init; } = [];

    /// <summary>Prices of the limits that bind; empty unless asked for.</summary>
    public IReadOnlyList<LimitPrice> Prices { get; init; } = [];

    /// <summary>Why there is no plan, in sentences.</summary>
    public IReadOnlyList<string> Problems { get; init; } = [];

    /// <summary>SHA-256 of status, weights and orders, to the bit: equal hashes are equal answers.</summary>
    public string Hash { get; init; } = "";

    /// <summary>Version of this library.</summary>
    public static string LibraryVersion { get; } = typeof(RebalanceReport).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "unknown";

    /// <summary>A report of a result.</summary>
    /// <param name="result">The result.</param>
    /// <param name="explain">Whether to add reasons, no-trade intervals and prices, which takes another solve. Default false.</param>
    public static RebalanceReport Of(RebalanceResult result, bool explain = false)
    {
        ArgumentNullException.ThrowIfNull(result);
        var report = new RebalanceReport
        {
            Account = result.Account.Id, Library = LibraryVersion, Status = result.Status, Engine = result.Engine, Iterations = result.Iterations,
            Problems = [.. result.Problems, .. result.Conflicts.Select(conflict => conflict.ToString())],
        };
        if (result.Plan is { } plan)
        {
            report = report with
            {
                Objective = Known(result.Objective), LowerBound = Known(result.Certificate.LowerBound), PrimalResidual = Known(result.Certificate.PrimalResidual),
                AccountValue = plan.AccountValue, CashBefore = plan.CashBefore, CashAfter = plan.CashAfter, CostsPaid = plan.CostsPaid,
                Trades = plan.Trades, WeightsAfter = plan.WeightsAfter, Costs = plan.Costs, Limits = plan.Limits,
            };
            if (explain)
            {
                Explanation explanation = result.Explain();
                report = report with { Reasons = explanation.Trades, NoTrade = explanation.NoTrade, Prices = explanation.Prices };
            }
        }
        return report with { Hash = HashOf(report) };
    }

    /// <summary>Reads a report.</summary>
    /// <param name="stream">UTF-8 text.</param>
    /// <exception cref="DocumentException">The text is not JSON, or not a report.</exception>
    public static RebalanceReport Read(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var reader = new DocumentReader(stream, DocumentOptions.Default);
        reader.Next();
        RebalanceReport report = Form.Read(reader);
        reader.End();
        return report;
    }

    /// <summary>Writes the report as one JSON object and a line end.</summary>
    /// <param name="stream">Where the UTF-8 text goes.</param>
    public void Write(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            Form.Write(new DocumentWriter(json, DocumentOptions.Default, new SharedParts(), new SidecarNames()), this);
        stream.WriteByte((byte)'\n');
    }

    /// <summary>What differs from another report of the same account, one sentence each; empty when the answers are the same to the bit.</summary>
    public IReadOnlyList<string> DifferencesFrom(RebalanceReport other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (Hash == other.Hash) return [];
        var differences = new List<string>();
        string who = Account.Length > 0 ? Account + ": " : "";
        if (Status != other.Status) differences.Add($"{who}status is {Status}, was {other.Status}");
        if (Library != other.Library) differences.Add($"{who}solved by version {Library}, was {other.Library}");
        if (WeightsAfter.Count != other.WeightsAfter.Count) differences.Add($"{who}{WeightsAfter.Count} weights, were {other.WeightsAfter.Count}");
        else if (WeightsAfter.Count > 0)
        {
            double largest = WeightsAfter.Zip(other.WeightsAfter, (a, b) => Math.Abs(a - b)).Max();
            if (largest > 0) differences.Add(string.Create(CultureInfo.InvariantCulture, $"{who}weights differ by at most {largest:G3}"));
        }
        foreach ((Trade? now, Trade? then) in Pairs(Trades, other.Trades))
            if (now?.Shares != then?.Shares || now?.Money != then?.Money) differences.Add($"{who}{(now is null ? "no trade" : now.ToString())}, was {(then is null ? "no trade" : then.ToString())}");
        if (differences.Count == 0) differences.Add($"{who}the bits differ, the numbers shown do not");
        return differences;
    }

    private static IEnumerable<(Trade? Now, Trade? Then)> Pairs(IReadOnlyList<Trade> now, IReadOnlyList<Trade> then) =>
        now.Select(trade => trade.Symbol).Union(then.Select(trade => trade.Symbol)).Order(StringComparer.Ordinal)
            .Select(symbol => (now.FirstOrDefault(trade => trade.Symbol == symbol), then.FirstOrDefault(trade => trade.Symbol == symbol)));

    private static string HashOf(RebalanceReport report)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> bits = stackalloc byte[sizeof(double)];
        hash.AppendData(Encoding.UTF8.GetBytes(report.Status.ToString()));
        foreach (double weight in report.WeightsAfter)
        {
            BinaryPrimitives.WriteDoubleLittleEndian(bits, weight);
            hash.AppendData(bits);
        }
        foreach (Trade trade in report.Trades)
            hash.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{trade.Symbol}|{trade.Side}|{trade.Shares}|{trade.Money};")));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static double? Known(double value) => double.IsFinite(value) ? value : null;
}
