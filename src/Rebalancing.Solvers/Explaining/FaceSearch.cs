namespace Rebalancing.Solvers.Explaining;

/// <summary>
/// Among the points that are as good as an answer, the one whose columns move least from an origin, and among those the one that moves columns of low rank rather than of high. Two linear
/// programs over the columns that may move; the answer's values are overwritten, its multipliers prove the new point as they proved the old one.
/// </summary>
internal sealed class FaceSearch(SolverSettings settings)
{
    private readonly SolverSettings _settings = settings with { Tolerance = Math.Min(settings.Tolerance, 1e-10) };

    /// <summary>What the engines' own tolerance leaves of a budget or norm that binds.</summary>
    private const double Rounding = 1e-7;

    private bool[] _curved = [];

    /// <summary>Whether the answer was one of several.</summary>
    /// <param name="result">The answer; its values are replaced. What is left of its time is the time for this.</param>
    /// <param name="columns">The block whose movement counts.</param>
    /// <param name="origin">Where it moves from.</param>
    /// <param name="rank">Rank of each of its columns, 0 first.</param>
    /// <param name="cancellation">Honoured within one iteration.</param>
    internal bool Run(SolveResult result, Block columns, ReadOnlySpan<double> origin, int[] rank, CancellationToken cancellation)
    {
        Solution solution = result.Solution;
        StructuredProgram program = solution.Program;
        ProgramBlock block = program[columns];
        if (solution.Engine == EngineKind.Scenarios || solution.NormPrices.AsSpan().ContainsAnyExcept(0.0))
            return false;
        var slopes = new SlopeAttribution(program);
        slopes.Compute(solution);
        if (OptimalFace.Of(program, solution, slopes) is not { } face || !face.CanMove(IsCounted))
            return false;

        double[] at = [.. face.Columns.Select(c => solution.Columns.Values[c])], weight = new double[at.Length], from = new double[at.Length];
        for (int c = 0; c < at.Length; c++)
            if (IsCounted(face.Columns[c]))
                (weight[c], from[c]) = (1, origin[face.Columns[c] - block.Start]);
        if (Least(face, at, weight, from, result.Deadline, cancellation) is not { } least)
            return false;

        // the same question once more, on the points that move as little: ranks decide
        least.Slopes.Compute(least.Answer);
        double[] chosen = least.Answer.Columns.Values.AsSpan(0, at.Length).ToArray();
        if (OptimalFace.Of(least.Answer.Program, least.Answer, least.Slopes) is { } ties && ties.CanMove(c => weight[c] > 0))
        {
            double[] here = [.. ties.Columns.Select(c => chosen[c])], ranked = [.. ties.Columns.Select(c => RankOf(c))];
            if (Least(ties, here, ranked, [.. ties.Columns.Select(c => from[c])], result.Deadline, cancellation) is { } first)
                for (int c = 0; c < here.Length; c++)
                    chosen[ties.Columns[c]] = first.Answer.Columns.Values[c];
        }

        Move(program, solution, face.Columns, chosen);
        if (KeepsBudgetsAndNorms(program, solution))
            return true;
        Move(program, solution, face.Columns, at);
        return false;

        bool IsCounted(int column) => column >= block.Start && column < block.Start + block.Length;

        double RankOf(int c) => weight[c] > 0 ? (1.0 + rank[face.Columns[c] - block.Start]) / rank.Length : 0;
    }

    /// <summary>The cheap test, before <see cref="Run"/>: whether some column of the block has no curvature of its own. Everything else has one best value.</summary>
    internal bool IsWorthALook(StructuredProgram program, Block columns)
    {
        ProgramBlock block = program[columns];
        if (!OptimalFace.IsLookedAt(program))
            return false;
        if (_curved.Length != block.Length)
            _curved = new bool[block.Length];
        Array.Clear(_curved);
        foreach (FunctionEntry entry in program.Functions)
        {
            if (entry.Weight <= 0 || program.Base(entry.On).Id != block.Id)
                continue;
            if (entry.Matrix is { IsDefinite: true })
                return false;
            if (entry.Kind is FunctionKind.Quadratic or FunctionKind.Power or FunctionKind.Log)
                for (int i = 0; i < _curved.Length; i++)
                    _curved[i] |= entry.First[i] != 0;
        }

        return _curved.AsSpan().Contains(false);
    }

    private (Solution Answer, SlopeAttribution Slopes)? Least(OptimalFace face, double[] at, double[] weight, double[] from, Deadline deadline, CancellationToken cancellation)
    {
        int m = at.Length;
        var builder = new ProgramBuilder();
        Block moved = builder.Variables(m, "moved");
        builder.Bounds(moved, face.Low, face.High);
        if (face.Rows.Count > 0)
        {
            double[] all = [.. face.Rows.SelectMany(row => row.Coefficients)], now = new double[face.Rows.Count];
            for (int r = 0; r < now.Length; r++)
                for (int c = 0; c < m; c++)
                    now[r] += face.Rows[r].Coefficients[c] * at[c];
            builder.Bounds(builder.Image(DenseMap.FromRows(all, now.Length, m), moved), [.. now.Select((value, r) => value + face.Rows[r].Low)], [.. now.Select((value, r) => value + face.Rows[r].High)]);
        }

        builder.Kinked(moved, new Kink { At = from, SlopeBelow = [.. weight.Select(w => -w)], SlopeAbove = weight });
        StructuredProgram program = builder.Build();
        SolveResult result = new ProgramSolver(program, _settings).Solve(start: null, deadline, cancellation);
        return result.Status == SolveStatus.Optimal ? (result.Solution, new SlopeAttribution(program)) : null;
    }

    private static void Move(StructuredProgram program, Solution solution, int[] columns, double[] values)
    {
        for (int c = 0; c < columns.Length; c++)
            solution.Columns.Values[columns[c]] = values[c];
        Recompute(program, solution);
    }

    /// <summary>Budgets and norms that did not bind are not among the rows of the face: they are looked at afterwards.</summary>
    private static bool KeepsBudgetsAndNorms(StructuredProgram program, Solution solution)
    {
        Span<double> budgets = new double[program.BudgetCount], squares = new double[program.NormCount];
        foreach (FunctionEntry entry in program.Functions)
        {
            if (entry.Budget < 0 && entry.Norm < 0)
                continue;
            double value = ProgramEvaluator.Value(program, entry, solution.Values(program.Base(entry.On)));
            if (entry.Budget >= 0)
                budgets[entry.Budget] += entry.BudgetWeight * value;
            if (entry.Norm >= 0)
                squares[entry.Norm] += value;
        }

        for (int k = 0; k < budgets.Length; k++)
            if (budgets[k] > program.Budgets[k].Limit + Rounding)
                return false;
        for (int k = 0; k < squares.Length; k++)
        {
            NormEntry norm = program.Norms[k];
            double radius = norm.RadiusBlock is { } variable ? solution.Values(program[variable])[0] : norm.Radius;
            if (Math.Sqrt(Math.Max(0, squares[k])) > radius + Rounding)
                return false;
        }

        return true;
    }

    /// <summary>Images of the new values.</summary>
    private static void Recompute(StructuredProgram program, Solution solution)
    {
        foreach (ProgramBlock image in program.Blocks)
        {
            if (image.Kind != BlockKind.Image)
                continue;
            Span<double> values = solution.Values(image);
            values.Clear();
            var part = new double[image.Length];
            foreach (ImagePart summand in image.Parts)
            {
                summand.Map.Apply(solution.Values(program[summand.Of]), part);
                for (int r = 0; r < part.Length; r++)
                    values[r] += part[r];
            }
        }
    }
}
