using BenchmarkDotNet.Attributes;

namespace Rebalancing.Benchmarks.Estimation;

/// <summary>Equal risk contributions: 1,000 assets with a dense covariance, 10,000 assets with 100 factors.</summary>
public class RiskParityBenchmarks
{
    private RiskModel _dense = null!, _factors = null!;

    /// <summary>A sample covariance of 2,000 periods, and a factor model with a market in it, from seeded sequences.</summary>
    [GlobalSetup]
    public void Setup()
    {
        var random = new Random(1);
        var data = new double[2000, 1000];
        for (int t = 0; t < 2000; t++)
        {
            double market = random.NextDouble() - 0.5;
            for (int i = 0; i < 1000; i++) data[t, i] = 0.02 * ((market * (0.5 + (i % 7 / 5.0))) + random.NextDouble() - 0.5);
        }
        _dense = SampleCovariance.Estimate(ReturnSeries.FromReturns(data, 252)).Risk;
        _factors = Model(10_000, 100);
    }

    /// <summary>1,000 assets, dense.</summary>
    [Benchmark]
    public AssetValues Dense1000() => RiskParity.Weights(_dense);

    /// <summary>10,000 assets, 100 factors.</summary>
    [Benchmark]
    public AssetValues Factors10000By100() => RiskParity.Weights(_factors);

    internal static FactorModel Model(int assets, int factors, bool correlated = false)
    {
        var random = new Random(2);
        double[] loadings = new double[assets * factors], variances = new double[factors], specific = new double[assets];
        for (int i = 0; i < assets; i++)
            for (int k = 0; k < factors; k++) loadings[(i * factors) + k] = k == 0 ? 0.5 + random.NextDouble() : 0.6 * (random.NextDouble() - 0.5);
        for (int k = 0; k < factors; k++) variances[k] = k == 0 ? 0.03 : 0.02 * random.NextDouble();
        for (int i = 0; i < assets; i++) specific[i] = 0.02 + (0.1 * random.NextDouble());
        DenseMap map = DenseMap.FromColumns(loadings, factors, assets);
        if (!correlated) return FactorModel.Diagonal(map, variances, specific);
        double[] mixing = new double[factors * factors], covariance = new double[factors * factors];
        for (int i = 0; i < mixing.Length; i++) mixing[i] = 0.2 * (random.NextDouble() - 0.5);
        for (int a = 0; a < factors; a++)
            for (int b = 0; b <= a; b++)
            {
                double sum = 0;
                for (int p = 0; p < factors; p++) sum += mixing[(a * factors) + p] * mixing[(b * factors) + p];
                covariance[(a * factors) + b] = covariance[(b * factors) + a] = (sum * Math.Sqrt(variances[a] * variances[b])) + (a == b ? variances[a] : 0);
            }
        return FactorModel.Full(map, covariance, specific);
    }
}
