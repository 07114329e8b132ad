namespace Rebalancing;

/// <summary>How far two clusters are apart.</summary>
public enum Linkage
{
    /// <summary>As far as their nearest members.</summary>
    Single,

    /// <summary>As far as merging them raises the sum of squared distances to the centres (Ward 1963), by the recurrence of Lance and Williams.</summary>
    Ward,
}
