using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Rebalancing.Numerics;

/// <summary>Largest magnitude; zero for an empty vector, NaN as soon as one element is NaN.</summary>
internal static unsafe class MaxAbs
{
    public static double Of(ReadOnlySpan<double> a)
    {
        fixed (double* pa = a)
        {
            Vector512<double> largest = Vector512<double>.Zero;
            int i = 0;
            for (; i <= a.Length - Lanes.Count; i += Lanes.Count)
            {
                largest = Vector512.Max(largest, Vector512.Abs(Vector512.Load(pa + i)));
            }

            if (i < a.Length)
            {
                largest = Vector512.Max(largest, Vector512.Abs(Lanes.LoadPartial(pa + i, a.Length - i)));
            }

            double result = 0.0;
            for (int lane = 0; lane < Lanes.Count; lane++)
            {
                result = Math.Max(result, largest.GetElement(lane));
            }

            return result;
        }
    }
}
