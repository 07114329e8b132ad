using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Rebalancing.Numerics;

/// <summary>s(x) = 1/2 d x^2, given by 1/d for minimising and by d for slopes.</summary>
internal readonly unsafe struct QuadraticCurve(double* curvature, double* inverse) : ICurve
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<double> Stationary(int place, Vector512<double> pull) => pull * Vector512.Load(inverse + place);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<double> Rate(int place, Vector512<double> x) => Vector512.Load(inverse + place);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<double> AddSlope(int place, Vector512<double> x, Vector512<double> start) =>
        Vector512.FusedMultiplyAdd(Vector512.Load(curvature + place), x, start);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<double> AddValue(int place, Vector512<double> x, Vector512<double> start) => start;
}
