using Rebalancing.Benchmarks.Compare.Evaluation;

namespace Rebalancing.Benchmarks.Compare.Problems;

/// <summary>One account of a batch: the model of a p5 instance with holdings, lots, taxes and group ranges of its own.</summary>
internal sealed class BatchAccount
{
    // a group may move by this much from where the account holds it, as in the instances themselves
    private const double GroupReach = 0.02;

    private BatchAccount(Instance data)
    {
        Data = data;
        Evaluator = new FactorEvaluator(data, TradingCosts.Lots);
    }

    /// <summary>The account as an instance of its own; everything but the account's arrays is shared.</summary>
    public Instance Data { get; }

    /// <summary>Judges answers for this account.</summary>
    public FactorEvaluator Evaluator { get; }

    /// <summary>
    /// Draws an account: half of the names held, weights exponential and cut to the cap, five lots a name, gains normal with mean 10 % and deviation
    /// 35 % of value between -80 % and 90 %, taxed at 37 % or (six lots in ten) 20 %, of which 30 % counts now.
    /// </summary>
    public static BatchAccount Draw(Instance model, int number)
    {
        var random = new Random(number);
        int assets = model.Extent("lots", 0);
        int perAsset = model.Extent("lots", 1);
        double[] start = DrawHoldings(random, assets, model.Scalar("cap"));
        var lots = new double[assets * perAsset];
        var tax = new double[assets * perAsset];
        var share = new double[model.Extent("glo", 0)];
        for (int i = 0; i < assets; i++)
        {
            share[model.Integers("group")[i]] += start[i];
            double total = 0;
            for (int l = i * perAsset; l < (i + 1) * perAsset; l++)
            {
                total += lots[l] = Exponential(random);
                double gain = Math.Clamp(0.10 + (0.35 * Normal(random)), -0.8, 0.9);
                tax[l] = 0.3 * (random.NextDouble() < 0.6 ? 0.20 : 0.37) * gain;
            }

            for (int l = i * perAsset; l < (i + 1) * perAsset; l++)
            {
                lots[l] *= start[i] / total;
            }
        }

        return new(model.With($"account {number}", new Dictionary<string, double[]>
        {
            ["w0"] = start,
            ["lots"] = lots,
            ["tax"] = tax,
            ["glo"] = Array.ConvertAll(share, s => Math.Max(0, s - GroupReach)),
            ["ghi"] = Array.ConvertAll(share, s => s + GroupReach),
        }));
    }

    private static double[] DrawHoldings(Random random, int assets, double cap)
    {
        var weights = new double[assets];
        for (int i = 0; i < assets; i++)
        {
            weights[i] = random.NextDouble() < 0.5 ? Exponential(random) : 0;
        }

        for (int pass = 0; pass < 100; pass++)
        {
            double total = weights.Sum();
            weights = Array.ConvertAll(weights, weight => Math.Min(cap, weight / total));
        }

        return weights;
    }

    private static double Exponential(Random random) => -Math.Log(1 - random.NextDouble());

    private static double Normal(Random random) => Math.Sqrt(2 * Exponential(random)) * Math.Cos(2 * Math.PI * random.NextDouble());
}
