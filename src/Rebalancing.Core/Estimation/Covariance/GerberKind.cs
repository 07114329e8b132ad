namespace Rebalancing;

/// <summary>Denominator of the Gerber statistic. H_ij counts periods in which both assets moved beyond their thresholds, the same way less the opposite way.</summary>
public enum GerberKind
{
    /// <summary>H_ij / sqrt(H_ii H_jj): always positive semidefinite.</summary>
    Geometric,

    /// <summary>H_ij over the periods in which both moved. May be indefinite; it is then repaired and the notes say so.</summary>
    BothMoved,

    /// <summary>H_ij over the periods in which at least one moved. May be indefinite in theory; it is then repaired and the notes say so.</summary>
    AnyMoved,
}
