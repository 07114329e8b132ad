namespace Rebalancing.Solvers.Certificates;

/// <summary>
/// A direction of columns and flows with the directions of all images that follow from it. What cannot run for ever by itself, because its own bounds or
/// curvature stop it, is taken out first, so that the finite part of an iterate does not spoil the direction it runs away in.
/// </summary>
internal sealed class Ray
{
    /// <summary>An image that moves by less than this share of the sum of its terms does not move: the rest is rounding.</summary>
    private const double Rounding = 1e-8;

    private readonly StructuredProgram _program;
    private readonly BlockNumbers _moves;
    private readonly BlockNumbers _room;

    internal Ray(StructuredProgram program)
    {
        _program = program;
        _moves = new BlockNumbers(program);
        _room = new BlockNumbers(program);
    }

    /// <summary>Takes another direction.</summary>
    internal void Take(Solution direction)
    {
        _moves.Clear();
        foreach (ProgramBlock block in _program.Blocks)
            if (block.Kind is BlockKind.Variables or BlockKind.Flows)
                direction.Values(block).CopyTo(_moves[block]);
        foreach (BoundEntry bound in _program.Bounds)
            Stop(bound);
        foreach (FunctionEntry entry in _program.Functions)
            if (entry.Kind != FunctionKind.Covariance && entry.Norm < 0)
                Stop(entry);
        DeriveAll();
        foreach (ProgramBlock block in _program.Blocks)
            if (block.Kind == BlockKind.Flows)
                FitFlows(block);
        DeriveAll();
        for (int k = 0; k < _program.NormCount; k++)
            if (_program.Norms[k].RadiusBlock is { } radius)
                _moves[radius][0] = Math.Max(_moves[radius][0], Length(k));
        DeriveAll();
    }

    /// <summary>Writes the direction as a solution's values.</summary>
    internal void WriteTo(Solution solution)
    {
        foreach (ProgramBlock block in _program.Blocks)
            if (block.Kind != BlockKind.Offset)
                _moves[block].CopyTo(solution.Values(block));
    }

    /// <summary>How a block moves; an offset moves as what it shifts.</summary>
    internal ReadOnlySpan<double> Of(Block block) => _moves[_program.Base(block)];

    /// <summary>sqrt of sum q d^2 over a norm's parts.</summary>
    internal double Length(int norm)
    {
        double sum = 0;
        foreach (FunctionEntry entry in _program.Functions)
            if (entry.Norm == norm)
                sum += Form(entry);
        return Math.Sqrt(Math.Max(0, sum));
    }

    /// <summary>d'Q d, without a half, of a covariance or of squares.</summary>
    internal double Form(FunctionEntry entry)
    {
        ReadOnlySpan<double> d = Of(entry.On);
        double sum = 0;
        if (entry.Kind != FunctionKind.Covariance)
        {
            for (int i = 0; i < d.Length; i++)
                sum += entry.First[i] * d[i] * d[i];
            return sum;
        }

        Span<double> product = _room.Scratch(d.Length);
        entry.Matrix!.Apply(d, product);
        for (int i = 0; i < product.Length; i++)
            sum += entry.Scalar * d[i] * product[i];
        return sum;
    }

    /// <summary>An own bound on columns or flows: no way out on its side.</summary>
    private void Stop(BoundEntry bound)
    {
        ProgramBlock block = _program.Base(bound.On);
        Span<double> moves = _moves[block];
        for (int i = 0; block.Kind != BlockKind.Image && i < moves.Length; i++)
            moves[i] = Math.Clamp(moves[i], double.IsFinite(bound.Lower[i]) ? 0 : double.NegativeInfinity, double.IsFinite(bound.Upper[i]) ? 0 : double.PositiveInfinity);
    }

    /// <summary>Curvature that grows without end, or a log's wall.</summary>
    private void Stop(FunctionEntry entry)
    {
        ProgramBlock block = _program.Base(entry.On);
        Span<double> moves = _moves[block];
        bool counts = entry.Weight > 0 || (entry.Budget >= 0 && entry.BudgetWeight > 0);
        for (int i = 0; counts && block.Kind != BlockKind.Image && i < moves.Length; i++)
            if (moves[i] != 0 && double.IsInfinity(FunctionMath.SlopeAtInfinity(entry, i, moves[i] > 0)))
                moves[i] = 0;
    }

    /// <summary>Flows do not turn back, none runs into a limit, and they add up to what they move: those that run its way are stretched to do so.</summary>
    private void FitFlows(ProgramBlock flows)
    {
        Span<double> moves = _moves[flows], into = _moves[_program.Base(_program.Blocks[flows.BaseId].Handle)];
        Span<double> along = _room.Scratch(into.Length), against = _room.Scratch(into.Length, which: 1);
        for (int f = 0; f < moves.Length; f++)
        {
            moves[f] = double.IsFinite(flows.Upper[f]) ? 0 : Math.Max(0, moves[f]);
            (RunsAlong(flows, f, into) ? along : against)[flows.Coordinate[f]] += moves[f];
        }

        for (int f = 0; f < moves.Length; f++)
        {
            int i = flows.Coordinate[f];
            double kept = against[i] > Rounding * along[i] ? against[i] : 0;
            moves[f] *= !RunsAlong(flows, f, into) ? (kept > 0 ? 1 : 0) : along[i] > 0 ? (kept + Math.Abs(into[i])) / along[i] : 0;
        }
    }

    private static bool RunsAlong(ProgramBlock flows, int f, ReadOnlySpan<double> into) => flows.Sign[f] * (into[flows.Coordinate[f]] >= 0 ? 1 : -1) > 0;

    private void DeriveAll()
    {
        foreach (ProgramBlock block in _program.Blocks)
            if (block.Kind == BlockKind.Image)
                Derive(block);
    }

    /// <summary>y = M d, with what is only rounding made zero.</summary>
    private void Derive(ProgramBlock image)
    {
        Span<double> moves = _moves[image], part = _room.Scratch(image.Length);
        moves.Clear();
        foreach (ImagePart summand in image.Parts)
        {
            summand.Map.Apply(_moves[summand.Of], part);
            for (int i = 0; i < part.Length; i++)
                moves[i] += part[i];
        }

        for (int i = 0; i < moves.Length; i++)
            if (moves[i] != 0 && Math.Abs(moves[i]) <= Rounding * Terms(image, i))
                moves[i] = 0;
    }

    /// <summary>Sum of |M_ij d_j|.</summary>
    private double Terms(ProgramBlock image, int row)
    {
        double sum = 0;
        foreach (ImagePart summand in image.Parts)
        {
            Span<double> coefficients = _room.Scratch(summand.Of.Length), moves = _moves[summand.Of];
            summand.Map.CopyRow(row, coefficients);
            for (int j = 0; j < moves.Length; j++)
                sum += Math.Abs(coefficients[j] * moves[j]);
        }

        return sum;
    }
}
