namespace Rebalancing.Solvers.Certificates;

/// <summary>
/// What the multipliers and the tangents put on every coordinate: the slopes of the Lagrangian beyond the separable functions, block by block, and the constant that
/// goes with them.
/// </summary>
internal sealed class LagrangianSlopes
{
    private readonly StructuredProgram _program;
    private readonly double[][] _slopes;

    internal LagrangianSlopes(StructuredProgram program)
    {
        _program = program;
        _slopes = ForEveryBlock();
    }

    /// <summary>The slopes on a block; none on an offset, whose base carries them.</summary>
    internal double[] Of(ProgramBlock block) => _slopes[block.Id];

    /// <summary>Nothing on any coordinate.</summary>
    internal void Clear()
    {
        foreach (double[] slopes in _slopes)
            Array.Clear(slopes);
    }

    /// <summary>Adds the prices of images and networks, and returns the constant.</summary>
    internal double AddRows(Solution solution)
    {
        AddImagePrices(solution);
        return AddNetworkPrices(solution);
    }

    /// <summary>Adds the tangents of covariances and norms at a point, and returns the constant.</summary>
    internal double AddTangents(Solution solution, RecomputedPoint point, bool objectiveCounts) => AddTangents(solution, point, _slopes, objectiveCounts);

    /// <summary>Adds everything and returns the constant.</summary>
    internal double AddAll(Solution solution, RecomputedPoint point, bool objectiveCounts)
    {
        double constant = AddRows(solution);
        for (int k = 0; k < _program.BudgetCount; k++)
            constant -= Math.Max(0, solution.BudgetPrices[k]) * _program.Budgets[k].Limit;
        return constant + AddTangents(solution, point, objectiveCounts);
    }

    /// <summary>Everything but the prices of the networks, which are left to who minimises over a coordinate and its flows together.</summary>
    internal double[][] WithoutNetworks(Solution solution)
    {
        AddImagePrices(solution);
        AddTangents(solution, new RecomputedPoint(_program, solution), objectiveCounts: true);
        return _slopes;
    }

    /// <summary>The sum of the sizes of the terms of each slope, without the objective's: what the slope's rounding, and that of the data, is relative to.</summary>
    internal double[][] Sizes(Solution solution, RecomputedPoint point)
    {
        double[][] sizes = ForEveryBlock();
        AddTangents(solution, point, sizes, objectiveCounts: false);
        foreach (double[] block in sizes)
            for (int i = 0; i < block.Length; i++)
                block[i] = Math.Abs(block[i]);
        foreach (ProgramBlock block in _program.Blocks)
        {
            if (block.Kind == BlockKind.Image)
                AddRowSizes(solution, block, sizes);
            else if (block.Kind == BlockKind.Flows)
                AddNetworkSizes(solution, block, sizes);
        }

        return sizes;
    }

    private double[][] ForEveryBlock()
    {
        var all = new double[_program.Blocks.Count][];
        foreach (ProgramBlock block in _program.Blocks)
            all[block.Id] = block.Kind == BlockKind.Offset ? [] : new double[block.Length];
        return all;
    }

    private double AddTangents(Solution solution, RecomputedPoint point, double[][] slopes, bool objectiveCounts)
    {
        var tangents = new Tangents(_program, point);
        return tangents.AddCovariances(solution, slopes, objectiveCounts) + tangents.AddNorms(solution, slopes);
    }

    /// <summary>prices'(M x - y): slopes on the arguments and on the image.</summary>
    private void AddImagePrices(Solution solution)
    {
        foreach (ProgramBlock image in _program.Blocks)
        {
            if (image.Kind != BlockKind.Image)
                continue;
            ReadOnlySpan<double> prices = solution.ImagePrices.AsSpan(image.Start, image.Length);
            foreach (ImagePart part in image.Parts)
                part.Map.AddTransposed(prices, _slopes[part.Of.Id]);
            for (int i = 0; i < image.Length; i++)
                _slopes[image.Id][i] -= prices[i];
        }
    }

    private void AddRowSizes(Solution solution, ProgramBlock image, double[][] sizes)
    {
        ReadOnlySpan<double> prices = solution.ImagePrices.AsSpan(image.Start, image.Length);
        for (int r = 0; r < image.Length; r++)
            sizes[image.Id][r] += Math.Abs(prices[r]);
        foreach (ImagePart part in image.Parts)
        {
            double[] target = sizes[part.Of.Id];
            var row = new double[target.Length];
            for (int r = 0; r < image.Length; r++)
            {
                if (prices[r] == 0)
                    continue;
                part.Map.CopyRow(r, row);
                for (int i = 0; i < row.Length; i++)
                    target[i] += Math.Abs(prices[r] * row[i]);
            }
        }
    }

    /// <summary>networkPrice'(into - sum sign f): slopes on what the flows move and on the flows.</summary>
    private double AddNetworkPrices(Solution solution)
    {
        double constant = 0;
        foreach (ProgramBlock flows in _program.Blocks)
        {
            if (flows.Kind != BlockKind.Flows)
                continue;
            double[] prices = solution.NetworkPrices[flows.Id];
            ProgramBlock into = _program.Blocks[flows.BaseId];
            ProgramBlock carrier = _program.Base(into.Handle);
            for (int f = 0; f < flows.Length; f++)
            {
                int i = flows.Coordinate[f];
                _slopes[flows.Id][f] -= prices[i] * flows.Sign[f];
                if (f > 0 && flows.Coordinate[f - 1] == i)
                    continue;
                _slopes[carrier.Id][i] += prices[i];
                if (into.Kind == BlockKind.Offset)
                    constant -= prices[i] * into.Origin[i];
            }
        }

        return constant;
    }

    private void AddNetworkSizes(Solution solution, ProgramBlock flows, double[][] sizes)
    {
        double[] prices = solution.NetworkPrices[flows.Id];
        ProgramBlock carrier = _program.Base(_program.Blocks[flows.BaseId].Handle);
        for (int f = 0; f < flows.Length; f++)
        {
            int i = flows.Coordinate[f];
            sizes[flows.Id][f] += Math.Abs(prices[i]);
            if (f == 0 || flows.Coordinate[f - 1] != i)
                sizes[carrier.Id][i] += Math.Abs(prices[i]);
        }
    }
}
