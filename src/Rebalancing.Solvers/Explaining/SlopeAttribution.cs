namespace Rebalancing.Solvers.Explaining;

/// <summary>
/// Splits the optimality condition of every column among the owners that wrote it: how much the objective would rise, through each owner alone, for one
/// more unit of the column. At an optimum the owners' slopes add up to zero; what is left over is the dual residual.
/// </summary>
/// <remarks>
/// Limits speak through their multipliers: a bound through its dual, a budget and a norm through price times gradient. Where a function has a kink exactly
/// at the answer its slope is whatever balances the rest, within the kink's own range: that is what holds the column there.
/// Not thread-safe; one for each worker.
/// </remarks>
internal sealed class SlopeAttribution
{
    /// <summary>Slopes that add up to less than this balance.</summary>
    private const double Balanced = 1e-8;

    private readonly StructuredProgram _program;
    private readonly EntrySlopes _entries;
    private readonly double[][] _owners;
    private readonly double[] _unexplained;
    private readonly double[][] _images;
    private readonly double[][] _byBlock;
    private readonly double[][] _boundSlopes;
    private readonly (double Near, double Fraction, double Value, double Held)[][] _balanced;

    internal SlopeAttribution(StructuredProgram program)
    {
        _program = program;
        _entries = new EntrySlopes(program);
        _owners = new double[program.OwnerCount + 1][];
        for (int owner = 0; owner < _owners.Length; owner++)
            _owners[owner] = new double[program.Columns];
        _unexplained = new double[program.Columns];
        _byBlock = new double[program.Blocks.Count][];
        _boundSlopes = new double[program.Blocks.Count][];
        _balanced = new (double, double, double, double)[program.Blocks.Count][];
        foreach (ProgramBlock block in program.Blocks)
        {
            _byBlock[block.Id] = new double[block.Length];
            bool isBalanced = block.Kind is BlockKind.Variables or BlockKind.Image;
            _boundSlopes[block.Id] = isBalanced ? new double[block.Length] : [];
            _balanced[block.Id] = isBalanced ? new (double, double, double, double)[block.Length] : [];
        }

        _images = new double[program.OwnerCount + 1][];
        for (int owner = 0; owner < _images.Length; owner++)
            _images[owner] = new double[program.Rows];
    }

    /// <summary>Slopes of one owner, one for each column; -1 is everything that nobody owns.</summary>
    internal ReadOnlySpan<double> Of(int owner) => _owners[Slot(owner)];

    /// <summary>What the owners' slopes add up to, one for each column: zero at an exact optimum.</summary>
    internal ReadOnlySpan<double> Unexplained => _unexplained;

    /// <summary>The bound that keeps a coordinate from below, and the one from above; null where there is none.</summary>
    internal (BoundEntry? Lower, BoundEntry? Upper) Tightest(ProgramBlock block, int i) => _entries.Tightest(block, i);

    /// <summary>
    /// The values of a coordinate over which everything on it stays optimal at these multipliers: where the slope that is wanted of its kinks and bounds lies within what they have. One value
    /// where it has curvature, or a kink or bound holds it.
    /// </summary>
    internal (double Low, double High) OptimalRange(ProgramBlock block, int i) => _entries.OptimalRange(block, i, _balanced[block.Id][i].Value, _balanced[block.Id][i].Held, _balanced[block.Id][i].Near);

    /// <summary>The slope of one function entry at one coordinate, kinks as they were balanced.</summary>
    internal double OfEntry(FunctionEntry entry, int i)
    {
        ProgramBlock block = _program.Base(entry.On);
        (double near, double fraction, double value, _) = _balanced[block.Id][i];
        double slope = 0;
        foreach (EntrySlopes.Part part in _entries.On(block))
            if (part.Entry == entry)
                slope += Share(part.Range(i, value, near), fraction);
        return slope;
    }

    /// <summary>What the functions on one block alone contribute at the answer, kinks as they were balanced.</summary>
    internal ReadOnlySpan<double> OfBlock(Block block) => _byBlock[block.Id];

    /// <summary>What the bounds on a block's coordinates contribute: positive where an upper bound holds the coordinate down, negative where a lower one holds it up.</summary>
    internal ReadOnlySpan<double> OfBounds(ProgramBlock block) => _boundSlopes[block.Id];

    /// <summary>Attributes the solution's multipliers and values.</summary>
    internal void Compute(Solution solution)
    {
        foreach (double[] slopes in _owners)
            Array.Clear(slopes);
        foreach (double[] slopes in _images)
            Array.Clear(slopes);
        foreach (double[] slopes in _byBlock)
            Array.Clear(slopes);
        _entries.Prepare(solution);
        foreach (ProgramBlock block in _program.Blocks)
            if (block.Kind == BlockKind.Image)
                Attribute(block, solution, solution.ImagePrices.AsSpan(block.Start, block.Length), _images);
        CarryImagesToColumns();
        AttributeNetworks(solution);
        AttributeRadii(solution);
        foreach (ProgramBlock block in _program.Blocks)
            if (block.Kind == BlockKind.Variables)
                AttributeColumns(block, solution);
        _unexplained.AsSpan().Clear();
        foreach (double[] slopes in _owners)
            for (int i = 0; i < slopes.Length; i++)
                _unexplained[i] += slopes[i];
    }

    private int Slot(int owner) => owner < 0 ? _owners.Length - 1 : owner;

