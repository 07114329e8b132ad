using System.Globalization;
using System.Text;

namespace Rebalancing;

/// <summary>
/// What is in a portfolio's tail: value at risk, conditional value at risk, the scenarios of the tail with their shares, and what each asset contributes in them. Contributions add
/// up to the conditional value at risk.
/// </summary>
/// <remarks>
/// The shares q are a choice of scenario weights of the dual: q_s at most p_s/(1 - confidence), sum 1, and CVaR = -sum q_s r_s'(w - b). Where losses tie at the border of the tail, as they do at an
/// optimum, the scenario with the smaller number comes first in <see cref="Scenarios"/>; <see cref="PricedScenarios"/> has the split that proves the optimum. Immutable; safe to share between threads.
/// </remarks>
[Rendering.TypeFormatterSource(typeof(Rendering.NotebookFormatters))]
public sealed class TailReport
{
    private readonly double[] _contributions;
    private readonly Universe? _universe;

    internal TailReport(ScenarioSet set, double confidence, ReadOnlySpan<double> weights, double[] priced)
    {
        Confidence = confidence;
        _universe = set.Universe;
        var returns = new double[set.Count];
        set.PortfolioReturns(weights, returns);
        var order = new int[set.Count];
        for (int s = 0; s < order.Length; s++) order[s] = s;
        PricedScenarios = Priced(set, returns, priced);
        Array.Sort(returns, order);
        Scenarios = Tail(set, returns, order, 1 - confidence);
        _contributions = new double[set.Assets];
        var row = new double[set.Assets];
        foreach (TailScenario one in Scenarios)
        {
            ConditionalValueAtRisk += one.Weight * one.Loss;
            set.CopyReturns(one.Scenario, row);
            for (int i = 0; i < row.Length; i++) _contributions[i] -= one.Weight * row[i] * weights[i];
        }
        ValueAtRisk = Scenarios[^1].Loss;
    }

    /// <summary>Probability that is not in the tail.</summary>
    public double Confidence { get; }

    /// <summary>Loss that is reached or exceeded in the tail only: the smallest loss of the tail.</summary>
    public double ValueAtRisk { get; }

    /// <summary>Mean loss of the tail.</summary>
    public double ConditionalValueAtRisk { get; }

    /// <summary>The tail, worst first; the last one may be inside it with a part of its probability.</summary>
    public IReadOnlyList<TailScenario> Scenarios { get; }

    /// <summary>
    /// The scenarios with their weights in the dual, worst first, in a report of <see cref="RebalanceResult.Tails"/>: with these weights fixed, no portfolio that meets the limits is better than the
    /// answer. Weights add up to one. Empty for any other portfolio, and for a limit that does not bind.
    /// </summary>
    public IReadOnlyList<TailScenario> PricedScenarios { get; }

    /// <summary>What each asset contributes to the conditional value at risk, in universe order: its weight times its mean loss over the tail.</summary>
    public ReadOnlySpan<double> Contributions => _contributions;

    /// <summary>A few lines: the two numbers, the largest contributions, the worst scenarios.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"VaR {100 * ValueAtRisk:0.00} %, CVaR {100 * ConditionalValueAtRisk:0.00} % at {100 * Confidence:0.##} %, {Scenarios.Count} scenarios in the tail").AppendLine();
        foreach (int i in Enumerable.Range(0, _contributions.Length).OrderByDescending(i => _contributions[i]).Take(5))
            text.Append(CultureInfo.InvariantCulture, $"  {NameOf(i)}: {100 * _contributions[i]:0.00} %").AppendLine();
        foreach (TailScenario one in Scenarios.Take(3))
            text.Append(CultureInfo.InvariantCulture, $"  {one.Name}: loses {100 * one.Loss:0.00} %").AppendLine();
        return text.ToString();
    }

    internal string NameOf(int asset) => _universe?[asset].Symbol ?? $"asset {asset}";

    private static TailScenario[] Priced(ScenarioSet set, double[] returns, double[] shares) =>
        [.. Enumerable.Range(0, shares.Length).Where(s => shares[s] > 0).OrderBy(s => returns[s]).Select(s => new TailScenario(s, set.NameOf(s), -returns[s], shares[s]))];

    private static TailScenario[] Tail(ScenarioSet set, double[] returns, int[] order, double tail)
    {
        var found = new List<TailScenario>();
        double left = tail;
        for (int q = 0; q < order.Length && left > 1e-12 * tail; q++)
        {
            double part = Math.Min(left, set.ProbabilityArray[order[q]]);
            left -= part;
            if (part > 0) found.Add(new TailScenario(order[q], set.NameOf(order[q]), -returns[q], part / tail));
        }
        return [.. found];
    }
}
