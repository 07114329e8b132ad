namespace Rebalancing;

/// <summary>Pictures of a tail.</summary>
public enum TailPictureKind
{
    /// <summary>The tail's scenarios with their losses, the worst first, in percent.</summary>
    Scenarios,

    /// <summary>What each asset contributes to the mean loss of the tail, in percent.</summary>
    Contributions,
}
