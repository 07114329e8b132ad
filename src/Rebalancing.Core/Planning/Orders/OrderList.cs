using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Rebalancing.Planning;

namespace Rebalancing;

/// <summary>
/// The orders of one run over one or many accounts, with identifiers that make sending them twice harmless: the same accounts, mandates and prices give the same run
/// and the same orders, to the character.
/// </summary>
/// <remarks>Immutable; safe to share between threads.</remarks>
public sealed class OrderList
{
    private OrderList(string runId, Order[] orders)
    {
        RunId = runId;
        Orders = orders;
    }

    /// <summary>Identifies the run: what the caller gave, or a hash of dates, accounts and orders.</summary>
    public string RunId { get; }

    /// <summary>Account after account, sells first inside one.</summary>
    public IReadOnlyList<Order> Orders { get; }

    /// <summary>The orders of all results that have a plan; the others have none.</summary>
    /// <param name="results">Of accounts with identifiers, each of them once.</param>
    /// <param name="runId">Not blank; null (default) for a hash of what the run decided.</param>
    /// <exception cref="ArgumentException">An account has no identifier, or two have the same.</exception>
    public static OrderList Of(IReadOnlyList<RebalanceResult> results, string? runId = null)
    {
        ArgumentNullException.ThrowIfNull(results);
        if (runId is not null) ArgumentException.ThrowIfNullOrWhiteSpace(runId);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (int r = 0; r < results.Count; r++)
        {
            string id = results[r].Account.Id;
            if (id.Length == 0) throw new ArgumentException($"Account {r} has no Id; orders need one to be told apart (AccountOptions.Id).", nameof(results));
            if (!seen.Add(id)) throw new ArgumentException($"Account '{id}' appears twice; a run sends each account's orders once.", nameof(results));
        }
        string run = runId ?? Hash(results);
        List<Order> orders = [];
        foreach (RebalanceResult result in results)
            foreach (Trade trade in result.Plan?.Trades ?? [])
                orders.Add(new Order($"{run}/{result.Account.Id}/{trade.Symbol}", result.Account.Id, trade, result.Account.Options.BaseCurrency));
        return new OrderList(run, [.. orders]);
    }

    /// <summary>
    /// Comma-separated values with a header: run, order, account, symbol, side, quantity, price, money, currency. Numbers without separators of thousands and with a point;
    /// quantity and price are empty where no price is known.
    /// </summary>
    public void WriteCsv(TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(output);
        output.Write("run,order,account,symbol,side,quantity,price,money,currency\r\n");
        foreach (Order order in Orders)
        {
            Trade trade = order.Trade;
            string[] fields = [RunId, order.OrderId, order.Account, trade.Symbol, trade.Side == TradeSide.Buy ? "BUY" : "SELL", Text(trade.Shares), Text(trade.Price), Text(trade.Money), order.Currency];
            CsvLine.Write(output, fields);
        }
    }

    /// <summary>What <see cref="WriteCsv"/> writes.</summary>
    public string ToCsv()
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        WriteCsv(text);
        return text.ToString();
    }

    private static string Text(decimal? number) => number is { } given ? given.ToString("0.############", CultureInfo.InvariantCulture) : "";

    private static string Hash(IReadOnlyList<RebalanceResult> results)
    {
        var text = new StringBuilder();
        foreach (RebalanceResult result in results)
        {
            text.Append(CultureInfo.InvariantCulture, $"{result.Account.Id}\n{result.Account.AsOf:yyyy-MM-dd}\n{result.Account.Value:0.############}\n{result.Status}\n");
            foreach (Trade trade in result.Plan?.Trades ?? []) text.Append(CultureInfo.InvariantCulture, $"{trade.Symbol}\t{trade.Side}\t{Text(trade.Shares)}\t{Text(trade.Price)}\t{Text(trade.Money)}\n");
        }
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())).AsSpan(0, 10));
    }
}
