namespace Rebalancing.Solvers.Scenarios;

/// <content>Kinks over a tall map, and the threshold that goes with them.</content>
internal sealed partial class ScenarioCompiler
{
    private readonly Dictionary<LinearMap, double> _uniform = [];

    private void ReadTail(FunctionEntry entry, ProgramBlock block, double[] origin)
    {
        DenseMap map = TallMap(_program, block, out ImagePart wide)!;
        TailData tail = NewTail(block, map, _program[wide.Of].Start);
        (tail.ObjectiveWeight, tail.Budget, tail.BudgetWeight) = (entry.Weight, entry.BudgetWeight == 0 ? -1 : entry.Budget, entry.BudgetWeight);
        bool opensDown = false, opensUp = false, moved = origin.Length > 0;
        bool even = true;
        double weight = entry.Third[0] - entry.Second[0];
        for (int s = 0; s < entry.First.Length; s++)
        {
            opensDown |= entry.Second[s] != 0;
            opensUp |= entry.Third[s] != 0;
            moved |= entry.First[s] != 0;
            even &= entry.Third[s] - entry.Second[s] == weight;
        }

        tail.Sign = opensDown && !opensUp ? -1 : 1;
        tail.SetWeights(entry, even);
        if (even && weight <= 0)
            return;
        tail.SetShift(entry, origin, moved);
        foreach (ImagePart part in block.Parts)
            if (!ReferenceEquals(part.Map, map))
                tail.ThresholdColumn = ReadThreshold(part, tail, tail.ThresholdColumn);
        if (tail.Sign > 0 && opensDown)
            AddSteady(entry, tail, origin);
        _form.Tails.Add(tail);
    }

    /// <summary>The tail that stood in this place in the solve before, or a new one.</summary>
    private TailData NewTail(ProgramBlock block, DenseMap map, int firstColumn)
    {
        int place = _form.Tails.Count;
        if (place < _tailsKept.Count && _tailsKept[place] is var kept && kept.Image == block && kept.Map == map && kept.FirstColumn == firstColumn)
        {
            kept.Forget();
            return kept;
        }

        var tail = new TailData(block, map, firstColumn);
        _tailsKept.RemoveRange(Math.Min(place, _tailsKept.Count), Math.Max(0, _tailsKept.Count - place));
        _tailsKept.Add(tail);
        return tail;
    }

    /// <summary>The threshold's column holds one number throughout, +1 or -1.</summary>
    private int ReadThreshold(ImagePart part, TailData tail, int before)
    {
        if (!_uniform.TryGetValue(part.Map, out double sigma))
            _uniform[part.Map] = sigma = OneNumber(part.Map);
        if (double.IsNaN(sigma))
            _refusal = "a threshold does not move all scenarios alike";
        if (before >= 0 || Math.Abs(sigma) != 1)
            _refusal = "a tail has more than one threshold";
        tail.Rho = tail.Sign * sigma;
        return _program[part.Of].Start;
    }

    /// <summary>The number that a single column holds throughout; NaN if it holds several.</summary>
    private static double OneNumber(LinearMap map)
    {
        Span<double> one = [1.0];
        var column = new double[map.Rows];
        map.Apply(one, column);
        return column.AsSpan().IndexOfAnyExcept(column[0]) < 0 ? column[0] : double.NaN;
    }

    /// <summary>Kinks with slopes on both sides: the slope below counts for every row and is folded into the columns.</summary>
    private void AddSteady(FunctionEntry entry, TailData tail, double[] origin)
    {
        if (tail.ThresholdColumn >= 0)
        {
            _refusal = "a tail with a threshold has slopes on both sides";
            return;
        }

        tail.Steady = entry.Second;
        _coefficients = Room.For(_coefficients, tail.Map.Columns);
        Span<double> slopes = _coefficients.AsSpan(0, tail.Map.Columns);
        slopes.Clear();
        tail.Map.AddTransposed(entry.Second, slopes);
        for (int i = 0; i < slopes.Length; i++)
            AddSlope(Charge.Of(entry), tail.FirstColumn + i, slopes[i], 0);
        double constant = 0;
        for (int s = 0; s < entry.First.Length; s++)
            constant += entry.Second[s] * (entry.First[s] + (origin.Length == 0 ? 0 : origin[s]));
        AddConstant(-constant, Charge.Of(entry));
    }

    /// <summary>A threshold belongs to one tail and has a slope there and nothing else; that slope is the tail's target.</summary>
    private void TakeThresholds()
    {
        foreach (TailData tail in _form.Tails)
        {
            int j = tail.ThresholdColumn;
            if (j < 0)
                continue;
            if (_form.IsThreshold[j] || _form.Curvature[j] != 0 || double.IsFinite(_form.Lower[j]) || double.IsFinite(_form.Upper[j]) || HasHinge(j))
                _refusal = "a threshold is used elsewhere";
            _form.IsThreshold[j] = true;
            double inObjective = -tail.Rho * _form.Slope[j], inBudget = tail.Budget < 0 ? 0 : -tail.Rho * _form.BudgetSlope[tail.Budget][j];
            tail.Target = tail.ObjectiveWeight > 0 ? inObjective / tail.ObjectiveWeight : inBudget / tail.BudgetWeight;
            if (!(tail.Target > 0) || Differs(inObjective, tail.ObjectiveWeight * tail.Target) || Differs(inBudget, tail.BudgetWeight * tail.Target))
                _refusal = "a threshold is not priced as its tail is";
            _form.Slope[j] = 0;
            for (int k = 0; k < _form.Budgets; k++)
            {
                if (k != tail.Budget && _form.BudgetSlope[k][j] != 0)
                    _refusal = "a threshold is used in another limit";
                _form.BudgetSlope[k][j] = 0;
            }
        }
    }

    private bool HasHinge(int column)
    {
        foreach ((int owner, _) in _hinges)
            if (owner == column)
                return true;
        return false;
    }

    private static bool Differs(double a, double b) => Math.Abs(a - b) > 1e-12 * (Math.Abs(a) + Math.Abs(b));
}
