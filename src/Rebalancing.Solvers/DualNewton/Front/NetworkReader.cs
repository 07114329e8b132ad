namespace Rebalancing.Solvers.DualNewton;

/// <summary>Collects the present numbers of flows and folds each coordinate's network into its function.</summary>
internal sealed class NetworkReader
{
    /// <summary>The ends of a network are sums of its flows; this part of them is rounding.</summary>
    private const double EndRounding = 1e-14;

    private static readonly Charge InObjective = new(1.0, -1, 0.0);

    private readonly StructuredProgram _program;
    private readonly DualStructure _structure;
    private readonly ColumnFunctions _columns;
    private readonly NetworkFold _fold;
    private readonly double[] _flowCost;
    private readonly double[] _flowUpper;

    public NetworkReader(DualStructure structure, ColumnFunctions columns)
    {
        (_structure, _program, _columns) = (structure, structure.Program, columns);
        _fold = new NetworkFold(_program.FlowCount);
        _flowCost = new double[_program.FlowCount];
        _flowUpper = new double[_program.FlowCount];
    }

    /// <summary>The network laid out last.</summary>
    public NetworkFold Fold => _fold;

    public void Begin()
    {
        Array.Clear(_flowCost);
        foreach (ProgramBlock block in _program.Blocks)
            if (block.Kind == BlockKind.Flows)
                block.Upper.AsSpan(0, block.Length).CopyTo(_flowUpper.AsSpan(block.Start));
    }

    public void AddCost(FunctionEntry entry, ProgramBlock flows)
    {
        for (int f = 0; f < flows.Length; f++)
            _flowCost[flows.Start + f] += entry.Weight * entry.First[f];
    }

    /// <summary>Further bounds on flows.</summary>
    public void Tighten(BoundEntry entry, ProgramBlock flows)
    {
        for (int f = 0; f < flows.Length; f++)
        {
            ref double upper = ref _flowUpper[flows.Start + f];
            upper = Math.Min(upper, entry.Upper[f]);
            if (entry.Lower[f] > 0 || upper < 0)
                _columns.Objection = $"a flow of '{flows.Label}' must be positive";
        }
    }

    /// <summary>Adds the networks of a block to the columns they move.</summary>
    public void Read(ProgramBlock flows)
    {
        ProgramBlock into = _program.Blocks[flows.BaseId];
        int start = _structure.CoordinateStart[_program.Base(into.Handle).Id];
        for (int first = 0, last; first < flows.Length; first = last)
        {
            int i = flows.Coordinate[first];
            last = EndOfNetwork(flows, first);
            if (!_fold.Lay(CostOf(flows), flows.Sign, UpperOf(flows), first, last, flows.Start + first))
            {
                _columns.Objection = $"the flows '{flows.Label}' of coordinate {i} gain without end";
                return;
            }

            AddNetwork(start + i, NumberReader.Origin(into, i));
        }
    }

    /// <summary>One past the last flow of the coordinate of flow <paramref name="first"/>.</summary>
    public static int EndOfNetwork(ProgramBlock flows, int first)
    {
        int last = first;
        while (last < flows.Length && flows.Coordinate[last] == flows.Coordinate[first])
            last++;
        return last;
    }

    /// <summary>Cost of each flow of a block.</summary>
    public ReadOnlySpan<double> CostOf(ProgramBlock flows) => _flowCost.AsSpan(flows.Start, flows.Length);

    /// <summary>Largest value of each flow of a block.</summary>
    public ReadOnlySpan<double> UpperOf(ProgramBlock flows) => _flowUpper.AsSpan(flows.Start, flows.Length);

    private void AddNetwork(int coordinate, double origin)
    {
        ReadOnlySpan<double> slopes = _fold.Slope, widths = _fold.Width;
        bool endlessLeft = double.IsFinite(_fold.LeftSlope), endlessRight = double.IsFinite(_fold.RightSlope);
        double at = _fold.Begin + origin, rounding = EndRounding * (Math.Abs(_fold.Begin) + Math.Abs(origin));
        if (!endlessLeft)
            _columns.Tighten(coordinate, Within(_columns.Upper[coordinate], at, at - rounding), double.PositiveInfinity);
        double slope = endlessLeft ? _fold.LeftSlope : slopes.Length > 0 ? slopes[0] : endlessRight ? _fold.RightSlope : 0;
        _columns.AddLinear(coordinate, slope, at, InObjective);
        _columns.Constant += _fold.BeginCost;
        for (int s = 0; s < slopes.Length; s++)
        {
            _columns.AddStep(coordinate, at, slopes[s] - slope, InObjective);
            slope = slopes[s];
            at += widths[s];
        }

        if (endlessRight)
            _columns.AddStep(coordinate, at, _fold.RightSlope - slope, InObjective);
        else
            _columns.Tighten(coordinate, double.NegativeInfinity, Within(_columns.Lower[coordinate], at, at + rounding));
    }

    /// <summary>
    /// One-sided slopes of the network laid out last, as <see cref="AddNetwork"/> put it into the columns: the same places to the bit, bends at the lower bound folded in and
    /// those at the upper bound left out. What the columns have beyond it is the rest of the coordinate.
    /// </summary>
    public void SlopesAt(int coordinate, double origin, double x, out double left, out double right)
    {
        ReadOnlySpan<double> slopes = _fold.Slope, widths = _fold.Width;
        bool endlessRight = double.IsFinite(_fold.RightSlope);
        double at = _fold.Begin + origin;
        left = right = double.IsFinite(_fold.LeftSlope) ? _fold.LeftSlope : slopes.Length > 0 ? slopes[0] : endlessRight ? _fold.RightSlope : 0;
        for (int s = 0; s < slopes.Length; s++)
        {
            Pass(coordinate, at, x, slopes[s], ref left, ref right);
            at += widths[s];
        }

        if (endlessRight)
            Pass(coordinate, at, x, _fold.RightSlope, ref left, ref right);
    }

    /// <summary>Whether the network laid out last can take the coordinate no further than x on one side.</summary>
    public bool EndsAt(double origin, double x, bool left)
    {
        double at = _fold.Begin + origin, rounding = EndRounding * (Math.Abs(_fold.Begin) + Math.Abs(origin));
        if (left)
            return double.IsInfinity(_fold.LeftSlope) && x <= at + rounding;
        foreach (double width in _fold.Width)
            at += width;
        return double.IsInfinity(_fold.RightSlope) && x >= at - rounding;
    }

    private void Pass(int coordinate, double at, double x, double slope, ref double left, ref double right)
    {
        if (at >= _columns.Upper[coordinate])
            return;
        bool folded = at <= _columns.Lower[coordinate];
        left = folded || at < x ? slope : left;
        right = folded || at <= x ? slope : right;
    }

    /// <summary>The bound itself where it lies between the two ends: all flows together and a bound at their end differ by rounding only.</summary>
    private static double Within(double bound, double end, double loosened) =>
        bound >= Math.Min(end, loosened) && bound <= Math.Max(end, loosened) ? bound : end;
}
