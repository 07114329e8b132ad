namespace Rebalancing.Solvers.Scenarios;

/// <content>The functions of single columns.</content>
internal sealed partial class ScenarioCompiler
{
    private void Read(FunctionEntry entry)
    {
        var charge = Charge.Of(entry);
        if (charge.CountsNowhere)
            return;
        ProgramBlock block = _program.Base(entry.On);
        double[] origin = _program[entry.On].Origin;
        if (IsTail(block))
        {
            ReadTail(entry, block, origin);
            return;
        }

        int first = _firstColumn[block.Id];
        switch (entry.Kind)
        {
            case FunctionKind.Linear when block.Kind == BlockKind.Flows:
                Networks.Numbers.AddCost(entry, block);
                break;
            case var kind when block.Kind == BlockKind.Flows:
                _refusal = $"the flows '{block.Label}' have a {kind} function";
                break;
            case FunctionKind.Covariance when entry.Budget < 0:
                _form.Covariances.Add((entry.Matrix!, entry.Weight * entry.Scalar, first, origin));
                _form.HasCurvature = true;
                break;
            case FunctionKind.Quadratic when entry.Budget < 0:
                for (int i = 0; i < entry.First.Length; i++)
                    AddQuadratic(first + i, entry.Weight * entry.First[i], origin.Length == 0 ? 0 : origin[i]);
                _form.HasCurvature = true;
                break;
            case FunctionKind.Linear:
                for (int i = 0; i < entry.First.Length; i++)
                    AddSlope(charge, first + i, entry.First[i], origin.Length == 0 ? 0 : origin[i]);
                break;
            case FunctionKind.Kinked:
                for (int i = 0; i < entry.First.Length; i++)
                    AddKink(charge, first + i, entry.First[i] + (origin.Length == 0 ? 0 : origin[i]), entry.Second[i], entry.Third[i] - entry.Second[i]);
                break;
            case FunctionKind.Pieces:
                for (int i = 0; i < entry.First.Length; i++)
                    AddPieces(entry, charge, first + i, i, origin.Length == 0 ? 0 : origin[i]);
                break;
            case FunctionKind.Covariance:
            case FunctionKind.Quadratic:
                _refusal = "a limit bounds a quadratic cost";
                break;
            default:
                _refusal = $"it has a {entry.Kind} function";
                break;
        }
    }

    /// <summary>w q (x - o)^2 / 2.</summary>
    private void AddQuadratic(int j, double q, double origin)
    {
        _form.Curvature[j] += q;
        _form.Slope[j] -= q * origin;
        _form.Constant += 0.5 * q * origin * origin;
    }

    /// <summary>s (x - at).</summary>
    private void AddSlope(Charge charge, int j, double slope, double at)
    {
        _form.Slope[j] += charge.Objective * slope;
        if (charge.Budget >= 0)
            _form.BudgetSlope[charge.Budget][j] += charge.Weight * slope;
        AddConstant(-slope * at, charge);
    }

    private void AddConstant(double value, Charge charge)
    {
        _form.Constant += charge.Objective * value;
        if (charge.Budget >= 0)
            _form.BudgetConstant[charge.Budget] += charge.Weight * value;
    }

    private void AddKink(Charge charge, int j, double at, double below, double step)
    {
        AddSlope(charge, j, below, at);
        AddHinge(charge, j, at, step);
    }

    private void AddHinge(Charge charge, int j, double at, double step)
    {
        if (step > 0)
            _hinges.Add((j, new ScenarioForm.Hinge(at, charge.Objective * step, charge.Budget, charge.Weight * step)));
    }

    /// <summary>first x + sum step ((x - break)_+ - (-break)_+), x measured from the origin.</summary>
    private void AddPieces(FunctionEntry entry, Charge charge, int j, int i, double origin)
    {
        AddSlope(charge, j, entry.First[i], origin);
        for (int q = entry.Start[i]; q < entry.Start[i + 1]; q++)
        {
            AddHinge(charge, j, entry.Second[q] + origin, entry.Third[q]);
            AddConstant(-entry.Third[q] * Math.Max(0, -entry.Second[q]), charge);
        }
    }
}
