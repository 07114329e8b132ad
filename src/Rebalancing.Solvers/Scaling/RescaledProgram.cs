namespace Rebalancing.Solvers.Scaling;

/// <summary>
/// The same program in other units, and the way back of its answers. With units d of coordinates, c of the objective, b of budgets and r of norms:
/// <code>
///   x = d x~      M~ = M_ij d_j / d_i      f~(x~) = f(d x~) / c      prices of rows, bounds and networks: p = p~ c / d      of budgets p~ c / b      of norms p~ c / r
/// </code>
/// </summary>
internal sealed class RescaledProgram
{
    private readonly StructuredProgram _source;
    private readonly Units _units;

    internal RescaledProgram(StructuredProgram source)
    {
        _source = source;
        _units = new Units(source);
        Program = new StructuredProgram();
        foreach (ProgramBlock block in source.Blocks)
            Program.Blocks.Add(Rescaled(block));
        foreach (FunctionEntry entry in source.Functions)
            Program.Functions.Add(Rescaled(entry));
        foreach (BoundEntry bound in source.Bounds)
        {
            var copy = new BoundEntry(bound.On, bound.Owner, bound.ShapesOnly);
            Divide(bound.Lower, source[bound.On], copy.Lower);
            Divide(bound.Upper, source[bound.On], copy.Upper);
            Program.Bounds.Add(copy);
        }

        for (int k = 0; k < source.BudgetCount; k++)
            Program.Budgets.Add(new BudgetEntry(source.Budgets[k].Owner) { Limit = (source.Budgets[k].Limit + LogUnits(k)) / _units.Budget(k) });
        for (int k = 0; k < source.NormCount; k++)
            Program.Norms.Add(new NormEntry(source.Norms[k].Owner, source.Norms[k].RadiusBlock) { Radius = source.Norms[k].Radius / _units.Norm(k) });
        Program.Number();
    }

    internal StructuredProgram Program { get; }

    /// <summary>Writes an answer to the rescaled program as one to the source.</summary>
    internal void Unscale(Solution from, Solution to)
    {
        to.FitFlows();
        double objective = _units.Objective;
        foreach (ProgramBlock block in _source.Blocks)
        {
            if (block.Kind == BlockKind.Offset)
                continue;
            Solution.Coordinates source = from.Of(Program.Blocks[block.Id]), target = to.Of(block);
            for (int i = 0; i < block.Length; i++)
            {
                int at = block.Start + i;
                double unit = _units.Of(block, i), price = objective / unit;
                target.Values[at] = unit * source.Values[at];
                target.LowerDuals[at] = price * source.LowerDuals[at];
                target.UpperDuals[at] = price * source.UpperDuals[at];
                if (block.Kind == BlockKind.Image)
                    to.ImagePrices[at] = price * from.ImagePrices[at];
                else if (block.Kind == BlockKind.Flows)
                    to.NetworkPrices[block.Id][block.Coordinate[i]] = price * from.NetworkPrices[block.Id][block.Coordinate[i]];
            }
        }

        for (int k = 0; k < _source.BudgetCount; k++)
            to.BudgetPrices[k] = from.BudgetPrices[k] * objective / _units.Budget(k);
        for (int k = 0; k < _source.NormCount; k++)
            to.NormPrices[k] = from.NormPrices[k] * objective / _units.Norm(k);

        // price |x| is at least direction' Q x: q~ = q d^2 / r^2, so a direction has the unit c d / r^2
        for (int e = 0; e < _source.Functions.Count; e++)
            for (int i = 0; i < to.NormDirections[e].Length; i++)
            {
                FunctionEntry entry = _source.Functions[e];
                double norm = _units.Norm(entry.Norm);
                to.NormDirections[e][i] = from.NormDirections[e][i] * objective * _units.Of(_source[entry.On], i) / (norm * norm);
            }
    }

