namespace Rebalancing;

/// <summary>What the hierarchical rules share: distances sqrt((1 - rho) / 2) of assets, the number of clusters, parts of a series.</summary>
internal static class AssetClusters
{
    public static double[] Distances(double[] correlations, int n) =>
        [.. correlations.Select((rho, at) => at % (n + 1) == 0 ? 0 : Math.Sqrt(Math.Clamp((1 - rho) / 2, 0, 1)))];

    public static double[] Distances(ReturnSeries returns)
    {
        DenseRisk risk = SampleCovariance.Estimate(returns).Risk;
        return Distances(CorrelationParts.Correlations(risk, CorrelationParts.Deviations(risk)), risk.Count);
    }

    /// <summary>The clusters of a series' assets, each with its assets in order.</summary>
    public static (ClusterTree Tree, int[] Roots) Of(ReturnSeries returns, Linkage linkage, int? clusters)
    {
        double[] distances = Distances(returns);
        int n = returns.Count;
        if (clusters is { } asked && (asked < 1 || asked > n)) throw new ArgumentOutOfRangeException(nameof(clusters), asked, $"the number of clusters must lie in 1 .. {n}, the number of assets");
        ClusterTree tree = ClusterTree.Build(distances, n, linkage);
        return (tree, tree.Cut(clusters ?? Count(tree, distances)));
    }

    /// <summary>
    /// The number of clusters at which the spread inside them bends most: W_k is the sum over k clusters of the standard deviation of their distances, and k has the largest
    /// W_(k-1) + W_(k+1) - 2 W_k. Sought from 2 to the root of the number of assets plus one, at most 11. A rule of thumb: give the number where it is known.
    /// </summary>
    public static int Count(ClusterTree tree, double[] distances)
    {
        int n = tree.Leaves, most = Math.Min(n - 1, (int)Math.Min(10, Math.Sqrt(n)) + 1);
        if (most < 2) return Math.Min(2, n);
        double[] spread = [.. Enumerable.Range(0, most + 2).Select(k => k < 1 ? 0 : tree.Cut(k).Sum(root => Spread(tree.Members(root), distances, n)))];
        return Enumerable.Range(2, most - 1).MaxBy(k => spread[k - 1] + spread[k + 1] - (2 * spread[k]));
    }

    /// <summary>The returns of some of the assets.</summary>
    public static ReturnSeries Part(ReturnSeries returns, IReadOnlyList<int> assets)
    {
        var part = new double[returns.Periods, assets.Count];
        for (int t = 0; t < returns.Periods; t++)
            for (int i = 0; i < assets.Count; i++) part[t, i] = returns[t, assets[i]];
        return ReturnSeries.FromReturns(part, returns.PeriodsPerYear, returns.Kind, returns.Universe is { } all ? Universe.Of([.. assets.Select(i => all[i].Symbol)]) : null, returns.Dates);
    }

    /// <summary>Weights in proportion to 1 / measure of each asset, and the measure of that portfolio.</summary>
    public static (double[] Weights, double Risk) InverseRisk(ReturnSeries returns, IReadOnlyList<int> assets, SeriesMeasure measure)
    {
        double[] weights = [.. assets.Select(i => 1 / Positive(measure(returns.Asset(i)), $"{returns.Label(i)}"))];
        double sum = weights.Sum();
        var whole = new double[returns.Periods];
        for (int a = 0; a < weights.Length; a++)
        {
            weights[a] /= sum;
            for (int t = 0; t < whole.Length; t++) whole[t] += weights[a] * returns[t, assets[a]];
        }
        return (weights, Positive(measure(whole), $"the cluster of {string.Join(", ", assets.Take(5).Select(returns.Label))}{(assets.Count > 5 ? ", ..." : "")}"));
    }

    private static double Positive(double risk, string of) =>
        risk > 0 && double.IsFinite(risk) ? risk : throw new ArgumentException(FormattableString.Invariant($"the measure of {of} is {risk}; risk is divided by, so it must be finite and > 0. Use another measure, or leave the asset out."));

    private static double Spread(List<int> members, double[] distances, int n)
    {
        double sum = 0, squares = 0;
        int count = 0;
        for (int a = 0; a < members.Count; a++)
            for (int b = 0; b < a; b++, count++) sum += distances[(members[a] * n) + members[b]];
        if (count == 0) return 0;
        for (int a = 0; a < members.Count; a++)
            for (int b = 0; b < a; b++) squares += Math.Pow(distances[(members[a] * n) + members[b]] - (sum / count), 2);
        return Math.Sqrt(squares / count);
    }
}
