namespace Rebalancing;

/// <summary>What is done about returns that are missing (NaN). The default refuses them; everything else is asked for by name and stated in the result.</summary>
public enum MissingReturns
{
    /// <summary>An estimator throws and names the first asset and period.</summary>
    Refuse,

    /// <summary>Periods in which any asset is missing are left out.</summary>
    DropPeriods,

    /// <summary>A missing return counts as zero; volatilities of assets with short histories come out too low.</summary>
    Zero,

    /// <summary>
    /// Each mean uses the asset's own periods and each covariance the periods that both assets have. Only estimators that say so can do this;
    /// the matrix may then be indefinite, is repaired to the nearest semidefinite one, and the result says so.
    /// </summary>
    Pairwise,
}