    private ProgramBlock Rescaled(ProgramBlock block)
    {
        var copy = new ProgramBlock(block.Id, block.Kind, block.Length, block.Label, block.Owner)
        {
            BaseId = block.BaseId,
            Origin = new double[block.Origin.Length],
            Parts = [.. block.Parts.Select(part => new ImagePart(Rescaled(block, part), part.Of))],
            Coordinate = [.. block.Coordinate],
            Sign = [.. block.Sign],
            Upper = new double[block.Upper.Length],
        };
        Divide(block.Origin, block, copy.Origin);
        Divide(block.Upper, block, copy.Upper);
        return copy;
    }

    private DenseMap Rescaled(ProgramBlock image, ImagePart part)
    {
        int columns = part.Of.Length;
        var rows = new double[image.Length * columns];
        for (int r = 0; r < image.Length; r++)
        {
            Span<double> row = rows.AsSpan(r * columns, columns);
            part.Map.CopyRow(r, row);
            for (int j = 0; j < columns; j++)
                row[j] *= _units.Of(_source[part.Of], j) / _units.Of(image, r);
        }

        return DenseMap.FromRows(rows, image.Length, columns);
    }

    private FunctionEntry Rescaled(FunctionEntry entry)
    {
        ProgramBlock block = _source[entry.On];
        CovarianceMatrix? matrix = entry.Matrix?.Rescaled(Enumerable.Range(0, entry.On.Length).Select(i => _units.Of(block, i)).ToArray());
        double norm = entry.Norm >= 0 ? _units.Norm(entry.Norm) : 1;
        var copy = new FunctionEntry(entry.Kind, entry.On, entry.Owner)
        {
            Budget = entry.Budget,
            Norm = entry.Norm,
            Matrix = matrix,
            Weight = entry.Weight / _units.Objective,
            BudgetWeight = entry.Budget >= 0 ? entry.BudgetWeight / _units.Budget(entry.Budget) : entry.BudgetWeight,
            Scalar = entry.Kind == FunctionKind.Covariance ? entry.Scalar / (norm * norm) : entry.Scalar,
            Start = [.. entry.Start],
            First = [.. entry.First],
            Second = [.. entry.Second],
            Third = [.. entry.Third],
        };
        for (int i = 0; i < copy.First.Length; i++)
            Rescale(copy, i, _units.Of(block, i), norm);
        return copy;
    }

    private static void Rescale(FunctionEntry entry, int i, double unit, double norm)
    {
        switch (entry.Kind)
        {
            case FunctionKind.Linear:
                entry.First[i] *= unit;
                break;
            case FunctionKind.Quadratic:
                entry.First[i] *= unit / norm * (unit / norm);
                break;
            case FunctionKind.Kinked:
                (entry.First[i], entry.Second[i], entry.Third[i]) = (entry.First[i] / unit, entry.Second[i] * unit, entry.Third[i] * unit);
                break;
            case FunctionKind.Pieces:
                entry.First[i] *= unit;
                for (int q = entry.Start[i]; q < entry.Start[i + 1]; q++)
                    (entry.Second[q], entry.Third[q]) = (entry.Second[q] / unit, entry.Third[q] * unit);
                break;
            case FunctionKind.Power:
                entry.First[i] *= Math.Pow(unit, entry.Scalar);
                break;
        }
    }

    /// <summary>-b log (d x~) is -b log x~ less b log d: what the logs charged to a budget are charged less in the new units.</summary>
    private double LogUnits(int budget)
    {
        double sum = 0;
        foreach (FunctionEntry entry in _source.Functions)
            for (int i = 0; entry.Budget == budget && entry.Kind == FunctionKind.Log && i < entry.First.Length; i++)
                sum += entry.BudgetWeight * entry.First[i] * Math.Log(_units.Of(_source[entry.On], i));
        return sum;
    }

    private void Divide(double[] numbers, ProgramBlock block, double[] quotients)
    {
        for (int i = 0; i < numbers.Length; i++)
            quotients[i] = numbers[i] / _units.Of(block, i);
    }
}
