namespace Rebalancing.Solvers.Networks;

/// <summary>
/// Splits each coordinate's distance into its flows again, cheapest first, and prices the network with a slope that both the flows and the
/// rest of the coordinate accept.
/// </summary>
internal sealed class NetworkAnswer(StructuredProgram program, NetworkReader networks, INetworkColumns columns)
{
    /// <summary>A distance this close to the end of a stretch, relative to what was added up, lies on it.</summary>
    private const double Rounding = 1e-15 * 8;

    /// <summary>Writes flows, network prices and the multipliers of flows and of the coordinates they move.</summary>
    public void Write(ProgramBlock flows, INetworkAnswer answer, ReadOnlySpan<double> budgetPrices, Solution solution)
    {
        ProgramBlock into = program.Blocks[flows.BaseId], carrier = program.Base(into.Handle);
        int start = networks.FirstOf(flows);
        Array.Clear(solution.NetworkPrices[flows.Id]);
        for (int first = 0, last; first < flows.Length; first = last)
        {
            int i = flows.Coordinate[first];
            last = NetworkReader.EndOfNetwork(flows, first);
            networks.Fold.Open(flows.Start + first);
            Charge charge = networks.ChargeOf(flows, first);
            double x = answer.Value(start + i), origin = NetworkReader.Origin(into, i), unit = charge.Objective + (charge.Budget < 0 ? 0 : budgetPrices[charge.Budget] * charge.Weight);
            Split(flows, first, last, x - origin, solution.Flows.Values.AsSpan(flows.Start));
            double price = Price(answer, start + i, origin, x, unit, out double rest);
            solution.NetworkPrices[flows.Id][i] = price;
            WriteBound(carrier, i, start + i, x, rest + price, solution.Columns);
            WriteDuals(flows, first, last, price, unit, solution.Flows);
        }
    }

    /// <summary>Fills the flows for distance z.</summary>
    private void Split(ProgramBlock flows, int first, int last, double z, Span<double> values)
    {
        NetworkFold fold = networks.Fold;
        ReadOnlySpan<double> upper = networks.Numbers.UpperOf(flows);
        for (int f = first; f < last; f++)
            values[f] = flows.Sign[f] > 0 || double.IsPositiveInfinity(upper[f]) ? 0 : upper[f];
        double left = z - fold.Begin, rounding = Rounding * (Math.Abs(z) + Math.Abs(fold.Begin));
        if (Math.Abs(left) <= rounding || (left < 0 && double.IsInfinity(fold.LeftSlope)))
            left = 0;
        if (left < 0)
            values[Endless(flows, first, last, -1, fold.LeftSlope)] = -left;
        for (int s = 0; s < fold.Count; s++)
        {
            int f = fold.Flow[s];
            double width = fold.Width[s];
            bool soldAnyway = OwnSlope(flows, f) < fold.LeftSlope, neverUsed = OwnSlope(flows, f) > fold.RightSlope;
            if (Math.Abs(left - width) <= rounding)
                left = width;
            double used = Math.Clamp(left, 0, width);
            left -= width;
            double taken = soldAnyway ? width : neverUsed ? 0 : used;
            values[f] = flows.Sign[f] > 0 ? taken : width - taken;
            AddEndless(flows, first, last, fold, used - taken, values);
        }

        if (left > 0 && double.IsFinite(fold.RightSlope))
            values[Endless(flows, first, last, 1, fold.RightSlope)] += left;
    }

    /// <summary>A capped stretch stays at its end, and the endless one makes up the difference.</summary>
    private void AddEndless(ProgramBlock flows, int first, int last, NetworkFold fold, double difference, Span<double> values)
    {
        if (difference > 0)
            values[Endless(flows, first, last, 1, fold.RightSlope)] += difference;
        else if (difference < 0)
            values[Endless(flows, first, last, -1, fold.LeftSlope)] -= difference;
    }

    private double OwnSlope(ProgramBlock flows, int f) => flows.Sign[f] * networks.Numbers.CostOf(flows)[f];

    /// <summary>The endless flow of a direction with the given slope; only asked for where there is one.</summary>
    private int Endless(ProgramBlock flows, int first, int last, double sign, double slope)
    {
        for (int f = first; f < last; f++)
            if (flows.Sign[f] == sign && double.IsPositiveInfinity(networks.Numbers.UpperOf(flows)[f]) && OwnSlope(flows, f) == slope)
                return f;
        throw new InvalidOperationException("the network has no endless flow of that slope");
    }

    /// <summary>
    /// A slope of the network that balances the rest of the coordinate; the rest's own slope comes out. Both are taken where the coordinate's function is least at the
    /// final prices: there the minimum over coordinate and flows together, which is what the engine proved, is the sum of the two minima at that price. Repair may have moved x
    /// from there. The rest is what the columns have without the network, to the bit, for a bend of the rest and one of the network at the same place may lie a rounding apart.
    /// </summary>
    private double Price(INetworkAnswer answer, int coordinate, double origin, double answered, double unit, out double rest)
    {
        double x = double.IsFinite(answer.Minimiser(coordinate)) ? answer.Minimiser(coordinate) : answered;
        networks.SlopesAt(coordinate, origin, x, out double below, out double above);
        (below, above) = (unit * below, unit * above);
        double restRight = answer.Slope(coordinate, x, fromRight: true) - above, restLeft = answer.Slope(coordinate, x, fromRight: false) - below;
        if (networks.EndsAt(origin, x, left: true))
            below = double.NegativeInfinity;
        if (networks.EndsAt(origin, x, left: false))
            above = double.PositiveInfinity;
        double least = Math.Max(below, -restRight), most = Math.Min(above, -restLeft);
        // Where the two do not meet, a bound of the coordinate's own makes up the difference, or it is rounding of a rest that is steep there: either can bear it, flows cannot.
        if (least > most)
            least = most = Math.Clamp(-restLeft, below, above);
        double price = double.IsFinite(least) ? double.IsFinite(most) ? 0.5 * (least + most) : least : most;
        rest = Math.Min(Math.Max(-price, restLeft), Math.Max(restLeft, restRight));
        return price;
    }

    /// <summary>What rest and flows leave over is the multiplier of the coordinate's own bound.</summary>
    private void WriteBound(ProgramBlock carrier, int i, int coordinate, double x, double left, Solution.Coordinates target)
    {
        target.LowerDuals[carrier.Start + i] = x <= columns.LowerOf(coordinate) ? Math.Max(0, left) : 0;
        target.UpperDuals[carrier.Start + i] = x >= columns.UpperOf(coordinate) ? Math.Max(0, -left) : 0;
    }

    private void WriteDuals(ProgramBlock flows, int first, int last, double price, double unit, Solution.Coordinates target)
    {
        for (int f = first; f < last; f++)
        {
            double reduced = (unit * networks.Numbers.CostOf(flows)[f]) - (price * flows.Sign[f]);
            target.LowerDuals[flows.Start + f] = Math.Max(0, reduced);
            target.UpperDuals[flows.Start + f] = double.IsPositiveInfinity(networks.Numbers.UpperOf(flows)[f]) ? 0 : Math.Max(0, -reduced);
        }
    }
}
