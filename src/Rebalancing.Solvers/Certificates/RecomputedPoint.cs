namespace Rebalancing.Solvers.Certificates;

/// <summary>A solution's columns and flows with the images recomputed from them, and everything that follows by plain evaluation.</summary>
internal sealed class RecomputedPoint
{
    private readonly StructuredProgram _program;
    private readonly double[][] _values;

    internal RecomputedPoint(StructuredProgram program, Solution solution)
    {
        _program = program;
        _values = new double[program.Blocks.Count][];
        foreach (ProgramBlock block in program.Blocks)
            _values[block.Id] = block.Kind is BlockKind.Variables or BlockKind.Flows ? solution.Values(block).ToArray() : new double[block.Length];
        foreach (ProgramBlock block in program.Blocks)
            Derive(block);
    }

    /// <summary>Values of a block, offsets included.</summary>
    internal ReadOnlySpan<double> Values(ProgramBlock block) => _values[block.Id];

    internal double Objective()
    {
        double sum = 0;
        foreach (FunctionEntry entry in _program.Functions)
            if (entry.Weight != 0)
                sum += entry.Weight * ProgramEvaluator.Value(_program, entry, _values[_program.Base(entry.On).Id]);
        return sum;
    }

    /// <summary>What a norm's square is at this point: sum q x^2.</summary>
    internal double NormSquared(int norm)
    {
        double sum = 0;
        foreach (FunctionEntry entry in _program.Functions)
            if (entry.Norm == norm)
                sum += ProgramEvaluator.Value(_program, entry, _values[_program.Base(entry.On).Id]);
        return sum;
    }

    internal double Radius(int norm)
    {
        NormEntry entry = _program.Norms[norm];
        return entry.RadiusBlock is { } block ? _values[block.Id][0] : entry.Radius;
    }

    internal Violation LargestViolation()
    {
        var worst = default(Violation);
        foreach (BoundEntry entry in _program.Bounds)
            for (int i = 0; i < entry.Lower.Length; i++)
            {
                double x = _values[entry.On.Id][i];
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
                sum += entry.BudgetWeight * ProgramEvaluator.Value(_program, entry, _values[_program.Base(entry.On).Id]);
        return sum;
    }

    private Violation FlowViolation(ProgramBlock flows, Violation worst)
    {
        double[] f = _values[flows.Id];
        double[] into = _values[flows.BaseId];
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
        double[] values = _values[block.Id];
        if (block.Kind == BlockKind.Image)
        {
            var part = new double[block.Length];
            foreach (ImagePart summand in block.Parts)
            {
                summand.Map.Apply(_values[summand.Of.Id], part);
                for (int i = 0; i < values.Length; i++)
                    values[i] += part[i];
            }
        }
        else if (block.Kind == BlockKind.Offset)
            for (int i = 0; i < values.Length; i++)
                values[i] = _values[block.BaseId][i] - block.Origin[i];
    }
}
