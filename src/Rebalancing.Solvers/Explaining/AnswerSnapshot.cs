namespace Rebalancing.Solvers.Explaining;

/// <summary>Values and multipliers of an answer, copied, so that they outlive the solver's memory and can be read against a program recorded again.</summary>
/// <remarks>Immutable and safe to share between threads.</remarks>
internal sealed class AnswerSnapshot
{
    private readonly double[][] _numbers;
    private readonly SolveStatus _status;

    internal AnswerSnapshot(Solution solution)
    {
        _numbers = [.. Parts(solution).Select(part => (double[])part.Clone())];
        _status = solution.Status;
    }

    /// <summary>Writes the numbers into the solution of a program of the same shape.</summary>
    internal void CopyTo(Solution solution)
    {
        int p = 0;
        foreach (double[] part in Parts(solution))
        {
            if (part.Length != _numbers[p].Length)
                throw new InvalidOperationException($"an answer of another shape: {_numbers[p].Length} numbers were kept where the program has {part.Length}");
            _numbers[p++].CopyTo(part, 0);
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
