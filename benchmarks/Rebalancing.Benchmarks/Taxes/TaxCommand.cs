using System.Diagnostics;
using System.Globalization;

namespace Rebalancing.Benchmarks.Taxes;

/// <summary>The command <c>taxes</c>: whole rebalances of accounts with tax lots, timed after a warm-up; a table row is printed: assets x lots x factors, netting, losing fraction, accounts, milliseconds (least, median, 99th percentile, mean), iterations, largest relative gap of three certificates, answers by the interior point, optimal of all.</summary>
internal static class TaxCommand
{
    private const string Usage = "taxes [assets] [lots] [factors] [separable|exact] [losing fraction] [accounts] [seed]";

    /// <summary>Runs the command; 0 if every account was solved, 3 otherwise, 64 for wrong usage.</summary>
    public static int Run(ReadOnlySpan<string> arguments)
    {
        if (arguments.Length != 7)
        {
            Console.Error.WriteLine($"usage: {Usage}");
            return 64;
        }
        int assets = Whole(arguments[0]), lots = Whole(arguments[1]), factors = Whole(arguments[2]), accounts = Whole(arguments[5]), seed = Whole(arguments[6]);
        TaxNetting netting = arguments[3] == "separable" ? TaxNetting.Separable : TaxNetting.Exact;
        double losing = double.Parse(arguments[4], CultureInfo.InvariantCulture);
        var market = new TaxMarket(assets, factors, seed);
        Mandate mandate = market.MandateWith(netting);
        Account[] books = [.. Enumerable.Range(0, accounts).Select(a => market.AccountWith(lots, losing, a))];
        var rebalancer = new Rebalancer(mandate, market.Universe);
        foreach (Account book in books.Take(3)) _ = rebalancer.Rebalance(book);
        List<double> times = [];
        int solved = 0, iterations = 0, handedOver = 0;
        double gap = 0;
        RebalanceResult last = rebalancer.Rebalance(books[0]);
        for (int round = 0; round < Math.Max(1, 12 / accounts); round++)
            foreach (Account book in books)
            {
                long start = Stopwatch.GetTimestamp();
                last = rebalancer.Rebalance(book);
                times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                if (last.IsOptimal) solved++;
                iterations += last.Iterations;
                if (!last.Engine.StartsWith(nameof(Solvers.EngineKind.DualNewton), StringComparison.Ordinal)) handedOver++;
            }
        var certified = new Rebalancer(mandate, market.Universe);
        foreach (Account book in books.Take(3)) gap = Math.Max(gap, certified.Rebalance(book).Certificate.RelativeGap);
        times.Sort();
        Console.WriteLine(FormattableString.Invariant(
            $"| {assets} x {lots} x {factors} | {netting} | {losing:0.##} | {accounts} | {times[0]:0.00} | {times[times.Count / 2]:0.00} | {times[(int)(0.99 * (times.Count - 1))]:0.00} | {times.Average():0.00} | {(double)iterations / times.Count:0.0} | {gap:0.0e+0} | {handedOver} | {solved}/{times.Count} |"));
        return solved == times.Count ? 0 : 3;
    }

    private static int Whole(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
}
