namespace Rebalancing.Solvers.Certificates;

/// <summary>
/// What the multipliers and the tangents put on every coordinate: the slopes of the Lagrangian beyond the separable functions, block by block, and the constant that
/// goes with them.
/// </summary>
internal sealed class LagrangianSlopes
{
    private readonly StructuredProgram _program;
    private readonly Tangents _tangents;
    private readonly BlockNumbers _slopes;
    private BlockNumbers? _sizes;

    /// <param name="program">Whose Lagrangian.</param>
    /// <param name="point">Where tangents touch; the numbers it has when a method is called count.</param>
    internal LagrangianSlopes(StructuredProgram program, RecomputedPoint point)
    {
        _program = program;
        _slopes = new BlockNumbers(program);
        _tangents = new Tangents(program, point);
    }

    /// <summary>The slopes on a block; zero on an offset, whose base carries them.</summary>
    internal Span<double> Of(ProgramBlock block) => _slopes[block];

    /// <summary>Of the last call of <see cref="FindSizes"/>: the sum of the sizes of the terms of each slope of a block.</summary>
    internal ReadOnlySpan<double> SizesOf(ProgramBlock block) => _sizes![block];

    /// <summary>Computes anew what the prices of images and networks put on the coordinates, and returns the constant.</summary>
    internal double FindRows(Solution solution)
    {
        _slopes.Clear();
        AddImagePrices(solution);
        return AddNetworkPrices(solution);
    }

    /// <summary>Adds the tangents of covariances and norms at the point, and returns the constant.</summary>
    internal double AddTangents(Solution solution, bool objectiveCounts) => AddTangents(solution, _slopes, objectiveCounts);

    /// <summary>Computes all slopes anew and returns the constant.</summary>
    internal double Find(Solution solution, bool objectiveCounts)
    {
        double constant = FindRows(solution);
        for (int k = 0; k < _program.BudgetCount; k++)
            constant -= Math.Max(0, solution.BudgetPrices[k]) * _program.Budgets[k].Limit;
        return constant + AddTangents(solution, objectiveCounts);
    }

    /// <summary>Everything but the prices of the networks, which are left to who minimises over a coordinate and its flows together.</summary>
    internal void FindWithoutNetworks(Solution solution)
    {
        _slopes.Clear();
        AddImagePrices(solution);
        AddTangents(solution, objectiveCounts: true);
    }

    /// <summary>The sum of the sizes of the terms of each slope, without the objective's: what the slope's rounding, and that of the data, is relative to.</summary>
    internal void FindSizes(Solution solution)
    {
        BlockNumbers sizes = _sizes ??= new BlockNumbers(_program);
        sizes.Clear();
        AddTangents(solution, sizes, objectiveCounts: false);
        foreach (ProgramBlock block in _program.Blocks)
        {
            Span<double> size = sizes[block];
            for (int i = 0; i < size.Length; i++)
                size[i] = Math.Abs(size[i]);
        }

        foreach (ProgramBlock block in _program.Blocks)
        {
            if (block.Kind == BlockKind.Image)
                AddRowSizes(solution, block, sizes);
            else if (block.Kind == BlockKind.Flows)
                AddNetworkSizes(solution, block, sizes);
        }
    }

    private double AddTangents(Solution solution, BlockNumbers slopes, bool objectiveCounts) =>
        _tangents.AddCovariances(solution, slopes, objectiveCounts) + _tangents.AddNorms(solution, slopes);

    /// <summary>prices'(M x - y): slopes on the arguments and on the image.</summary>
    private void AddImagePrices(Solution solution)
    {
        foreach (ProgramBlock image in _program.Blocks)
        {
            if (image.Kind != BlockKind.Image)
                continue;
            ReadOnlySpan<double> prices = solution.ImagePrices.AsSpan(image.Start, image.Length);
            foreach (ImagePart part in image.Parts)
                part.Map.AddTransposed(prices, _slopes[part.Of]);
            Span<double> own = _slopes[image];
            for (int i = 0; i < image.Length; i++)
                own[i] -= prices[i];
        }
    }

    private static void AddRowSizes(Solution solution, ProgramBlock image, BlockNumbers sizes)
    {
        ReadOnlySpan<double> prices = solution.ImagePrices.AsSpan(image.Start, image.Length);
        Span<double> own = sizes[image];
        for (int r = 0; r < image.Length; r++)
            own[r] += Math.Abs(prices[r]);
        foreach (ImagePart part in image.Parts)
        {
            Span<double> target = sizes[part.Of], row = sizes.Scratch(target.Length);
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
            Span<double> own = _slopes[flows], carrier = _slopes[_program.Base(into.Handle)];
            for (int f = 0; f < flows.Length; f++)
            {
                int i = flows.Coordinate[f];
                own[f] -= prices[i] * flows.Sign[f];
                if (f > 0 && flows.Coordinate[f - 1] == i)
                    continue;
                carrier[i] += prices[i];
                if (into.Kind == BlockKind.Offset)
                    constant -= prices[i] * into.Origin[i];
            }
        }

        return constant;
    }

    private void AddNetworkSizes(Solution solution, ProgramBlock flows, BlockNumbers sizes)
    {
        double[] prices = solution.NetworkPrices[flows.Id];
        Span<double> own = sizes[flows], carrier = sizes[_program.Base(_program.Blocks[flows.BaseId].Handle)];
        for (int f = 0; f < flows.Length; f++)
        {
            int i = flows.Coordinate[f];
            own[f] += Math.Abs(prices[i]);
            if (f == 0 || flows.Coordinate[f - 1] != i)
                carrier[i] += Math.Abs(prices[i]);
        }
    }
}
