namespace Rebalancing.Solvers.Explaining;

/// <summary>Values and multipliers of an answer, copied, so that they outlive the solver's memory and can be read against a program recorded again.</summary>
/// <remarks>Immutable and safe to share between threads.</remarks>
internal sealed class AnswerSnapshot
{
    private readonly double[]?[] _numbers;
    private readonly int[] _lengths;
    private readonly SolveStatus _status;

    internal AnswerSnapshot(Solution solution)
    {
        // of many scenarios most multipliers are of bounds that do not exist: parts that are all zero are not copied
        _numbers = [.. Parts(solution).Select(part => part.AsSpan().ContainsAnyExcept(0.0) ? (double[])part.Clone() : null)];
        _lengths = [.. Parts(solution).Select(part => part.Length)];
        _status = solution.Status;
    }

    /// <summary>Writes the numbers into the solution of a program of the same shape.</summary>
    internal void CopyTo(Solution solution)
    {
        int p = 0;
        foreach (double[] part in Parts(solution))
        {
            if (part.Length != _lengths[p])
                throw new InvalidOperationException($"an answer of another shape: {_lengths[p]} numbers were kept where the program has {part.Length}");
            if (_numbers[p] is { } numbers)
                numbers.CopyTo(part, 0);
            else
                Array.Clear(part);
            p++;
        }

        solution.Status = _status;
    }

    private static IEnumerable<double[]> Parts(Solution solution) =>
    [
        solution.Columns.Values, solution.Columns.LowerDuals, solution.Columns.UpperDuals,
        solution.Images.Values, solution.Images.LowerDuals, solution.Images.UpperDuals,
        solution.Flows.Values, solution.Flows.LowerDuals, solution.Flows.UpperDuals,
        solution.ImagePrices, solution.BudgetPrices, solution.NormPrices, .. solution.NetworkPrices, .. solution.NormDirections,
    ];
}
