namespace Rebalancing;

/// <summary>Betas to a market series over the periods that an asset has.</summary>
internal static class MarketBetas
{
    /// <summary>cov(asset, market) over common periods, divided by the market's variance over all of its periods.</summary>
    public static double[] Of(ReturnSeries returns, double[] market)
    {
        double mean = market.Sum() / market.Length, variance = market.Sum(m => (m - mean) * (m - mean)) / (market.Length - 1);
        if (!(variance > 0)) throw new ArgumentException($"The market's return is constant over {market.Length} periods (variance 0): betas do not exist.");
        var betas = new double[returns.Count];
        for (int i = 0; i < betas.Length; i++)
        {
            double[] own = returns.Asset(i);
            double meanOwn = 0, meanMarket = 0, sum = 0;
            int common = 0;
            for (int t = 0; t < own.Length; t++)
                if (!double.IsNaN(own[t])) { meanOwn += own[t]; meanMarket += market[t]; common++; }
            if (common < 2) throw new ArgumentException($"{returns.Label(i)} has {common} returns; a beta needs at least 2. Leave it out.");
            meanOwn /= common;
            meanMarket /= common;
            for (int t = 0; t < own.Length; t++)
                if (!double.IsNaN(own[t])) sum += (own[t] - meanOwn) * (market[t] - meanMarket);
            betas[i] = sum / (common - 1) / variance;
        }
        return betas;
    }
}
