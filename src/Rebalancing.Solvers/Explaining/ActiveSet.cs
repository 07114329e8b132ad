namespace Rebalancing.Solvers.Explaining;

/// <summary>
/// Which bounds, kinks, budgets and norms hold an answer, as one number: two answers with the same number lie on the same smooth piece of the program.
/// </summary>
internal static class ActiveSet
{
    private const double Near = 1e-6;

    /// <summary>Multipliers below this are the solver's tolerance.</summary>
    private const double LeastPrice = 1e-7;

    internal static ulong Of(StructuredProgram program, Solution solution)
    {
        ulong hash = 14695981039346656037UL;
        foreach (BoundEntry bound in program.Bounds)
        {
            ProgramBlock block = program.Base(bound.On);
            ReadOnlySpan<double> values = solution.Values(block);
            double[] origin = program[bound.On].Origin;
            for (int i = 0; i < values.Length; i++)
            {
                double x = origin.Length == 0 ? values[i] : values[i] - origin[i];
                hash = Add(hash, IsAt(x, bound.Lower[i]) ? 1u : IsAt(x, bound.Upper[i]) ? 2u : 0u);
            }
        }

        foreach (FunctionEntry entry in program.Functions)
            if (entry.Kind is FunctionKind.Kinked or FunctionKind.Pieces)
                hash = AddPieces(hash, program, entry, solution);
        foreach (double price in solution.BudgetPrices)
            hash = Add(hash, price > LeastPrice ? 1u : 0u);
        foreach (double price in solution.NormPrices)
            hash = Add(hash, price > LeastPrice ? 1u : 0u);
        return hash;
    }

    private static ulong AddPieces(ulong hash, StructuredProgram program, FunctionEntry entry, Solution solution)
    {
        ReadOnlySpan<double> values = solution.Values(program.Base(entry.On));
        double[] origin = program[entry.On].Origin;
        for (int i = 0; i < values.Length; i++)
        {
            double x = origin.Length == 0 ? values[i] : values[i] - origin[i];
            if (entry.Kind == FunctionKind.Kinked)
            {
                if (entry.Second[i] != entry.Third[i])
                    hash = Add(hash, Side(x, entry.First[i]));
                continue;
            }

            for (int q = entry.Start[i]; q < entry.Start[i + 1]; q++)
                hash = Add(hash, Side(x, entry.Second[q]));
        }

        return hash;
    }

    private static uint Side(double x, double kink) => IsAt(x, kink) ? 0u : x < kink ? 1u : 2u;

    private static bool IsAt(double x, double bound) => double.IsFinite(bound) && Math.Abs(x - bound) <= Near * (1 + Math.Abs(bound));

    private static ulong Add(ulong hash, uint state) => unchecked((hash ^ (state + 1)) * 1099511628211UL);
}
