using Rebalancing.Solvers;

namespace Rebalancing.Core.Tests;

/// <summary>
/// Small mandates with a tail against the linear program written out row by row, u_s >= -r_s'w - a, and solved through the general front: ties, atoms, equal and unequal
/// probabilities, single scenarios, costs, one tail in the objective and one as a limit.
/// </summary>
public class ScenarioRandomTests
{
    [Test]
    public void Rebalance_RandomSmallCases_GiveThePlainLinearProgram([Range(0, 299)] int seed)
    {
        var random = new TestRandom(seed);
        int n = random.Integer(2, 7), count = seed % 10 == 0 ? 1 : random.Integer(2, 40);
        double confidence = random.Uniform(0.3, 0.97), second = random.Uniform(0.5, 0.99);
        double[] returns = random.Vector(count * n, r => seed % 3 == 0 ? 0.01 * r.Integer(-4, 5) : 0.03 * r.Normal());
        if (seed % 4 == 1 && count > 2) returns.AsSpan(0, n).CopyTo(returns.AsSpan(n, n));
        double[]? probabilities = seed % 2 == 0 ? null : random.Simplex(count);
        ScenarioSet set = ScenarioSet.Over(returns, n, 1, probabilities: probabilities);
        Universe universe = Universe.Of([.. Enumerable.Range(0, n).Select(i => $"A{i}")]);
        double[] start = random.Simplex(n), cost = random.UniformVector(n, 0, seed % 5 == 0 ? 0 : 0.005), mu = random.UniformVector(n, -0.01, 0.02);
        Account account = Account.FromWeights(universe, start, 1_000_000m);
        var tail = new ConditionalValueAtRisk(set, confidence);
        var limited = new ConditionalValueAtRisk(set, second);
        bool hasLimit = seed % 3 == 1;
        double bound = limited.ValueAt(account, start) + 1e-3;
        Objective objective = tail + 1.0 * new ExpectedReturn(universe.Values(mu)) + new TradingCost(universe.Values(cost), universe.Values(cost));
        List<Limit> limits = [Limits.FullyInvested, Limits.LongOnly];
        if (hasLimit) limits.Add(limited.AtMost(bound));
        var mandate = new Mandate { Objective = objective, Limits = limits, CostSettlement = CostSettlement.Outside };
        RebalanceResult result = new Rebalancer(mandate, universe).Rebalance(account);
        Assert.That(result.Status, Is.EqualTo(RebalanceStatus.Optimal), result.Engine);

        double[] p = set.Probabilities().ToArray();
        double expected = PlainProgram(returns, p, n, mu, cost, start, confidence, hasLimit ? second : double.NaN, bound);
        Assert.That(objective.ValueAt(account, result.Weights), Is.EqualTo(expected).Within(Tolerances.SolverAgreement * (1 + Math.Abs(expected))), result.Engine);
        Assert.That(tail.ValueAt(account, result.Weights), Is.EqualTo(ScenarioSamples.Tail(Losses(returns, result.Weights.ToArray()), p, confidence)).Within(Tolerances.Summation));
        if (hasLimit) Assert.That(limited.ValueAt(account, result.Weights), Is.LessThanOrEqualTo(bound + Tolerances.Residual));
    }

    private static double[] Losses(double[] returns, double[] w) => [.. Enumerable.Range(0, returns.Length / w.Length).Select(s => -w.Select((x, i) => x * returns[(s * w.Length) + i]).Sum())];

    /// <summary>Columns: w, buys, sells, then for each tail its threshold and excesses.</summary>
    private static double PlainProgram(double[] returns, double[] p, int n, double[] mu, double[] cost, double[] start, double confidence, double second, double bound)
    {
        int count = p.Length, tails = double.IsNaN(second) ? 1 : 2, columns = (3 * n) + (tails * (count + 1));
        List<(double[] Row, double Low, double High)> rows = [];
        var objective = new double[columns];
        double[] lower = new double[columns], upper = Filled(columns, double.PositiveInfinity);
        for (int i = 0; i < n; i++)
        {
            objective[i] = -mu[i];
            objective[n + i] = objective[(2 * n) + i] = cost[i];
            double[] flow = new double[columns];
            (flow[i], flow[n + i], flow[(2 * n) + i]) = (1, -1, 1);
            rows.Add((flow, start[i], start[i]));
        }
        double[] budget = new double[columns];
        Array.Fill(budget, 1, 0, n);
        rows.Add((budget, 1, 1));
        for (int k = 0; k < tails; k++)
        {
            int threshold = (3 * n) + (k * (count + 1));
            lower[threshold] = double.NegativeInfinity;
            double[] value = new double[columns];
            value[threshold] = 1;
            for (int s = 0; s < count; s++)
            {
                value[threshold + 1 + s] = p[s] / (1 - (k == 0 ? confidence : second));
                double[] excess = new double[columns];
                for (int i = 0; i < n; i++) excess[i] = returns[(s * n) + i];
                (excess[threshold], excess[threshold + 1 + s]) = (1, 1);
                rows.Add((excess, 0, double.PositiveInfinity));
            }
            if (k == 0) for (int c = 0; c < columns; c++) objective[c] += value[c];
            else rows.Add((value, double.NegativeInfinity, bound));
        }
        int[] starts = [.. Enumerable.Range(0, rows.Count + 1).Select(r => r * columns)], index = [.. Enumerable.Range(0, rows.Count * columns).Select(q => q % columns)];
        var matrix = new SparseMap(rows.Count, columns, starts, index, [.. rows.SelectMany(r => r.Row)]);
        QuadraticProgramResult result = new QuadraticProgram([], objective, matrix, [.. rows.Select(r => r.Low)], [.. rows.Select(r => r.High)], lower, upper).Solve();
        Assert.That(result.Status, Is.EqualTo(SolveStatus.Optimal), "the plain program");
        return result.Objective;
    }

    private static double[] Filled(int length, double value)
    {
        var filled = new double[length];
        Array.Fill(filled, value);
        return filled;
    }
}
