using System.Runtime.Intrinsics;

namespace Rebalancing.Numerics;

/// <summary>The smooth, strictly convex part s of the functions of a <see cref="PieceTable"/>, for the eight coordinates from a place on.</summary>
internal interface ICurve
{
    /// <summary>The x where s'(x) equals the pull.</summary>
    Vector512<double> Stationary(int place, Vector512<double> pull);

    /// <summary>1 / s''(x), positive.</summary>
    Vector512<double> Rate(int place, Vector512<double> x);

    /// <summary>s'(x) + start.</summary>
    Vector512<double> AddSlope(int place, Vector512<double> x, Vector512<double> start);

    /// <summary>What s is beyond its quadratic part, added to start.</summary>
    Vector512<double> AddValue(int place, Vector512<double> x, Vector512<double> start);
}
