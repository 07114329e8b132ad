namespace Rebalancing.Solvers.Networks;

/// <summary>Folds the network of each coordinate into its function.</summary>
internal sealed class NetworkReader
{
    /// <summary>The ends of a network are sums of its flows; this part of them is rounding.</summary>
    private const double EndRounding = 1e-14;

    private readonly StructuredProgram _program;
    private readonly INetworkColumns _columns;
    private readonly int[] _firstOf;
    private Charge[] _charges = [];
    private string? _endless;

    /// <param name="program">Whose networks are folded.</param>
    /// <param name="columns">What they are folded into.</param>
    /// <param name="firstOf">For each block of the program, by its id, the engine's coordinate of its first one.</param>
    public NetworkReader(StructuredProgram program, INetworkColumns columns, int[] firstOf)
    {
        (_program, _columns, _firstOf) = (program, columns, firstOf);
        Numbers = new FlowNumbers(program);
        Fold = new NetworkFold(program.FlowCount);
    }

    /// <summary>What the flows cost and how large they may be.</summary>
    public FlowNumbers Numbers { get; }

    /// <summary>The network laid out or opened last.</summary>
    public NetworkFold Fold { get; private set; }

    /// <summary>Why the networks cannot be folded, or null.</summary>
    public string? Objection => Numbers.Objection ?? _endless;

    /// <summary>What in the program's words keeps its networks from being folded, or null: they move columns, and each column belongs to one network at most.</summary>
    public static string? ObjectionTo(StructuredProgram program)
    {
        var moved = new HashSet<int>();
        foreach (ProgramBlock block in program.Blocks)
        {
            if (block.Kind != BlockKind.Flows)
                continue;
            ProgramBlock carrier = program.Base(program.Blocks[block.BaseId].Handle);
            if (carrier.Kind != BlockKind.Variables)
                return $"the flows '{block.Label}' move an image";
            if (!moved.Add(carrier.Id))
                return $"'{block.Label}' is a second network on the same block";
        }

        return null;
    }

    public void Begin()
    {
        Numbers.Begin();
        _endless = null;
        if (_charges.Length >= _program.FlowCount)
            return;
        _charges = new Charge[_program.FlowCount];
        Fold = new NetworkFold(_program.FlowCount);
    }

    /// <summary>The engine's coordinate of the first one that the flows of a block can move.</summary>
    public int FirstOf(ProgramBlock flows) => _firstOf[_program.Base(_program.Blocks[flows.BaseId].Handle).Id];

    /// <summary>How the network that begins with a flow counts in objective and budget.</summary>
    public Charge ChargeOf(ProgramBlock flows, int first) => _charges[flows.Start + first];

    /// <summary>Adds the networks of a block to the columns they move.</summary>
    public void Read(ProgramBlock flows)
    {
        ProgramBlock into = _program.Blocks[flows.BaseId];
        int start = FirstOf(flows);
        for (int first = 0, last; first < flows.Length; first = last)
        {
            int i = flows.Coordinate[first];
            last = EndOfNetwork(flows, first);
            Charge charge = _charges[flows.Start + first] = Numbers.ProportionOf(flows, first, last);
            if (!Fold.Lay(Numbers.CostOf(flows), flows.Sign, Numbers.UpperOf(flows), first, last, flows.Start + first))
            {
                _endless = $"the flows '{flows.Label}' of coordinate {i} gain without end";
                return;
            }

            AddNetwork(start + i, Origin(into, i), charge);
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

    /// <summary>Origin of a block's coordinates: what an offset takes off.</summary>
    public static double Origin(ProgramBlock block, int i) => block.Kind == BlockKind.Offset ? block.Origin[i] : 0.0;

    private void AddNetwork(int coordinate, double origin, Charge charge)
    {
        ReadOnlySpan<double> slopes = Fold.Slope, widths = Fold.Width;
        bool endlessLeft = double.IsFinite(Fold.LeftSlope), endlessRight = double.IsFinite(Fold.RightSlope);
        double at = Fold.Begin + origin, rounding = EndRounding * (Math.Abs(Fold.Begin) + Math.Abs(origin));
        if (!endlessLeft)
            _columns.Tighten(coordinate, Within(_columns.UpperOf(coordinate), at, at - rounding), double.PositiveInfinity);
        double slope = endlessLeft ? Fold.LeftSlope : slopes.Length > 0 ? slopes[0] : endlessRight ? Fold.RightSlope : 0;
        _columns.AddLinear(coordinate, slope, at, charge);
        _columns.AddConstant(Fold.BeginCost, charge);
        for (int s = 0; s < slopes.Length; s++)
        {
            _columns.AddStep(coordinate, at, slopes[s] - slope, charge);
            slope = slopes[s];
            at += widths[s];
        }

        if (endlessRight)
            _columns.AddStep(coordinate, at, Fold.RightSlope - slope, charge);
        else
            _columns.Tighten(coordinate, double.NegativeInfinity, Within(_columns.LowerOf(coordinate), at, at + rounding));
    }

    /// <summary>
    /// One-sided slopes of the network laid out last, as <see cref="AddNetwork"/> put it into the columns: the same places to the bit, bends at the lower bound folded in and
    /// those at the upper bound left out. What the columns have beyond it is the rest of the coordinate. In units of the network's own costs.
    /// </summary>
    public void SlopesAt(int coordinate, double origin, double x, out double left, out double right)
    {
        ReadOnlySpan<double> slopes = Fold.Slope, widths = Fold.Width;
        bool endlessRight = double.IsFinite(Fold.RightSlope);
        double at = Fold.Begin + origin;
        left = right = double.IsFinite(Fold.LeftSlope) ? Fold.LeftSlope : slopes.Length > 0 ? slopes[0] : endlessRight ? Fold.RightSlope : 0;
        for (int s = 0; s < slopes.Length; s++)
        {
            Pass(coordinate, at, x, slopes[s], ref left, ref right);
            at += widths[s];
        }

        if (endlessRight)
            Pass(coordinate, at, x, Fold.RightSlope, ref left, ref right);
    }

    /// <summary>Whether the network laid out last can take the coordinate no further than x on one side.</summary>
    public bool EndsAt(double origin, double x, bool left)
    {
        double at = Fold.Begin + origin, rounding = EndRounding * (Math.Abs(Fold.Begin) + Math.Abs(origin));
        if (left)
            return double.IsInfinity(Fold.LeftSlope) && x <= at + rounding;
        foreach (double width in Fold.Width)
            at += width;
        return double.IsInfinity(Fold.RightSlope) && x >= at - rounding;
    }

    private void Pass(int coordinate, double at, double x, double slope, ref double left, ref double right)
    {
        if (at >= _columns.UpperOf(coordinate))
            return;
        bool folded = at <= _columns.LowerOf(coordinate);
        left = folded || at < x ? slope : left;
        right = folded || at <= x ? slope : right;
    }

    /// <summary>The bound itself where it lies between the two ends: all flows together and a bound at their end differ by rounding only.</summary>
    private static double Within(double bound, double end, double loosened) =>
        bound >= Math.Min(end, loosened) && bound <= Math.Max(end, loosened) ? bound : end;
}
