namespace Rebalancing.Solvers.Explaining;

/// <summary>
/// For each column, the range of origins from which it would not be moved, all prices held at the answer's: moving value and origin by d changes the slope of
/// everything but the moves by the column's own curvature times d, and it starts to move where that slope leaves what the kinks at a zero move can hold.
/// <code>   -above &lt;= slope + curvature d &lt;= -below,   lower &lt;= origin + d &lt;= upper   </code>
/// </summary>
/// <remarks>The marginal version: with other columns free to react, ranges are a little wider. Not thread-safe; one for each worker.</remarks>
internal sealed class RestingIntervals
{
    private readonly StructuredProgram _program;
    private readonly ProgramBlock _columns;
    private readonly Block _moves;
    private readonly EntrySlopes _entries;
    private readonly double[] _curvature;
    private readonly double[] _rowCurvature;

    /// <param name="program">The program.</param>
    /// <param name="columns">The columns in question.</param>
    /// <param name="moves">The same less their origin: functions on it move with the origin.</param>
    internal RestingIntervals(StructuredProgram program, Block columns, Block moves)
    {
        _program = program;
        _columns = program[columns];
        _moves = moves;
        _entries = new EntrySlopes(program);
        _curvature = new double[columns.Length];
        _rowCurvature = new double[program.Rows];
        Low = new double[columns.Length];
        High = new double[columns.Length];
    }

    /// <summary>Lower end for each column; NaN where no kink holds it, so that every change moves it.</summary>
    internal double[] Low { get; }

    /// <summary>Upper end for each column.</summary>
    internal double[] High { get; }

    /// <summary>Computes the ranges from an answer and the slopes attributed to its owners.</summary>
    internal void Compute(Solution solution, SlopeAttribution slopes)
    {
        _entries.Prepare(solution);
        AddCurvature(solution);
        ReadOnlySpan<double> values = solution.Values(_columns);
        for (int i = 0; i < _columns.Length; i++)
        {
            (double below, double above) = MoveRange(i);
            double held = HeldSlope(i, slopes);
            (double lower, double upper) = Bounds(i);
            (Low[i], High[i]) = above > below
                ? Interval(values[i], held, below, above, _curvature[i], lower, upper)
                : (double.NaN, double.NaN);
        }
    }

    /// <summary>Slope of everything but moving one column and that column's own bounds, and the slopes at a zero move: it rests where -above &lt;= slope &lt;= -below.</summary>
    internal (double Slope, double Below, double Above) At(int i, Solution solution, SlopeAttribution slopes)
    {
        _entries.Prepare(solution);
        (double below, double above) = MoveRange(i);
        return (HeldSlope(i, slopes), below, above);
    }

    private static (double Low, double High) Interval(double value, double held, double below, double above, double curvature, double lower, double upper)
    {
        double low = curvature > 0 ? value + ((-above - held) / curvature) : held < -above ? double.PositiveInfinity : double.NegativeInfinity;
        double high = curvature > 0 ? value + ((-below - held) / curvature) : held > -below ? double.NegativeInfinity : double.PositiveInfinity;
        return (Math.Clamp(low, lower, upper), Math.Clamp(high, lower, upper));
    }

    /// <summary>Slope of everything but moving and the column's own bounds: minus what those were found to balance.</summary>
    private double HeldSlope(int i, SlopeAttribution slopes)
    {
        int column = _columns.Start + i;
        double moving = slopes.OfBlock(_moves)[i];
        return slopes.Unexplained[column] - moving - slopes.OfBounds(_columns)[i];
    }

    /// <summary>Slopes at a zero move, from below and from above.</summary>
    private (double Below, double Above) MoveRange(int i)
    {
        double below = 0, above = 0;
        double[] origin = _program[_moves].Origin;
        foreach (EntrySlopes.Part part in _entries.On(_columns))
        {
            if (part.Entry.On.Id != _moves.Id)
                continue;
            (double from, double to) = part.Range(i, origin[i], EntrySlopes.OnKink);
            below += from;
            above += to;
        }

        return (below, above);
    }

    private (double Lower, double Upper) Bounds(int i)
    {
        double lower = double.NegativeInfinity, upper = double.PositiveInfinity;
        foreach (BoundEntry bound in _program.Bounds)
        {
            if (_program.Base(bound.On).Id != _columns.Id || bound.On.Id == _moves.Id)
                continue;
            double[] origin = _program[bound.On].Origin;
            double shift = origin.Length == 0 ? 0 : origin[i];
            lower = Math.Max(lower, bound.Lower[i] + shift);
            upper = Math.Min(upper, bound.Upper[i] + shift);
        }

        return (lower, Math.Max(lower, upper));
    }

    /// <summary>Own curvature of each column: its quadratics, and the quadratics of the images it enters.</summary>
    private void AddCurvature(Solution solution)
    {
        _curvature.AsSpan().Clear();
        _rowCurvature.AsSpan().Clear();
        foreach (ProgramBlock block in _program.Blocks)
            if (block.Kind is BlockKind.Image or BlockKind.Variables)
                foreach (EntrySlopes.Part part in _entries.On(block))
                    AddPart(block, part, solution);
        foreach (ProgramBlock image in _program.Blocks)
            if (image.Kind == BlockKind.Image)
                foreach (ImagePart part in image.Parts)
                    if (part.Of.Id == _columns.Id)
                        part.Map.AddColumnSquares(_rowCurvature.AsSpan(image.Start, image.Length), _curvature);
    }

    private void AddPart(ProgramBlock block, EntrySlopes.Part part, Solution solution)
    {
        bool onColumns = block.Id == _columns.Id;
        if (part.Entry.On.Id == _moves.Id || (!onColumns && block.Kind != BlockKind.Image))
            return;
        Span<double> target = onColumns ? _curvature : _rowCurvature.AsSpan(block.Start, block.Length);
        double twice = part.Entry.Norm >= 0 ? 2 : 1;
        ReadOnlySpan<double> values = solution.Values(block);
        for (int i = 0; i < target.Length; i++)
            target[i] += part.Weight * part.Entry.Kind switch
            {
                FunctionKind.Quadratic => twice * part.Entry.First[i],
                FunctionKind.Covariance => twice * part.Entry.Scalar * part.Entry.Matrix!.Storage[(i * part.Entry.Matrix.Stride) + i],
                FunctionKind.Log when values[i] > 0 => part.Entry.First[i] / (values[i] * values[i]),
                _ => 0,
            };
    }
}
