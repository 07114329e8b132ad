using Rebalancing.Solvers;
using static Rebalancing.DocumentKinds;

namespace Rebalancing.Documents;

/// <summary>How settings stand in documents.</summary>
internal static class SettingsForms
{
    private static readonly RebalanceSettings Plain = RebalanceSettings.Default;

    private static readonly DocumentForm<DiscreteSettings> Discrete = DocumentForm.Of<DiscreteSettings>("discreteSettings", "How far the search over discrete choices goes.", fields =>
    {
        var relative = fields.Optional("relativeGap", Number, Plain.Discrete.RelativeGap, "gap at which the search ends, relative to the objective, in [0, 1]", s => s.RelativeGap);
        var absolute = fields.Optional("absoluteGap", Number, Plain.Discrete.AbsoluteGap, "gap at which the search ends, in the objective's unit, >= 0", s => s.AbsoluteGap);
        var nodes = fields.Optional("maxNodes", Integer, Plain.Discrete.MaxNodes, "most nodes, >= 1", s => s.MaxNodes);
        var seconds = fields.Optional("timeLimitSeconds", OrNull(Number), null, "longest time of one search, seconds; null for none", s => Seconds(s.TimeLimit));
        var threads = fields.Optional("threads", Integer, Plain.Discrete.Threads, "threads that work on nodes, >= 1; the answer does not depend on it", s => s.Threads);
        var root = fields.Optional("rootOnly", Flag, Plain.Discrete.RootOnly, "whether only the root is bounded and a good point found from it", s => s.RootOnly);
        return values => new DiscreteSettings
        {
            RelativeGap = values.Get(relative), AbsoluteGap = values.Get(absolute), MaxNodes = values.Get(nodes), TimeLimit = Limit(values.Get(seconds)), Threads = values.Get(threads), RootOnly = values.Get(root),
        };
    });

    public static DocumentForm<RebalanceSettings> Settings { get; } = DocumentForm.Of<RebalanceSettings>("settings", "How plans are solved and written.", fields =>
    {
        var tolerance = fields.Optional("tolerance", Number, Plain.Solver.Tolerance, "largest relative violation and gap of an answer called optimal, in (0, 0.01]", s => s.Solver.Tolerance);
        var iterations = fields.Optional("maxIterations", Integer, Plain.Solver.MaxIterations, "most iterations, >= 1", s => s.Solver.MaxIterations);
        var seconds = fields.Optional("timeLimitSeconds", OrNull(Number), null, "longest time of one solve, seconds; null for none", s => Seconds(s.Solver.TimeLimit));
        var engine = fields.Optional("engine", OneOf<EngineKind>(), Plain.Solver.Engine, "which engine", s => s.Solver.Engine);
        var threads = fields.Optional("threads", Integer, Plain.Solver.Threads, "threads for matrix products, >= 1; the answer does not depend on it", s => s.Solver.Threads);
        var smallest = fields.Optional("smallestTrade", Number, Plain.SmallestTrade, "trades below this fraction of account value are not sent", s => s.SmallestTrade);
        var infeasible = fields.Optional("whenInfeasible", OneOf<InfeasiblePolicy>(), Plain.WhenInfeasible, "whether limits that cannot all hold give way by priority", s => s.WhenInfeasible);
        var certify = fields.Optional("certify", Flag, Plain.Certify, "whether each answer is checked against the program as written before it is returned", s => s.Certify);
        var gap = fields.Optional("lotSearchGap", Number, Plain.LotSearchGap, "gap at which the search over lots with a loss ends, in (0, 0.1]", s => s.LotSearchGap);
        var solves = fields.Optional("lotSearchSolves", Integer, Plain.LotSearchSolves, "most programs that search solves, >= 1", s => s.LotSearchSolves);
        var discrete = fields.Optional("discrete", new FormKind<DiscreteSettings>(Discrete), Plain.Discrete, "how far the search over discrete choices goes", s => s.Discrete);
        return values => new RebalanceSettings
        {
            Solver = new SolverSettings
            {
                Tolerance = values.Get(tolerance), MaxIterations = values.Get(iterations), Engine = values.Get(engine), Threads = values.Get(threads),
                TimeLimit = Limit(values.Get(seconds)),
            },
            SmallestTrade = values.Get(smallest), WhenInfeasible = values.Get(infeasible), Certify = values.Get(certify), LotSearchGap = values.Get(gap), LotSearchSolves = values.Get(solves), Discrete = values.Get(discrete),
        };
    });

    private static double? Seconds(TimeSpan limit) => limit == Timeout.InfiniteTimeSpan ? null : limit.TotalSeconds;

    private static TimeSpan Limit(double? seconds) => seconds is { } given ? TimeSpan.FromSeconds(given) : Timeout.InfiniteTimeSpan;
}
