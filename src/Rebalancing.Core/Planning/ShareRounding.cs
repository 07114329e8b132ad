namespace Rebalancing;

/// <summary>Which quantities a plan may trade.</summary>
public enum ShareRounding
{
    /// <summary>Fractions of a share, to the decimals of <see cref="RebalanceSettings.ShareDecimals"/> (default).</summary>
    Fractional,

    /// <summary>Multiples of each asset's lot size; cash takes up the difference inside its band.</summary>
    Lots,
}
