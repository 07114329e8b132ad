using Rebalancing.Lowering;
using Rebalancing.Solvers;
using Rebalancing.Solvers.Explaining;

namespace Rebalancing.Planning;

/// <summary>
/// A mandate as a question about its limits only: some are kept, some left out, and the violation of the others is as small as possible. Costs do not count,
/// except that what trades cost leaves the account.
/// </summary>
internal sealed class ElasticMandate(Mandate mandate, Account account, SolverSettings settings, CancellationToken cancellation)
{
    /// <summary>Multipliers below this fraction of the price of a percent of account value are the solver's tolerance.</summary>
    private const double Silent = 1e-4;

    /// <summary>Violations matter from 1e-6 on; a less important class gains what a more important one is found to need too much, times the exchange rate between the two.</summary>
    private const double Tolerance = 1e-9;

    private readonly SolverSettings _settings = settings with { Tolerance = Math.Max(Tolerance, settings.Tolerance) };
    private readonly double[] _prices = Prices(mandate, account);

    public Mandate Mandate => mandate;

    public Account Account => account;

    /// <summary>What a unit of violation of each limit is worth.</summary>
    public ReadOnlySpan<double> PriceOfLimit => _prices;

    /// <summary>Whether a limit takes part at all: one that is priced by the mandate itself never collides.</summary>
    public static bool IsHard(Limit limit) => limit switch
    {
        SoftLimit => false,
        PrioritisedLimit prioritised => IsHard(prioritised.Limit),
        _ => true,
    };

    /// <summary>Least violation; null when it was not found: the kept limits exclude one another, or the solve was stopped.</summary>
    /// <param name="roles">One for each limit of the mandate.</param>
    /// <param name="paid">Costs that leave the account, fraction of its value; null to find them from the trades.</param>
    /// <param name="needs">Budget of each priority class, for limits whose role is budgeted.</param>
    public ElasticAnswer? Solve(ReadOnlySpan<LimitRole> roles, double? paid = null, IReadOnlyDictionary<int, double>? needs = null)
    {
        List<int> positions = [];
        bool cashWasGoverned = false;
        for (int i = 0; i < roles.Length; i++)
        {
            if (roles[i] == LimitRole.LeftOut || !IsHard(mandate.Limits[i])) cashWasGoverned |= mandate.Limits[i].GovernsCash;
            else positions.Add(i);
        }
        List<Limit> limits = [.. positions.Select(i => mandate.Limits[i])];
        if (cashWasGoverned) limits.Add(new AnyCash());
        Mandate question = mandate with { Objective = new NoCost(), Limits = limits };
        var script = new MandateScript(question);

        int[] classes = [.. needs?.Keys.Order() ?? Enumerable.Empty<int>()];
        double[] prices = new double[limits.Count];
        int[] classOf = new int[limits.Count];
        Array.Fill(prices, double.NaN);
        Array.Fill(classOf, -1);
        for (int k = 0; k < positions.Count; k++)
        {
            if (roles[positions[k]] == LimitRole.Kept) continue;
            prices[k] = _prices[positions[k]];
            if (roles[positions[k]] == LimitRole.Budgeted) classOf[k] = Array.IndexOf(classes, limits[k].Priority);
        }
        var writer = new RelaxingWriter(script, prices, classOf, [.. classes.Select(c => needs![c])]) { CostsAreFixed = true, CostAllowance = paid ?? 0 };
        return Answer(writer, script, positions, paid);
    }

    private ElasticAnswer? Answer(RelaxingWriter writer, MandateScript script, List<int> positions, double? paid)
    {
        var costs = new EvaluatingWriter(new MandateScript(mandate));
        var solver = new MandateSolver(_settings, DiscreteSettings.Default);
        bool costsAreKnown = paid is not null;
        while (true)
        {
            StructuredProgram program = writer.Read(account.View);
            SolveResult result = solver.Solve(program, SolveRequest.Default, Deadline.Never, cancellation);
            bool isSolved = result.Status is SolveStatus.Optimal or SolveStatus.OptimalWithinGap;
            if (!isSolved && (result.Status != SolveStatus.NumericalFailure || double.IsInfinity(writer.Reach))) return null;
            // where the ends of the trades matter to the answer or to the solver, there are none
            if (!isSolved || LargestTrade(result.Values(writer.Holdings)) > 0.5 * writer.Reach)
            {
                writer.Reach = double.PositiveInfinity;
                continue;
            }

            ReadOnlySpan<double> weights = result.Values(writer.Holdings);

            double cash = 1;
            foreach (double weight in weights) cash -= weight;
            // money that is not wanted must not disappear in costs: first none are paid, then those of the trades that were found
            if (!costsAreKnown)
            {
                costsAreKnown = true;
                costs.EvaluateSettlement(account.View, weights, cash);
                if (costs.PaidCosts > 0)
                {
                    writer.CostAllowance = costs.PaidCosts;
                    continue;
                }
            }
            return Read(writer, script, positions, result, cash);
        }
    }

    private double LargestTrade(ReadOnlySpan<double> weights)
    {
        double largest = 0;
        for (int i = 0; i < weights.Length; i++) largest = Math.Max(largest, Math.Abs(weights[i] - account.Weights[i]));
        return largest;
    }

    private ElasticAnswer Read(RelaxingWriter writer, MandateScript script, List<int> positions, SolveResult result, double cash)
    {
        List<LimitReading> readings = [];
        var evaluator = new EvaluatingWriter(script) { Readings = readings };
        evaluator.Evaluate(account.View, result.Values(writer.Holdings), cash - writer.CostAllowance);
        for (int r = readings.Count - 1; r >= 0; r--)
        {
            int k = readings[r].Owner - 1;
            if (k < 0 || k >= positions.Count) readings.RemoveAt(r);
            else readings[r] = readings[r] with { Owner = positions[k] };
        }

        var slopes = new SlopeAttribution(result.Solution.Program);
        slopes.Compute(result.Solution);
        bool[] involved = new bool[mandate.Limits.Count];
        for (int k = 0; k < positions.Count; k++)
        {
            double largest = 0;
            foreach (double slope in slopes.Of(1 + k)) largest = Math.Max(largest, Math.Abs(slope));
            involved[positions[k]] = largest > Silent;
        }
        return new ElasticAnswer(result.Objective, readings, involved, writer.CostAllowance);
    }

    private static double[] Prices(Mandate mandate, Account account)
    {
        List<LimitReading> readings = LimitReadings.At(mandate, account, account.Weights, account.CashWeight);
        ILookup<int, LimitReading> byLimit = readings.ToLookup(reading => reading.Owner);
        return [.. mandate.Limits.Select((limit, i) => LimitScale.PriceOf(limit, byLimit[i]))];
    }
}
