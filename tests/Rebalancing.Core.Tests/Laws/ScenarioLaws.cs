namespace Rebalancing.Core.Tests;

public class ConditionalValueAtRiskLaws : TermLaws
{
    protected override Term Create(LawData data) => new ConditionalValueAtRisk(ScenarioSamples.Of(data), 0.9);

    protected override double Formula(LawData data, double[] w, double[] z, double cash) => ScenarioSamples.Tail(ScenarioSamples.Losses(data, w), ScenarioSamples.Even, 0.9);
}

public class ConditionalValueAtRiskOfUnequalScenariosLaws : TermLaws
{
    protected override Term Create(LawData data) => new ConditionalValueAtRisk(ScenarioSamples.Of(data, unequal: true), 0.8);

    protected override double Formula(LawData data, double[] w, double[] z, double cash) => ScenarioSamples.Tail(ScenarioSamples.Losses(data, w), ScenarioSamples.Uneven, 0.8);
}

public class ConditionalValueAtRiskAgainstABenchmarkLaws : TermLaws
{
    protected override Term Create(LawData data) => new ConditionalValueAtRisk(ScenarioSamples.Of(data), 0.9, data.Universe.Values(data.Draw("target", 0, 0.2)));

    protected override double Formula(LawData data, double[] w, double[] z, double cash) =>
        ScenarioSamples.Tail(ScenarioSamples.Losses(data, [.. w.Zip(data.Draw("target", 0, 0.2), (x, b) => x - b)]), ScenarioSamples.Even, 0.9);
}

public class ConditionalValueAtRiskOfFactorScenariosLaws : TermLaws
{
    protected override Term Create(LawData data) => new ConditionalValueAtRisk(ScenarioSamples.ByFactors(data), 0.9, data.Universe.Values(data.Draw("target", 0, 0.2)));

    protected override double Formula(LawData data, double[] w, double[] z, double cash)
    {
        double[] target = data.Draw("target", 0, 0.2);
        double[] losses = [.. Enumerable.Range(0, ScenarioSamples.Count).Select(s => -Enumerable.Range(0, data.Count).Sum(i => (w[i] - target[i]) * Enumerable.Range(0, 3).Sum(k => data.Loadings[(i * 3) + k] * ScenarioSamples.FactorReturn(s, k))))];
        return ScenarioSamples.Tail(losses, ScenarioSamples.Even, 0.9);
    }
}

public class WorstCaseLossLaws : TermLaws
{
    protected override Term Create(LawData data) => new WorstCaseLoss(ScenarioSamples.Of(data));

    protected override double Formula(LawData data, double[] w, double[] z, double cash) => ScenarioSamples.Losses(data, w).Max();
}

public class ExpectedShortfallDeviationLaws : TermLaws
{
    protected override Term Create(LawData data) => new ExpectedShortfallDeviation(ScenarioSamples.Of(data, unequal: true), 0.85);

    protected override double Formula(LawData data, double[] w, double[] z, double cash)
    {
        double[] losses = ScenarioSamples.Losses(data, w);
        return ScenarioSamples.Tail(losses, ScenarioSamples.Uneven, 0.85) - losses.Zip(ScenarioSamples.Uneven, (l, p) => l * p).Sum();
    }
}

public class MeanAbsoluteDeviationLaws : TermLaws
{
    protected override Term Create(LawData data) => new MeanAbsoluteDeviation(ScenarioSamples.Of(data, unequal: true));

    protected override double Formula(LawData data, double[] w, double[] z, double cash)
    {
        double[] losses = ScenarioSamples.Losses(data, w);
        double mean = losses.Zip(ScenarioSamples.Uneven, (l, p) => l * p).Sum();
        return losses.Zip(ScenarioSamples.Uneven, (l, p) => p * Math.Abs(l - mean)).Sum();
    }
}

public class SemiDeviationLaws : TermLaws
{
    protected override Term Create(LawData data) => new SemiDeviation(ScenarioSamples.Of(data, unequal: true));

    protected override double Formula(LawData data, double[] w, double[] z, double cash)
    {
        double[] losses = ScenarioSamples.Losses(data, w);
        double mean = losses.Zip(ScenarioSamples.Uneven, (l, p) => l * p).Sum();
        return Math.Sqrt(losses.Zip(ScenarioSamples.Uneven, (l, p) => p * Math.Pow(Math.Max(0, l - mean), 2)).Sum());
    }
}

public class SemiDeviationBelowATargetLaws : TermLaws
{
    protected override Term Create(LawData data) => new SemiDeviation(ScenarioSamples.Of(data), 0.01);

    protected override double Formula(LawData data, double[] w, double[] z, double cash) =>
        Math.Sqrt(ScenarioSamples.Losses(data, w).Sum(l => Math.Pow(Math.Max(0, 0.01 + l), 2)) / ScenarioSamples.Count);
}

public class ConditionalDrawdownLaws : TermLaws
{
    protected override Term Create(LawData data) => new ConditionalDrawdown(ScenarioSamples.Of(data), 0.8);

    protected override double Formula(LawData data, double[] w, double[] z, double cash) => ScenarioSamples.Tail(ScenarioSamples.Drawdowns(data, w), ScenarioSamples.Even, 0.8);
}

public class AverageDrawdownLaws : TermLaws
{
    protected override Term Create(LawData data) => new ConditionalDrawdown(ScenarioSamples.Of(data), 0);

    protected override double Formula(LawData data, double[] w, double[] z, double cash) => ScenarioSamples.Drawdowns(data, w).Average();
}

public class MaximumDrawdownLaws : TermLaws
{
    protected override Term Create(LawData data) => new MaximumDrawdown(ScenarioSamples.Of(data));

    protected override double Formula(LawData data, double[] w, double[] z, double cash) => ScenarioSamples.Drawdowns(data, w).Max();
}
