namespace Rebalancing.Solvers.Explaining;

/// <summary>
/// The points that are as good as an answer: columns that may move, how far, and what of the images they must keep. With multipliers fixed, a point is optimal when every coordinate stays
/// where its slope is the same and every row with a price or curvature keeps its value.
/// <code>
///             columns that may move, d = change
///   kept      a_r'd  = 0             rows with curvature, or held by a kink or bound; budgets that bind
///   limited   low_r &lt;= a_r'd &lt;= high_r   the other rows
/// </code>
/// </summary>
internal sealed class OptimalFace
{
    /// <summary>Ranges below this do not move: 0.01 bp where values are fractions.</summary>
    private const double Narrow = 1e-6;

    /// <summary>A row that depends on the rows before it but for this part of its length adds nothing.</summary>
    private const double Dependent = 1e-7;

    /// <summary>More coefficients than this are not looked at.</summary>
    private const long MostCoefficients = 4_000_000;

    private readonly List<double[]> _basis = [];

    private OptimalFace(int[] columns) => Columns = columns;

    /// <summary>Columns that may move, ascending.</summary>
    internal int[] Columns { get; }

    internal double[] Low { get; private init; } = [];

    internal double[] High { get; private init; } = [];

    /// <summary>Coefficients of the rows by moving column, and how far each may move.</summary>
    internal List<(double[] Coefficients, double Low, double High)> Rows { get; } = [];

    /// <summary>Programs without flows, and not too large.</summary>
    internal static bool IsLookedAt(StructuredProgram program) => program.FlowCount == 0 && (long)program.Columns * program.Rows <= MostCoefficients;

    /// <summary>Null where no column may move, or the program is too large or of a kind (flows, norms that bind) that is not looked at.</summary>
    internal static OptimalFace? Of(StructuredProgram program, Solution solution, SlopeAttribution slopes)
    {
        if (!IsLookedAt(program) || solution.NormPrices.AsSpan().ContainsAnyExcept(0.0))
            return null;
        List<int> columns = [];
        List<double> low = [], high = [];
        foreach (ProgramBlock block in program.Blocks)
        {
            if (block.Kind != BlockKind.Variables)
                continue;
            for (int i = 0; i < block.Length; i++)
            {
                (double from, double to) = slopes.OptimalRange(block, i);
                if (to - from <= Narrow)
                    continue;
                columns.Add(block.Start + i);
                low.Add(from);
                high.Add(to);
            }
        }

        if (columns.Count == 0)
            return null;
        var face = new OptimalFace([.. columns]) { Low = [.. low], High = [.. high] };
        face.AddImages(program, solution, slopes);
        face.AddCovariances(program);
        face.AddBudgets(program, solution);
        return face;
    }

    /// <summary>Whether some of these columns can move while everything that must be kept is kept.</summary>
    internal bool CanMove(Func<int, bool> isAsked)
    {
        // all null vectors vanish on the asked columns exactly when the rank is that of the others plus their number
        int[] others = [.. Enumerable.Range(0, Columns.Length).Where(c => !isAsked(Columns[c]))];
        return Columns.Length - others.Length + RankOf(others) > RankOf([.. Enumerable.Range(0, Columns.Length)]);
    }

    private void AddImages(StructuredProgram program, Solution solution, SlopeAttribution slopes)
    {
        foreach (ProgramBlock image in program.Blocks)
        {
            if (image.Kind != BlockKind.Image)
                continue;
            ReadOnlySpan<double> values = solution.Values(image);
            for (int r = 0; r < image.Length; r++)
            {
                var row = new double[Columns.Length];
                foreach (ImagePart part in image.Parts)
                    AddPart(program[part.Of], part.Map, r, row);
                if (!row.AsSpan().ContainsAnyExcept(0.0))
                    continue;
                (double low, double high) = slopes.OptimalRange(image, r);
                Add(row, Math.Min(0, low - values[r]), Math.Max(0, high - values[r]));
            }
        }
    }

