using BenchmarkDotNet.Running;
using Rebalancing.Benchmarks.Compare;
using Rebalancing.Benchmarks.Mandates;

// The first word picks the command; anything that is not a command of ours is BenchmarkDotNet's own command line
// (--list flat, --filter *, --job dry).
return args switch
{
    ["compare", .. var rest] => CompareCommand.Run(rest),
    ["batch", .. var rest] => BatchCommand.Run(rest),
    ["dual-newton", .. var rest] => Rebalancing.Benchmarks.DualNewton.DualNewtonCommand.Run(rest),
    ["explain"] => Rebalancing.Benchmarks.Explaining.ExplainCommand.Run(),
    ["mandates", .. var rest] => MandateCommand.Run(rest),
    ["discrete", .. var rest] => Rebalancing.Benchmarks.Discrete.DiscreteCommand.Run(rest),
    ["cvar", .. var rest] => Rebalancing.Benchmarks.Scenarios.CvarCommand.Run(rest),
    ["problems", .. var rest] => Rebalancing.Benchmarks.Reference.ProblemsCommand.Run(rest),
    ["taxes", .. var rest] => Rebalancing.Benchmarks.Taxes.TaxCommand.Run(rest),
    _ => RunBenchmarks(args),
};

static int RunBenchmarks(string[] args)
{
    var summaries = BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
    return summaries.Any(s => s.HasCriticalValidationErrors || s.Reports.Any(r => !r.Success)) ? 1 : 0;
}
