using Rebalancing.Numerics;

namespace Rebalancing.Solvers.DualNewton;

/// <summary>An image T y of the factors y; without coefficients T is the identity.</summary>
internal sealed class FactorImage(ProgramBlock block, double[] coefficients)
{
    public ProgramBlock Block { get; } = block;

    /// <summary>Whether the image is the factors themselves.</summary>
    public bool IsWhole => coefficients.Length == 0;

    private int Order => Block.Length == 0 ? 0 : coefficients.Length / Block.Length;

    /// <summary>Row r of T.</summary>
    public ReadOnlySpan<double> Row(int r) => coefficients.AsSpan(r * Order, Order);

    /// <summary>values = T y.</summary>
    public void Apply(ReadOnlySpan<double> y, Span<double> values)
    {
        if (IsWhole)
            y.CopyTo(values);
        else
            MatrixVector.Multiply(coefficients, Block.Length, Order, Order, y, values);
    }

    /// <summary>sums += T'v.</summary>
    public void AddTransposed(ReadOnlySpan<double> v, Span<double> sums)
    {
        if (IsWhole)
            Axpy.Add(1.0, v, sums);
        else
            MatrixVector.AddTransposed(1.0, coefficients, Block.Length, Order, Order, v, sums);
    }

    /// <summary>gamma += T' diag(curvature) T, symmetric to the bit.</summary>
    public void AddCurvature(ReadOnlySpan<double> curvature, Span<double> gamma)
    {
        if (IsWhole)
        {
            for (int j = 0; j < curvature.Length; j++)
                gamma[j * (curvature.Length + 1)] += curvature[j];
            return;
        }

        int k = Order;
        for (int r = 0; r < curvature.Length; r++)
            for (int i = 0; i < k && curvature[r] != 0; i++)
                for (int j = 0; j <= i; j++)
                {
                    double part = curvature[r] * (Row(r)[i] * Row(r)[j]);
                    gamma[(i * k) + j] += part;
                    if (j < i)
                        gamma[(j * k) + i] += part;
                }
    }
}