    private void AddPart(ProgramBlock source, LinearMap map, int r, double[] row)
    {
        if (source.Kind != BlockKind.Variables)
            return;
        var coefficients = new double[map.Columns];
        map.CopyRow(r, coefficients);
        for (int c = 0; c < Columns.Length; c++)
            if (Columns[c] >= source.Start && Columns[c] < source.Start + source.Length)
                row[c] += coefficients[Columns[c] - source.Start];
    }

    /// <summary>S d = 0 for a covariance that is not definite; with a definite one none of its columns moves.</summary>
    private void AddCovariances(StructuredProgram program)
    {
        foreach (FunctionEntry entry in program.Functions)
        {
            if (entry is not { Kind: FunctionKind.Covariance, Matrix: { } matrix } || (entry.Weight == 0 && entry.Budget < 0))
                continue;
            ProgramBlock block = program.Base(entry.On);
            if (block.Kind != BlockKind.Variables)
                continue;
            for (int i = 0; i < matrix.Order; i++)
            {
                var row = new double[Columns.Length];
                for (int c = 0; c < row.Length; c++)
                    if (Columns[c] >= block.Start && Columns[c] < block.Start + block.Length)
                        row[c] = matrix.Storage[(i * matrix.Stride) + Columns[c] - block.Start];
                Add(row, 0, 0);
            }
        }
    }

    /// <summary>A budget that binds is used up by every optimal point; on the ranges its functions are straight.</summary>
    private void AddBudgets(StructuredProgram program, Solution solution)
    {
        for (int k = 0; k < program.BudgetCount; k++)
        {
            if (solution.BudgetPrices[k] <= 0)
                continue;
            var all = new double[program.Columns];
            foreach (FunctionEntry entry in program.Functions)
                if (entry.Budget == k && entry.BudgetWeight != 0 && entry.Kind != FunctionKind.Covariance)
                    AddSlopes(program, solution, entry, all);
            Add([.. Columns.Select(c => all[c])], 0, 0);
        }
    }

    private static void AddSlopes(StructuredProgram program, Solution solution, FunctionEntry entry, double[] all)
    {
        ProgramBlock block = program.Base(entry.On);
        double[] origin = program[entry.On].Origin;
        ReadOnlySpan<double> values = solution.Values(block);
        var slope = new double[block.Length];
        for (int i = 0; i < slope.Length; i++)
            slope[i] = entry.BudgetWeight * FunctionMath.Slope(entry, i, origin.Length == 0 ? values[i] : values[i] - origin[i], fromRight: true);
        if (block.Kind == BlockKind.Variables)
        {
            for (int i = 0; i < slope.Length; i++)
                all[block.Start + i] += slope[i];
            return;
        }

        foreach (ImagePart part in block.Parts)
            if (program[part.Of] is { Kind: BlockKind.Variables } source)
                part.Map.AddTransposed(slope, all.AsSpan(source.Start, source.Length));
    }

    private void Add(double[] row, double low, double high)
    {
        if (row.AsSpan().ContainsAnyExcept(0.0) && (double.IsFinite(low) || double.IsFinite(high)))
            Rows.Add(high - low <= Narrow ? (row, 0, 0) : (row, low, high));
    }

    /// <summary>Rank of the kept rows over some of the columns, by orthogonalisation.</summary>
    private int RankOf(int[] columns)
    {
        _basis.Clear();
        foreach ((double[] coefficients, double low, double high) in Rows)
        {
            if (low != 0 || high != 0 || _basis.Count == columns.Length)
                continue;
            double[] row = [.. columns.Select(c => coefficients[c])];
            double length = Math.Sqrt(row.Sum(x => x * x));
            if (length == 0)
                continue;
            for (int pass = 0; pass < 2; pass++)
                foreach (double[] known in _basis)
                {
                    double along = 0;
                    for (int c = 0; c < row.Length; c++)
                        along += row[c] * known[c];
                    for (int c = 0; c < row.Length; c++)
                        row[c] -= along * known[c];
                }

            double left = Math.Sqrt(row.Sum(x => x * x));
            if (left <= Dependent * length)
                continue;
            for (int c = 0; c < row.Length; c++)
                row[c] /= left;
            _basis.Add(row);
        }

        return _basis.Count;
    }
}
