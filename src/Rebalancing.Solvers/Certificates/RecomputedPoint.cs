namespace Rebalancing.Solvers.Certificates;

/// <summary>A solution's columns and flows with the images recomputed from them, and everything that follows by plain evaluation.</summary>
/// <remarks>Taking another solution allocates nothing unless a refill brought more flows.</remarks>
internal sealed class RecomputedPoint
{
    private readonly StructuredProgram _program;
    private readonly BlockNumbers _values;

    internal RecomputedPoint(StructuredProgram program)
    {
        _program = program;
        _values = new BlockNumbers(program);
    }

    internal RecomputedPoint(StructuredProgram program, Solution solution)
        : this(program) => Take(solution);

    /// <summary>Recomputes everything from another solution's columns and flows.</summary>
    internal void Take(Solution solution)
    {
        _values.Fit();
        foreach (ProgramBlock block in _program.Blocks)
            if (block.Kind is BlockKind.Variables or BlockKind.Flows)
                solution.Values(block).CopyTo(_values[block]);
        foreach (ProgramBlock block in _program.Blocks)
            Derive(block);
    }

    /// <summary>Values of a block, offsets included.</summary>
    internal ReadOnlySpan<double> Values(ProgramBlock block) => _values[block];

    internal double Objective()
    {
        double sum = 0;
        foreach (FunctionEntry entry in _program.Functions)
            if (entry.Weight != 0)
                sum += entry.Weight * ProgramEvaluator.Value(_program, entry, _values[_program.Base(entry.On)]);
        return sum;
    }

    /// <summary>What a norm's square is at this point: sum q x^2.</summary>
    internal double NormSquared(int norm)
    {
        double sum = 0;
        foreach (FunctionEntry entry in _program.Functions)
            if (entry.Norm == norm)
                sum += ProgramEvaluator.Value(_program, entry, _values[_program.Base(entry.On)]);
        return sum;
    }

    internal double Radius(int norm)
    {
        NormEntry entry = _program.Norms[norm];
        return entry.RadiusBlock is { } block ? _values[block][0] : entry.Radius;
    }

    internal Violation LargestViolation()
    {
        var worst = default(Violation);
        foreach (BoundEntry entry in _program.Bounds)
            for (int i = 0; i < entry.Lower.Length; i++)
            {
                double x = _values[entry.On][i];
                worst = worst.And(entry.Lower[i] - x, entry.Lower[i]).And(x - entry.Upper[i], entry.Upper[i]);
            }

        foreach (ProgramBlock block in _program.Blocks)
            if (block.Kind == BlockKind.Flows)
                worst = FlowViolation(block, worst);
        for (int k = 0; k < _program.BudgetCount; k++)
            worst = worst.And(Charged(k) - _program.Budgets[k].Limit, _program.Budgets[k].Limit);
        for (int k = 0; k < _program.NormCount; k++)
            worst = worst.And(Math.Sqrt(Math.Max(0, NormSquared(k))) - Radius(k), Radius(k));
        return worst;
    }

    private double Charged(int budget)
    {
        double sum = 0;
        foreach (FunctionEntry entry in _program.Functions)
            if (entry.Budget == budget)
                sum += entry.BudgetWeight * ProgramEvaluator.Value(_program, entry, _values[_program.Base(entry.On)]);
        return sum;
    }

    private Violation FlowViolation(ProgramBlock flows, Violation worst)
    {
        ReadOnlySpan<double> f = _values[flows], into = _values[_program.Blocks[flows.BaseId]];
        for (int a = 0; a < f.Length;)
        {
            int i = flows.Coordinate[a];
            double sum = 0;
            for (; a < f.Length && flows.Coordinate[a] == i; a++)
            {
                worst = worst.And(-f[a], 0).And(f[a] - flows.Upper[a], flows.Upper[a]);
                sum += flows.Sign[a] * f[a];
            }

            worst = worst.And(Math.Abs(sum - into[i]), into[i]);
        }

        return worst;
    }

    private void Derive(ProgramBlock block)
    {
        Span<double> values = _values[block];
        if (block.Kind == BlockKind.Image)
        {
            values.Clear();
            Span<double> part = _values.Scratch(block.Length);
            foreach (ImagePart summand in block.Parts)
            {
                summand.Map.Apply(_values[summand.Of], part);
                for (int i = 0; i < values.Length; i++)
                    values[i] += part[i];
            }
        }
        else if (block.Kind == BlockKind.Offset)
        {
            ReadOnlySpan<double> shifted = _values[_program.Blocks[block.BaseId]];
            for (int i = 0; i < values.Length; i++)
                values[i] = shifted[i] - block.Origin[i];
        }
    }
}
