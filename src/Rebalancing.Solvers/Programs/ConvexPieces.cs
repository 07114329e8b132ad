namespace Rebalancing;

/// <summary>
/// Convex piecewise-linear functions with any number of breaks, one function for each coordinate of a block, each worth 0 at 0:
/// f_i(x) = FirstSlope_i x + sum over its breaks of SlopeStep (x - Break)_+, less the same at 0.
/// Tiered prices have this shape. The runs are ragged: coordinate i owns breaks Start[i] .. Start[i+1]-1.
/// </summary>
public readonly ref struct ConvexPieces
{
    /// <summary>Where each coordinate's breaks begin in <see cref="Breaks"/>; length n + 1, from 0 ascending to the number of breaks.</summary>
    public required ReadOnlySpan<int> Start { get; init; }

    /// <summary>Slope left of the first break; one for each coordinate, finite.</summary>
    public required ReadOnlySpan<double> FirstSlope { get; init; }

    /// <summary>The breaks, ascending inside a coordinate, in the block's unit; finite.</summary>
    public required ReadOnlySpan<double> Breaks { get; init; }

    /// <summary>By how much the slope rises at each break; finite and at least 0, which is what makes the function convex.</summary>
    public required ReadOnlySpan<double> SlopeStep { get; init; }
}
