namespace Rebalancing;

/// <summary>How a cross-sectional factor model is estimated.</summary>
/// <remarks>Immutable; safe to share between threads.</remarks>
public sealed record CrossSectionalOptions
{
    /// <summary>Weight of each asset in every period's regression, positive: customarily the root of its market value, or the inverse of its specific variance. Null weighs all alike (default).</summary>
    public AssetValues? RegressionWeights { get; init; }

    /// <summary>Weights of the periods in the factor covariance; null weighs all alike (default).</summary>
    public Decay? FactorDecay { get; init; }

    /// <summary>Weights of the periods in the specific variances; null weighs all alike (default).</summary>
    public Decay? SpecificDecay { get; init; }

    /// <summary>Lags of serial correlation in Newey and West's correction of the factor covariance, at least 0; default 0 is none.</summary>
    public int NeweyWestLags
    {
        get;
        init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "lags are numbers of periods and must be >= 0");
    }
}
