using Rebalancing.Benchmarks.Compare;

namespace Rebalancing.Benchmarks.Mandates;

/// <summary>A factor instance as its owner would write it: a universe with prices, a mandate, and accounts of one value with holdings of their own.</summary>
internal sealed class InstanceMandate
{
    private const decimal AccountValue = 100_000_000m;

    private readonly Instance _instance;
    private readonly double[] _start;

    public InstanceMandate(Instance instance, CostSettlement settlement)
    {
        _instance = instance;
        int n = instance.Extent("F", 0), factors = instance.Extent("F", 1);
        int[] group = instance.Integers("group");
        Universe = Universe.Of(Enumerable.Range(0, n).Select(i => new Asset($"A{i:00000}") { Price = 10m + (i * 7919 % 490), Sector = $"S{group[i]}" }));
        var ones = new double[factors];
        Array.Fill(ones, 1.0);
        FactorModel risk = FactorModel.Diagonal(DenseMap.FromColumns(instance.Doubles("F"), factors, n), ones, Universe.Values(instance.Doubles("D")));
        Grouping sectors = Universe.GroupBy("Sector", asset => asset.Sector);
        Dictionary<string, int> number = Enumerable.Range(0, instance.Extent("glo", 0)).ToDictionary(g => $"S{g}");
        double[] Of(string bound) => [.. sectors.Names.Select(name => instance.Doubles(bound)[number[name]])];
        Mandate = new Mandate
        {
            Objective = (0.5 * instance.Scalar("gamma")) * new Variance(risk) + new ExpectedReturn(Universe.Values(instance.Doubles("mu"))) + new TradingCost(Universe.Values(instance.Doubles("c"))),
            Limits =
            [
                new FullyInvested(0.0001),
                new WeightBounds(0, instance.Scalar("cap")),
                new GroupBounds(sectors, Of("glo"), Of("ghi")),
            ],
            CostSettlement = settlement,
        };
        double sum = instance.Doubles("w0").Sum();
        _start = [.. instance.Doubles("w0").Select(w => w / Math.Max(1, sum))];
    }

    /// <summary>The frontier of the instance's risk and return under its limits.</summary>
    public FrontierRequest Frontier(int points) => new()
    {
        Risk = ((Variance)Mandate.Objective.Parts[0].Term).Risk,
        Return = (ExpectedReturn)Mandate.Objective.Parts[1].Term,
        Limits = Mandate.Limits,
        Points = points,
        CostSettlement = CostSettlement.Outside,
    };

    public Universe Universe { get; }

    public Mandate Mandate { get; }

    /// <summary>The instance's own holdings for account 0; the others are moved by up to a fifth, from a fixed seed.</summary>
    public Account Account(int number)
    {
        double[] weights = [.. _start];
        if (number > 0)
        {
            var random = new Random(number);
            for (int i = 0; i < weights.Length; i++) weights[i] *= 0.9 + (0.2 * random.NextDouble());
            double sum = weights.Sum();
            for (int i = 0; i < weights.Length; i++) weights[i] /= sum;
        }
        return Rebalancing.Account.FromWeights(Universe, weights, AccountValue, new AccountOptions { Id = $"{_instance.Name}-{number}" });
    }
}
