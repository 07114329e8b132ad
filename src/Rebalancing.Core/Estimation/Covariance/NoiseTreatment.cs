namespace Rebalancing;

/// <summary>What is done with the eigenvalues of a correlation matrix that noise alone explains.</summary>
public enum NoiseTreatment
{
    /// <summary>They are replaced by their mean; the trace is kept.</summary>
    ConstantResidual,

    /// <summary>Their part of the matrix is shrunk towards its diagonal.</summary>
    TargetedShrinkage,
}