    /// <summary>Functions and bounds of a block's own coordinates, whose slopes must add up to <paramref name="totals"/>.</summary>
    private void Attribute(ProgramBlock block, Solution solution, ReadOnlySpan<double> totals, double[][] target)
    {
        ReadOnlySpan<double> values = solution.Values(block);
        Solution.Coordinates coordinates = solution.Of(block);
        for (int i = 0; i < block.Length; i++)
        {
            double given = coordinates.UpperDuals[block.Start + i] - coordinates.LowerDuals[block.Start + i];
            Balance balance = Weigh(block, i, values[i], totals[i], given, EntrySlopes.OnKink);
            if (Math.Abs(balance.Rest) > Balanced)
            {
                // an interior point may leave a coordinate a hair off the kink that holds it
                Balance wider = Weigh(block, i, values[i], totals[i], given, EntrySlopes.NearKink);
                if (Math.Abs(wider.Rest) < 0.5 * Math.Abs(balance.Rest))
                    balance = wider;
            }

            Assign(block, i, values[i], balance, target);
        }
    }

    /// <summary>What functions, kinks and bounds of a coordinate say, with kinks counted as keeping it in place from a given distance.</summary>
    private Balance Weigh(ProgramBlock block, int i, double value, double total, double given, double near)
    {
        double known = 0, low = 0, high = 0;
        foreach (EntrySlopes.Part part in _entries.On(block))
        {
            (double from, double to) = part.Range(i, value, near);
            if (to > from)
            {
                low += from;
                high += to;
            }
            else
                known += from;
        }

        double left = total - known - given;
        double kinks = Math.Clamp(left, low, high);
        double bounds = _entries.Allowed(block, i, value, given, left - kinks);
        return new Balance(near, low, high, kinks, bounds, total - known - kinks - bounds);
    }

    /// <summary>Gives every part its slope: kinks at the answer take what they hold, each the same fraction of its own range.</summary>
    private void Assign(ProgramBlock block, int i, double value, Balance balance, double[][] target)
    {
        double fraction = balance.High > balance.Low ? Math.Clamp((balance.Kinks - balance.Low) / (balance.High - balance.Low), 0, 1) : 0;
        foreach (EntrySlopes.Part part in _entries.On(block))
        {
            double share = Share(part.Range(i, value, balance.Near), fraction);
            target[Slot(part.Owner)][block.Start + i] += share;
            _byBlock[part.Entry.On.Id][i] += share;
        }

        _balanced[block.Id][i] = (balance.Near, fraction, value, balance.Kinks + balance.Bounds);
        _boundSlopes[block.Id][i] = balance.Bounds;
        if (balance.Bounds == 0)
            return;
        (int lowerOwner, int upperOwner) = _entries.BoundOwners(block, i);
        target[Slot(balance.Bounds > 0 ? upperOwner : lowerOwner)][block.Start + i] += balance.Bounds;
    }

    private static double Share((double From, double To) range, double fraction) => range.To > range.From ? range.From + (fraction * (range.To - range.From)) : range.From;

    private readonly record struct Balance(double Near, double Low, double High, double Kinks, double Bounds, double Rest);

    /// <summary>An owner's slopes on image values act on columns through the maps.</summary>
    private void CarryImagesToColumns()
    {
        for (int owner = 0; owner < _images.Length; owner++)
            foreach (ProgramBlock block in _program.Blocks)
                if (block.Kind == BlockKind.Image)
                    Carry(block, _images[owner].AsSpan(block.Start, block.Length), owner);
    }

    private void Carry(ProgramBlock block, ReadOnlySpan<double> slopes, int owner)
    {
        if (!slopes.ContainsAnyExcept(0.0))
            return;
        foreach (ImagePart part in block.Parts)
        {
            ProgramBlock source = _program[part.Of];
            if (source.Kind == BlockKind.Variables)
                part.Map.AddTransposed(slopes, _owners[owner].AsSpan(source.Start, source.Length));
        }
    }

    /// <summary>
    /// A network's price is what one more unit of the coordinate costs in flows: it belongs to whoever wrote the flows.
    /// </summary>
    private void AttributeNetworks(Solution solution)
    {
        foreach (ProgramBlock flows in _program.Blocks)
        {
            if (flows.Kind != BlockKind.Flows)
                continue;
            ProgramBlock into = _program.Base(_program.Blocks[flows.BaseId].Handle);
            if (into.Kind != BlockKind.Variables)
                continue;
            double[] prices = solution.NetworkPrices[flows.Id];
            Span<double> slopes = _owners[Slot(flows.Owner)].AsSpan(into.Start, into.Length);
            for (int i = 0; i < prices.Length; i++)
                slopes[i] += prices[i];
        }
    }

    /// <summary>A norm with a variable radius pulls that variable down by its price.</summary>
    private void AttributeRadii(Solution solution)
    {
        for (int k = 0; k < _program.NormCount; k++)
            if (_program.Norms[k].RadiusBlock is { } radius)
                _owners[Slot(_program.Norms[k].Owner)][_program[radius].Start] -= solution.NormPrices[k];
    }

    private void AttributeColumns(ProgramBlock block, Solution solution)
    {
        var totals = new double[block.Length];
        foreach (double[] slopes in _owners)
            for (int i = 0; i < totals.Length; i++)
                totals[i] -= slopes[block.Start + i];
        Attribute(block, solution, totals, _owners);
    }
}
