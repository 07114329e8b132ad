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
    private readonly double[][] _moves;

    internal Ray(StructuredProgram program, Solution direction)
    {
        _program = program;
        _moves = new double[program.Blocks.Count][];
        foreach (ProgramBlock block in program.Blocks)
            _moves[block.Id] = block.Kind is BlockKind.Variables or BlockKind.Flows ? direction.Values(block).ToArray() : new double[block.Length];
        foreach (BoundEntry bound in program.Bounds)
            Stop(bound);
        foreach (FunctionEntry entry in program.Functions)
            if (entry.Kind != FunctionKind.Covariance && entry.Norm < 0)
                Stop(entry);
        DeriveAll();
        foreach (ProgramBlock block in program.Blocks)
            if (block.Kind == BlockKind.Flows)
                FitFlows(block);
        DeriveAll();
        for (int k = 0; k < program.NormCount; k++)
            if (program.Norms[k].RadiusBlock is { } radius)
                _moves[radius.Id][0] = Math.Max(_moves[radius.Id][0], Length(k));
        DeriveAll();
    }

    /// <summary>How a block moves; an offset moves as what it shifts.</summary>
    internal ReadOnlySpan<double> Of(Block block) => _moves[_program.Base(block).Id];

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

        var product = new double[d.Length];
        entry.Matrix!.Apply(d, product);
        for (int i = 0; i < product.Length; i++)
            sum += entry.Scalar * d[i] * product[i];
        return sum;
    }

    /// <summary>An own bound on columns or flows: no way out on its side.</summary>
    private void Stop(BoundEntry bound)
    {
        ProgramBlock block = _program.Base(bound.On);
        double[] moves = _moves[block.Id];
        for (int i = 0; block.Kind != BlockKind.Image && i < moves.Length; i++)
            moves[i] = Math.Clamp(moves[i], double.IsFinite(bound.Lower[i]) ? 0 : double.NegativeInfinity, double.IsFinite(bound.Upper[i]) ? 0 : double.PositiveInfinity);
    }

    /// <summary>Curvature that grows without end, or a log's wall.</summary>
    private void Stop(FunctionEntry entry)
    {
        ProgramBlock block = _program.Base(entry.On);
        double[] moves = _moves[block.Id];
        bool counts = entry.Weight > 0 || (entry.Budget >= 0 && entry.BudgetWeight > 0);
        for (int i = 0; counts && block.Kind != BlockKind.Image && i < moves.Length; i++)
            if (moves[i] != 0 && double.IsInfinity(FunctionMath.SlopeAtInfinity(entry, i, moves[i] > 0)))
                moves[i] = 0;
    }

    /// <summary>Flows do not turn back, none runs into a limit, and they add up to what they move: those that run its way are stretched to do so.</summary>
    private void FitFlows(ProgramBlock flows)
    {
        double[] moves = _moves[flows.Id], into = _moves[_program.Base(_program.Blocks[flows.BaseId].Handle).Id];
        var along = new double[into.Length];
        var against = new double[into.Length];
        for (int f = 0; f < moves.Length; f++)
        {
            moves[f] = double.IsFinite(flows.Upper[f]) ? 0 : Math.Max(0, moves[f]);
            (RunsAlong(f) ? along : against)[flows.Coordinate[f]] += moves[f];
        }

        for (int f = 0; f < moves.Length; f++)
        {
            int i = flows.Coordinate[f];
            double kept = against[i] > Rounding * along[i] ? against[i] : 0;
            moves[f] *= !RunsAlong(f) ? (kept > 0 ? 1 : 0) : along[i] > 0 ? (kept + Math.Abs(into[i])) / along[i] : 0;
        }

        bool RunsAlong(int f) => flows.Sign[f] * (into[flows.Coordinate[f]] >= 0 ? 1 : -1) > 0;
    }

    private void DeriveAll()
    {
        foreach (ProgramBlock block in _program.Blocks)
            if (block.Kind == BlockKind.Image)
                Derive(block);
    }

    /// <summary>y = M d, with what is only rounding made zero.</summary>
    private void Derive(ProgramBlock image)
    {
        double[] moves = _moves[image.Id];
        Array.Clear(moves);
        var part = new double[image.Length];
        foreach (ImagePart summand in image.Parts)
        {
            summand.Map.Apply(_moves[summand.Of.Id], part);
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
            var coefficients = new double[summand.Of.Length];
            summand.Map.CopyRow(row, coefficients);
            double[] moves = _moves[summand.Of.Id];
            for (int j = 0; j < moves.Length; j++)
                sum += Math.Abs(coefficients[j] * moves[j]);
        }

        return sum;
    }
}
