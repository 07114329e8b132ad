using Rebalancing.Solvers;
using static Rebalancing.DocumentKinds;

namespace Rebalancing.Documents;

/// <summary>How settings stand in documents.</summary>
internal static class SettingsForms
{
    private static readonly RebalanceSettings Plain = RebalanceSettings.Default;

    public static DocumentForm<RebalanceSettings> Settings { get; } = DocumentForm.Of<RebalanceSettings>("settings", "How plans are solved and written.", fields =>
    {
        var tolerance = fields.Optional("tolerance", Number, Plain.Solver.Tolerance, "largest relative violation and gap of an answer called optimal, in (0, 0.01]", s => s.Solver.Tolerance);
        var iterations = fields.Optional("maxIterations", Integer, Plain.Solver.MaxIterations, "most iterations, >= 1", s => s.Solver.MaxIterations);
        var seconds = fields.Optional("timeLimitSeconds", OrNull(Number), null, "longest time of one solve, seconds; null for none", s => s.Solver.TimeLimit == Timeout.InfiniteTimeSpan ? null : s.Solver.TimeLimit.TotalSeconds);
        var engine = fields.Optional("engine", OneOf<EngineKind>(), Plain.Solver.Engine, "which engine", s => s.Solver.Engine);
        var threads = fields.Optional("threads", Integer, Plain.Solver.Threads, "threads for matrix products, >= 1; the answer does not depend on it", s => s.Solver.Threads);
        var smallest = fields.Optional("smallestTrade", Number, Plain.SmallestTrade, "trades below this fraction of account value are not sent", s => s.SmallestTrade);
        var infeasible = fields.Optional("whenInfeasible", OneOf<InfeasiblePolicy>(), Plain.WhenInfeasible, "whether limits that cannot all hold give way by priority", s => s.WhenInfeasible);
        var certify = fields.Optional("certify", Flag, Plain.Certify, "whether each answer is checked against the program as written before it is returned", s => s.Certify);
        var gap = fields.Optional("lotSearchGap", Number, Plain.LotSearchGap, "gap at which the search over lots with a loss ends, in (0, 0.1]", s => s.LotSearchGap);
        var solves = fields.Optional("lotSearchSolves", Integer, Plain.LotSearchSolves, "most programs that search solves, >= 1", s => s.LotSearchSolves);
        return values => new RebalanceSettings
        {
            Solver = new SolverSettings
            {
                Tolerance = values.Get(tolerance), MaxIterations = values.Get(iterations), Engine = values.Get(engine), Threads = values.Get(threads),
                TimeLimit = values.Get(seconds) is { } limit ? TimeSpan.FromSeconds(limit) : Timeout.InfiniteTimeSpan,
            },
            SmallestTrade = values.Get(smallest), WhenInfeasible = values.Get(infeasible), Certify = values.Get(certify), LotSearchGap = values.Get(gap), LotSearchSolves = values.Get(solves),
        };
    });
}
