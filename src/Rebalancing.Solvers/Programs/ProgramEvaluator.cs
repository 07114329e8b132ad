using System.Buffers;

namespace Rebalancing.Solvers;

/// <summary>Values of a program's functions at a solution, straight from the entries.</summary>
internal static class ProgramEvaluator
{
    /// <summary>Sum over the entry's coordinates at the given values of its base block, unweighted.</summary>
    internal static double Value(StructuredProgram program, FunctionEntry entry, ReadOnlySpan<double> baseValues)
    {
        double[] origin = program[entry.On].Origin;
        if (entry.Kind == FunctionKind.Covariance)
            return (entry.Norm >= 0 ? 1.0 : 0.5) * entry.Scalar * CovarianceForm(entry.Matrix!, baseValues, origin);
        double sum = 0;
        for (int i = 0; i < baseValues.Length; i++)
            sum += FunctionMath.Value(entry, i, origin.Length == 0 ? baseValues[i] : baseValues[i] - origin[i]);
        return sum;
    }

    /// <summary>Adds each owner's weighted contribution to the objective.</summary>
    internal static void OwnerValues(Solution solution, Span<double> owners)
    {
        owners.Clear();
        foreach (FunctionEntry entry in solution.Program.Functions)
            if (entry.Owner >= 0 && entry.Weight != 0)
                owners[entry.Owner] += entry.Weight * Value(solution.Program, entry, solution.Values(solution.Program.Base(entry.On)));
    }

    /// <summary>(x - origin)' S (x - origin).</summary>
    private static double CovarianceForm(CovarianceMatrix matrix, ReadOnlySpan<double> x, double[] origin)
    {
        double[] rented = ArrayPool<double>.Shared.Rent(2 * x.Length);
        Span<double> shifted = rented.AsSpan(0, x.Length), product = rented.AsSpan(x.Length, x.Length);
        for (int i = 0; i < shifted.Length; i++)
            shifted[i] = origin.Length == 0 ? x[i] : x[i] - origin[i];
        matrix.Apply(shifted, product);
        double form = 0;
        for (int i = 0; i < shifted.Length; i++)
            form += shifted[i] * product[i];
        ArrayPool<double>.Shared.Return(rented);
        return form;
    }
}
