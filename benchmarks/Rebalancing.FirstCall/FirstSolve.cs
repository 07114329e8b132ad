using System.Diagnostics;
using System.Globalization;
using System.Runtime;
using Rebalancing.Benchmarks.Compare;
using Rebalancing.Benchmarks.Mandates;

namespace Rebalancing.FirstCall;

/// <summary>The first solve of a process, from the first call of the library to an answer proved optimal, and the plan after it.</summary>
internal static class FirstSolve
{
    /// <summary>Names of the figures, times in milliseconds.</summary>
    public static IReadOnlyList<string> Figures { get; } = ["models", "rebalancer", "solve", "answer", "plan after it", "second solve", "methods compiled until the answer", "ms compiling them"];

    /// <summary>Solves and measures.</summary>
    public static double[] Of(Instance instance)
    {
        // the operating system's culture data are read by the first number that is written as text, whoever writes it: not the library's time
        _ = 0.5.ToString("0.0", CultureInfo.CurrentCulture);
        long methods = JitInfo.GetCompiledMethodCount();
        double compiling = JitInfo.GetCompilationTime().TotalMilliseconds;
        long begun = Stopwatch.GetTimestamp();
        (Mandate mandate, Account account) = instance.Kind == "p3" ? TailMandate.Of(instance) : Factor(instance);
        double models = Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
        var rebalancer = new Rebalancer(mandate, account.Universe);
        double checkedAt = Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
        RebalanceResult result = rebalancer.Rebalance(account);
        double answer = Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
        methods = JitInfo.GetCompiledMethodCount() - methods;
        compiling = JitInfo.GetCompilationTime().TotalMilliseconds - compiling;
        if (!result.IsOptimal) throw new InvalidOperationException($"{instance.Name}: {result.Status}");
        int trades = result.GetPlanOrThrow().Trades.Count;
        double plan = Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
        if (!rebalancer.Rebalance(account).IsOptimal || trades == 0) throw new InvalidOperationException($"{instance.Name}: no trades, or the second answer differs");
        double second = Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
        return [models, checkedAt - models, answer - checkedAt, answer, plan - answer, second - plan, methods, compiling];
    }

    private static (Mandate, Account) Factor(Instance instance)
    {
        var made = new InstanceMandate(instance, CostSettlement.Outside);
        return (made.Mandate, made.Account(0));
    }
}
