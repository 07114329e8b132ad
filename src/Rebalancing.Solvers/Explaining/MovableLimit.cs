namespace Rebalancing.Solvers.Explaining;

/// <summary>One end of a bound, a budget, a norm or the kink from which a violation is priced, that can be moved in place, to see what it is worth. Loosening is the positive direction.</summary>
internal sealed class MovableLimit
{
    private readonly StructuredProgram _program;
    private readonly BoundEntry? _bound;
    private readonly FunctionEntry? _kink;
    private readonly int _coordinate, _budget = -1, _norm = -1;
    private readonly bool _isUpper;

    private MovableLimit(StructuredProgram program, int budget, int norm) => (_program, _budget, _norm) = (program, budget, norm);

    private MovableLimit(StructuredProgram program, BoundEntry bound, int coordinate, bool isUpper) =>
        (_program, _bound, _coordinate, _isUpper) = (program, bound, coordinate, isUpper);

    private MovableLimit(StructuredProgram program, FunctionEntry kink, int coordinate) =>
        (_program, _kink, _coordinate, _isUpper) = (program, kink, coordinate, kink.Third[coordinate] > 0);

    /// <summary>The bound's block and coordinate; null for a budget or a norm.</summary>
    internal (ProgramBlock Block, int Coordinate)? Place => (_bound?.On ?? _kink?.On) is { } on ? (_program.Base(on), _coordinate) : null;

    /// <summary>Everything that an owner limits and that has a multiplier above a size, dearest first.</summary>
    internal static IReadOnlyList<MovableLimit> Of(StructuredProgram program, Solution solution, int owner, double leastPrice)
    {
        List<MovableLimit> found = [];
        for (int k = 0; k < program.BudgetCount; k++)
            if (program.Budgets[k].Owner == owner && solution.BudgetPrices[k] >= leastPrice)
                found.Add(new MovableLimit(program, k, -1));
        for (int k = 0; k < program.NormCount; k++)
            if (program.Norms[k].Owner == owner && program.Norms[k].RadiusBlock is null && solution.NormPrices[k] >= leastPrice)
                found.Add(new MovableLimit(program, -1, k));
        foreach (BoundEntry bound in program.Bounds)
        {
            if (bound.Owner != owner || bound.ShapesOnly)
                continue;
            ProgramBlock block = program.Base(bound.On);
            Solution.Coordinates coordinates = solution.Of(block);
            for (int i = 0; i < block.Length; i++)
            {
                if (double.IsFinite(bound.Lower[i]) && coordinates.LowerDuals[block.Start + i] >= leastPrice)
                    found.Add(new MovableLimit(program, bound, i, isUpper: false));
                if (double.IsFinite(bound.Upper[i]) && coordinates.UpperDuals[block.Start + i] >= leastPrice)
                    found.Add(new MovableLimit(program, bound, i, isUpper: true));
            }
        }

        var slopes = new Lazy<SlopeAttribution>(() => Attributed(program, solution));
        foreach (FunctionEntry entry in program.Functions)
            if (entry.Owner == owner && entry.IsPricedViolation(owner))
                for (int i = 0; i < entry.On.Length; i++)
                    if (Math.Abs(slopes.Value.OfEntry(entry, i)) >= leastPrice)
                        found.Add(new MovableLimit(program, entry, i));

        found.Sort((a, b) => b.Price(solution).CompareTo(a.Price(solution)));
        return found;
    }

    /// <summary>Objective for one unit of loosening, at an answer.</summary>
    internal double Price(Solution solution)
    {
        if (_budget >= 0)
            return solution.BudgetPrices[_budget];
        if (_norm >= 0)
            return solution.NormPrices[_norm];
        if (_kink is not null)
            return Math.Abs(Attributed(_program, solution).OfEntry(_kink, _coordinate));
        ProgramBlock block = _program.Base(_bound!.On);
        Solution.Coordinates coordinates = solution.Of(block);
        return _isUpper ? coordinates.UpperDuals[block.Start + _coordinate] : coordinates.LowerDuals[block.Start + _coordinate];
    }

    /// <summary>Loosens by an amount, in place; tightens where it is negative.</summary>
    internal void Loosen(double amount)
    {
        if (_budget >= 0)
            _program.Budgets[_budget].Limit += amount;
        else if (_norm >= 0)
            _program.Norms[_norm].Radius += amount;
        else if (_kink is not null)
            _kink.First[_coordinate] += _isUpper ? amount : -amount;
        else if (_isUpper)
            _bound!.Upper[_coordinate] += amount;
        else
            _bound!.Lower[_coordinate] -= amount;
    }

    private static SlopeAttribution Attributed(StructuredProgram program, Solution solution)
    {
        var slopes = new SlopeAttribution(program);
        slopes.Compute(solution);
        return slopes;
    }
}
