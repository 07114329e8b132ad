namespace Rebalancing.Documents;

/// <summary>How risk models stand in documents.</summary>
internal static class RiskForms
{
    public static IReadOnlyList<DocumentForm> All { get; } =
    [
        DocumentForm.Of<DenseRisk>("dense", "A full covariance of the assets' returns.", fields =>
        {
            var covariance = fields.Required("covariance", MatrixKind.Shared, "covariances per year, row by row, in universe order", CovarianceOf);
            return values => DenseRisk.FromRows(values.Get(covariance).Rows("the covariance", values.RequiredUniverse.Count, values.RequiredUniverse.Count), values.RequiredUniverse.Count, values.RequiredUniverse);
        }),
        DocumentForm.Of<FactorModel>("factors", "Covariance by factors: B'OB + D.", fields =>
        {
            var byAsset = fields.Optional<NumberTable?>("loadingsByAsset", MatrixKind.Shared!, null, "loadings B, one row of factors an asset", m => m.Loadings.IsByColumn ? ScenarioForms.Rows(m.Loadings) : null);
            var byFactor = fields.Optional<NumberTable?>("loadingsByFactor", MatrixKind.Shared!, null, "loadings B, one row of assets a factor", m => m.Loadings.IsByColumn ? null : ScenarioForms.Rows(m.Loadings));
            var variances = fields.Optional<double[]?>("factorVariances", NumbersKind.Shared!, null, "variances of uncorrelated factors, per year", m => m.HasFullFactorCovariance ? null : FactorVariancesOf(m));
            var covariance = fields.Optional<NumberTable?>("factorCovariance", MatrixKind.Shared!, null, "covariance O of the factors, per year, row by row", m => m.HasFullFactorCovariance ? FactorCovarianceOf(m) : null);
            var specific = fields.Required("specificVariances", DocumentKinds.AssetValues, "specific variances D, per year", m => DocumentValuesOf(m.SpecificVariances));
            var names = fields.Optional("factorNames", DocumentKinds.ListOf(DocumentKinds.Text), [], "names of the factors", m => m.FactorNames.Where((name, k) => name != $"factor {k}").Any() ? m.FactorNames : []);
            return values =>
            {
                AssetValues own = values.Get(specific);
                int assets = own.Count;
                DenseMap loadings = (values.Get(byAsset), values.Get(byFactor)) switch
                {
                    ({ } rows, null) => DenseMap.FromColumns(rows.Rows("loadingsByAsset", assets, rows.Values.Length / assets), rows.Values.Length / assets, assets),
                    (null, { } rows) => DenseMap.FromRows(rows.Rows("loadingsByFactor", rows.Values.Length / assets, assets), rows.Values.Length / assets, assets),
                    _ => throw new ArgumentException("a factor model needs its loadings once: loadingsByAsset or loadingsByFactor"),
                };
                FactorModel model = (values.Get(variances), values.Get(covariance)) switch
                {
                    ({ } diagonal, null) => FactorModel.Diagonal(loadings, diagonal, own),
                    (null, { } full) => FactorModel.Full(loadings, full.Rows("factorCovariance", loadings.Rows, loadings.Rows), own),
                    _ => throw new ArgumentException("a factor model needs either factorVariances or factorCovariance"),
                };
                return values.Get(names).Count == 0 ? model : model.WithFactorNames([.. values.Get(names)]);
            };
        }),
    ];

    private static AssetValues DocumentValuesOf(ReadOnlySpan<double> values) => Rebalancing.AssetValues.Create(values);

    private static NumberTable CovarianceOf(DenseRisk risk)
    {
        var rows = new double[risk.Count * risk.Count];
        for (int i = 0; i < risk.Count; i++)
            for (int j = 0; j < risk.Count; j++) rows[(i * risk.Count) + j] = risk[i, j];
        return new NumberTable(rows, risk.Count);
    }

    private static double[] FactorVariancesOf(FactorModel model) => [.. Enumerable.Range(0, model.FactorCount).Select(k => model.FactorCovariance(k, k))];

    private static NumberTable FactorCovarianceOf(FactorModel model)
    {
        int k = model.FactorCount;
        var rows = new double[k * k];
        for (int i = 0; i < k; i++)
            for (int j = 0; j < k; j++) rows[(i * k) + j] = model.FactorCovariance(i, j);
        return new NumberTable(rows, k);
    }
}
