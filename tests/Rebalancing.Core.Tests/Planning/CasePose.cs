using System.Text.Json;

namespace Rebalancing.Core.Tests;

/// <summary>A reference case as a universe, an account and a mandate. Everything the case's words say must be read; otherwise it is not understood.</summary>
internal sealed class CasePose
{
    private readonly JsonElement _problem;
    private readonly string _objective;
    private readonly List<Limit> _limits = [];

    private static readonly string[] KnownObjectives =
    [
        "min w'Σw", "min w'Σw + γ w'w", "min w'Σw + γ w'w + k Σ|w-w_prev|", "min w'Σw + k Σ|w-w_prev|", "max μ'w - δ/2 w'Σw - γ w'w",
        "max μ'w - γ w'w s.t. sqrt(w'Σw) <= target", "min w'Σw + γ w'w s.t. μ'w >= target", "max μ'w s.t. vol<=0.19", "max μ'w s.t. vol<=0.10",
        "max μ'w - 3/2 w'Σw", "max μ'w - 3/2 w'Σw - cost(w-w0)", "min w'Σw s.t. μ'w>=0.22, |F2'w|<=0.05, |F3'w|<=0.05",
        "max μ'w s.t. sqrt((w-b)'Σ(w-b)) <= te",
    ];

    private static readonly string[] KnownWords =
    [
        "objective", "budget", "lower", "upper", "gamma", "k", "w_prev", "risk_aversion", "target_volatility", "target_return", "sectors", "sector_upper", "sector_lower",
        "gross_limit", "cost", "max_turnover_l1", "beta_to_equal_weight_market", "factors", "constraint", "covariance", "benchmark", "te",
    ];

    public static bool Understands(ReferenceCase reference) =>
        reference.Problem.TryGetProperty("objective", out JsonElement objective) && KnownObjectives.Contains(objective.GetString())
        && reference.Problem.EnumerateObject().All(p => KnownWords.Contains(p.Name));

    public CasePose(ReferenceCase reference)
    {
        _problem = reference.Problem;
        _objective = _problem.GetProperty("objective").GetString()!;
        LabelledMatrix covariance = reference.File("cov"), mu = reference.File("mu");
        Universe = Universe.Of([.. covariance.RowLabels]);
        int n = Universe.Count;
        Risk = DenseRisk.FromRows([.. Enumerable.Range(0, n).SelectMany(i => Enumerable.Range(0, n).Select(j => covariance[i, j]))], n, Universe);
        Returns = [.. Enumerable.Range(0, n).Select(i => mu[mu.RowLabels.ToList().IndexOf(Universe[i].Symbol), 0])];
        Account = Account.FromWeights(Universe, Previous(), 1_000_000m);
        Mandate = Pose();
    }

    public Universe Universe { get; }

    public DenseRisk Risk { get; }

    public double[] Returns { get; }

    public Account Account { get; }

    public Mandate Mandate { get; }

    private Mandate Pose()
    {
        double lower = Number("lower") ?? double.NegativeInfinity, upper = Number("upper") ?? double.PositiveInfinity;
        _limits.Add(new WeightBounds(lower, upper));
        bool selfFinancing = Has("constraint") && Text("constraint").StartsWith("sum w + 0.003", StringComparison.Ordinal);
        double cash = selfFinancing ? 0 : 1 - Number("budget")!.Value;
        _limits.Add(new CashBand(cash, cash));
        Sectors();
        Factors();
        if (Number("te") is { } error) _limits.Add(new TrackingError(Risk, Same(1.0 / Universe.Count)).AtMost(error));
        if (Number("gross_limit") is { } gross) _limits.Add(Limits.Leverage(gross));
        if (Number("max_turnover_l1") is { } turnover) _limits.Add(new Turnover(TurnoverKind.TwoWay).AtMost(turnover));
        return new Mandate { Objective = Goal(selfFinancing), Limits = _limits, CostSettlement = selfFinancing ? CostSettlement.FromCash : CostSettlement.Outside };
    }

    private Objective Goal(bool selfFinancing)
    {
        double gamma = Number("gamma") ?? 0;
        var reward = new ExpectedReturn(Universe.Values(Returns));
        double? volatility = Number("target_volatility") ?? (_objective.EndsWith("vol<=0.10", StringComparison.Ordinal) ? 0.10 : null);
        if (volatility is { } most) _limits.Add(new Volatility(Risk).AtMost(most));
        double? least = Number("target_return") ?? (_objective.Contains("μ'w>=0.22", StringComparison.Ordinal) ? 0.22 : null);
        if (least is { } target) _limits.Add(reward.AtMost(-target));
        double half = _objective.Contains("3/2", StringComparison.Ordinal) ? 1.5 : 0.5 * (Number("risk_aversion") ?? 0);
        Objective goal = _objective.StartsWith("min", StringComparison.Ordinal) ? 1.0 * new Variance(Risk) : half > 0 ? half * new Variance(Risk) + reward : reward;
        if (gamma > 0) goal += gamma * new Concentration();
        if (Number("k") is { } rate) goal += new TradingCost(Same(rate));
        // paid, but not punished a second time: the case charges it to the budget only
        if (selfFinancing) goal += 0.0 * new TradingCost(Same(0.003));
        return _problem.TryGetProperty("cost", out JsonElement cost) && !selfFinancing ? goal + Costs(cost) : goal;
    }

    private Objective Costs(JsonElement cost)
    {
        Objective costs = new TradingCost(Same(cost.GetProperty("buy").GetDouble()), Same(cost.GetProperty("sell").GetDouble()));
        if (cost.TryGetProperty("quadratic", out JsonElement quadratic) && quadratic.ValueKind == JsonValueKind.Array)
        {
            // q z^2 is market impact with exponent 2 where a day's volume is the account's value
            double[] q = [.. quadratic.EnumerateArray().Select(x => x.GetDouble())];
            costs += new MarketImpact(Universe.Values(q), Same((double)Account.Value), exponent: 2);
        }
        return costs;
    }

    private void Sectors()
    {
        if (!_problem.TryGetProperty("sectors", out JsonElement sectors)) return;
        Grouping groups = Universe.GroupBy("Sector", asset => sectors.GetProperty(asset.Symbol).GetString());
        _limits.Add(GroupBounds.AtMost(groups, Numbers(_problem.GetProperty("sector_upper"))));
        _limits.Add(GroupBounds.AtLeast(groups, Numbers(_problem.GetProperty("sector_lower"))));
    }

    private void Factors()
    {
        if (_problem.TryGetProperty("beta_to_equal_weight_market", out JsonElement beta)) _limits.Add(new LinearLimit("Beta", Universe.Values(Numbers(beta)), 0, 0));
        if (!_problem.TryGetProperty("factors", out JsonElement factors)) return;
        int number = 0;
        foreach (JsonElement factor in factors.EnumerateArray()) _limits.Add(new LinearLimit($"Factor {++number}", Universe.Values(Numbers(factor)), -0.05, 0.05));
    }

    private double[] Previous()
    {
        int n = Universe.Count;
        if (!_problem.TryGetProperty("w_prev", out JsonElement previous)) return new double[n];
        return previous.ValueKind == JsonValueKind.String ? [.. Enumerable.Repeat(1.0 / n, n)] : [.. Universe.Values(Numbers(previous))];
    }

    private AssetValues Same(double value) => Universe.Values(_ => value);

    private bool Has(string name) => _problem.TryGetProperty(name, out _);

    private string Text(string name) => _problem.GetProperty(name).GetString()!;

    private double? Number(string name) => _problem.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null;

    private static Dictionary<string, double> Numbers(JsonElement element) => element.EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetDouble());
}
