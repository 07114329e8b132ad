namespace Rebalancing.Core.Tests;

public class MinHoldingLaws : DiscreteLimitLaws
{
    protected override Limit Create(LawData data) => new MinHolding(0.12);

    protected override double Excess(LawData data, double[] w, double[] z) => w.Max(x => Math.Min(Math.Abs(x), 0.12 - Math.Abs(x)));

    protected override double[]? Repaired(LawData data, double[] w, TestRandom random) => [.. w.Select(x => x < 0.06 ? 0 : Math.Max(x, 0.12))];
}

public class MinTradeLaws : DiscreteLimitLaws
{
    protected override Limit Create(LawData data) => new MinTrade(0.05);

    protected override double Excess(LawData data, double[] w, double[] z) => z.Select((x, i) => Math.Min(Math.Abs(x), (x > 0 ? 0.05 : Math.Min(0.05, data.Account.Weights[i])) - Math.Abs(x))).Max();

    protected override double[]? Repaired(LawData data, double[] w, TestRandom random) => [.. w.Select((x, i) => Math.Abs(x - data.Account.Weights[i]) < 0.05 ? data.Account.Weights[i] : x)];
}

public class MaxNamesLaws : DiscreteLimitLaws
{
    protected override Limit Create(LawData data) => new MaxNames(3);

    protected override double Excess(LawData data, double[] w, double[] z) => w.Count(x => x != 0) - 3;

    protected override double[]? Repaired(LawData data, double[] w, TestRandom random)
    {
        double least = w.OrderDescending().ElementAt(2), kept = w.Where(x => x >= least).Sum();
        return [.. w.Select(x => x >= least ? Math.Min(x / kept * 0.95, 0.6) : 0)];
    }
}

public class MaxTradesLaws : DiscreteLimitLaws
{
    protected override Limit Create(LawData data) => new MaxTrades(2, "A0", "A1", "A3", "A4");

    protected override double Excess(LawData data, double[] w, double[] z) => Counted(data).Count(i => Math.Abs(z[i]) > 1e-9) - 2;

    protected override double[]? Repaired(LawData data, double[] w, TestRandom random)
    {
        double[] repaired = [.. w];
        foreach (int i in Counted(data).Skip(2)) repaired[i] = data.Account.Weights[i];
        return repaired;
    }

    private static int[] Counted(LawData data) => [.. new[] { "A0", "A1", "A3", "A4" }.Select(data.Universe.IndexOf)];
}

public class MinNamesLaws : DiscreteLimitLaws
{
    protected override Limit Create(LawData data) => new MinNames(5, 0.15);

    protected override double Excess(LawData data, double[] w, double[] z) => 5 - w.Count(x => x >= 0.15);

    protected override double[]? Repaired(LawData data, double[] w, TestRandom random) => [.. w.Select((_, i) => i == random.Seed % w.Length ? random.Uniform(0, 0.1) : random.Uniform(0.15, 0.18))];
}

public class RoundLotsLaws : DiscreteLimitLaws
{
    protected override Limit Create(LawData data) => new RoundLots();

    protected override double Excess(LawData data, double[] w, double[] z) => z.Select((x, i) => Math.Abs(x - (Lot(data, i) * Math.Round(x / Lot(data, i)))) - 1e-10).Max();

    protected override double[]? Repaired(LawData data, double[] w, TestRandom random) => [.. w.Select((x, i) => data.Account.Weights[i] + (Lot(data, i) * Math.Floor((x - data.Account.Weights[i]) / Lot(data, i))))];

    private static double Lot(LawData data, int i) => (double)(data.Universe[i].LotSize * data.Account.Prices[i] / data.Account.Value);
}

public class UcitsFiveTenFortyLaws : DiscreteLimitLaws
{
    protected override Limit Create(LawData data) => new UcitsFiveTenForty(0.25, 0.15, 0.45);

    protected override double Excess(LawData data, double[] w, double[] z) => new[] { w.Max() - 0.25, -w.Min(), w.Where(x => x > 0.15).Sum() - 0.45 }.Max();

    protected override double[]? Repaired(LawData data, double[] w, TestRandom random) => [.. w.Select((x, i) => i < 2 ? Math.Min(x, 0.22) : Math.Min(x + 0.03, 0.15))];
}

public class EitherOrLaws : DiscreteLimitLaws
{
    protected override Limit Create(LawData data) => new EitherOr((0, 0.05), (0.4, 0.7), "A0", "A2");

    protected override double Excess(LawData data, double[] w, double[] z)
    {
        double sum = w[data.Universe.IndexOf("A0")] + w[data.Universe.IndexOf("A2")];
        return Math.Min(Math.Max(-sum, sum - 0.05), Math.Max(0.4 - sum, sum - 0.7));
    }

    protected override double[]? Repaired(LawData data, double[] w, TestRandom random) => w;
}

public class NotBothLaws : DiscreteLimitLaws
{
    protected override Limit Create(LawData data) => new NotBoth("A1", "A2");

    protected override double Excess(LawData data, double[] w, double[] z) => Math.Min(w[data.Universe.IndexOf("A1")], w[data.Universe.IndexOf("A2")]);

    protected override double[]? Repaired(LawData data, double[] w, TestRandom random)
    {
        double[] repaired = [.. w];
        repaired[data.Universe.IndexOf(random.Chance(0.5) ? "A1" : "A2")] = 0;
        return repaired;
    }
}
