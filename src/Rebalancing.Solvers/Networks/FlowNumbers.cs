namespace Rebalancing.Solvers.Networks;

/// <summary>The present numbers of all flows of a program: what each costs in the objective, what it is charged to a budget, and how large it may be.</summary>
internal sealed class FlowNumbers(StructuredProgram program)
{
    /// <summary>Costs in the objective and charges to a budget are in proportion up to this part of the largest charge.</summary>
    private const double ProportionRounding = 1e-12;

    private double[] _cost = [];
    private double[] _charge = [];
    private double[] _upper = [];
    private int[] _budget = [];

    /// <summary>Why the numbers cannot be folded, or null.</summary>
    public string? Objection { get; private set; }

    public void Begin()
    {
        Objection = null;
        if (_cost.Length < program.FlowCount)
            (_cost, _charge, _upper) = (new double[program.FlowCount], new double[program.FlowCount], new double[program.FlowCount]);
        if (_budget.Length < program.Blocks.Count)
            _budget = new int[program.Blocks.Count];
        Array.Clear(_cost);
        Array.Clear(_charge);
        Array.Fill(_budget, -1);
        foreach (ProgramBlock block in program.Blocks)
            if (block.Kind == BlockKind.Flows)
                block.Upper.AsSpan(0, block.Length).CopyTo(_upper.AsSpan(block.Start));
    }

    /// <summary>A linear function of flows.</summary>
    public void AddCost(FunctionEntry entry, ProgramBlock flows)
    {
        var counts = Charge.Of(entry);
        if (counts.Budget >= 0 && _budget[flows.Id] >= 0 && _budget[flows.Id] != counts.Budget)
            Objection = $"the flows '{flows.Label}' are charged to two budgets";
        if (counts.Budget >= 0)
            _budget[flows.Id] = counts.Budget;
        for (int f = 0; f < flows.Length; f++)
        {
            _cost[flows.Start + f] += counts.Objective * entry.First[f];
            _charge[flows.Start + f] += counts.Weight * entry.First[f];
        }
    }

    /// <summary>Further bounds on flows.</summary>
    public void Tighten(BoundEntry entry, ProgramBlock flows)
    {
        for (int f = 0; f < flows.Length; f++)
        {
            ref double upper = ref _upper[flows.Start + f];
            upper = Math.Min(upper, entry.Upper[f]);
            if (entry.Lower[f] > 0 || upper < 0)
                Objection = $"a flow of '{flows.Label}' must be positive";
        }
    }

    /// <summary>Cost of each flow of a block, for those that only a budget is charged with their charge: see <see cref="ProportionOf"/>.</summary>
    public ReadOnlySpan<double> CostOf(ProgramBlock flows) => _cost.AsSpan(flows.Start, flows.Length);

    /// <summary>Largest value of each flow of a block.</summary>
    public ReadOnlySpan<double> UpperOf(ProgramBlock flows) => _upper.AsSpan(flows.Start, flows.Length);

    /// <summary>
    /// How flows first .. last-1, which move one coordinate, count in objective and budget. Their order of slope must be one for all prices of the budget: the two are in proportion, or one of
    /// them is zero. Where the objective is, the charges become the costs, which count in the budget alone. Otherwise an objection is left.
    /// </summary>
    public Charge ProportionOf(ProgramBlock flows, int first, int last)
    {
        int budget = _budget[flows.Id];
        if (budget < 0)
            return new Charge(1, -1, 0);
        Span<double> cost = _cost.AsSpan(flows.Start + first, last - first), charge = _charge.AsSpan(flows.Start + first, last - first);
        double costly = 0, charged = 0, factor = 0;
        for (int f = 0; f < cost.Length; f++)
        {
            charged = Math.Max(charged, Math.Abs(charge[f]));
            if (Math.Abs(cost[f]) > costly)
                (costly, factor) = (Math.Abs(cost[f]), charge[f] / cost[f]);
        }

        if (costly == 0)
        {
            charge.CopyTo(cost);
            return new Charge(0, budget, 1);
        }

        for (int f = 0; f < cost.Length; f++)
            if (factor < 0 || Math.Abs(charge[f] - (factor * cost[f])) > ProportionRounding * charged)
                Objection = $"a budget orders the flows '{flows.Label}' in another way than the objective";
        return new Charge(1, factor > 0 ? budget : -1, factor);
    }
}
