using Rebalancing.Numerics;

namespace Rebalancing.Solvers.InteriorPoint;

/// <summary>Pours a program's entries into a <see cref="LocalForm"/>: bounds and plain functions onto the locals, everything else into networks.</summary>
internal sealed class LocalFormFiller(LocalForm form)
{
    private readonly StructuredProgram _program = form.Program;
    private readonly NetworkFiller _networks = new(form);
    private readonly List<CovarianceUse?> _covarianceOf = [];

    /// <summary>All numbers anew; nothing is allocated after the first time unless ragged data grew.</summary>
    internal void Fill()
    {
        Clear();
        foreach (ProgramBlock block in _program.Blocks)
            if (block.Kind == BlockKind.Flows)
                block.Upper.AsSpan(0, block.Length).CopyTo(form.Upper.AsSpan(form.LocalStart(block)));
        foreach (BoundEntry entry in _program.Bounds)
            Tighten(entry);
        for (int k = 0; k < _program.BudgetCount; k++)
            form.Constraints[k].Limit = _program.Budgets[k].Limit;
        for (int k = 0; k < _program.NormCount; k++)
            Norm(form.Constraints[_program.BudgetCount + k], _program.Norms[k]);
        int index = 0;
        foreach (FunctionEntry entry in _program.Functions)
        {
            if (entry.Kind is FunctionKind.Linear or FunctionKind.Quadratic)
                AddPlain(entry, index);
            else if (entry.Kind == FunctionKind.Covariance)
                AddCovariance(entry, index);
            index++;
        }

        _networks.Fill();
    }

    private void Clear()
    {
        form.Linear.AsSpan().Clear();
        form.Curvature.AsSpan().Clear();
        form.Lower.AsSpan(0, form.FlowStart).Fill(double.NegativeInfinity);
        form.Lower.AsSpan(form.FlowStart).Clear();
        form.Upper.AsSpan().Fill(double.PositiveInfinity);
        form.PowerCoefficient.AsSpan().Clear();
        form.LogWeight.AsSpan().Clear();
        form.HasPowers = false;
        form.Constant = 0;
        foreach (Constraint constraint in form.Constraints)
            constraint.ChargesInUse = 0;
    }

    private void Tighten(BoundEntry entry)
    {
        int start = form.LocalStart(_program.Base(entry.On)), length = entry.Lower.Length;
        Boxes.Tighten(entry.Lower, entry.Upper, _program[entry.On].Origin, form.Lower.AsSpan(start, length), form.Upper.AsSpan(start, length));
    }

    private static void Norm(Constraint constraint, NormEntry norm) => constraint.Limit = norm.RadiusBlock is null ? 0.5 * norm.Radius : 0;

    /// <summary>The summand of a cone that an entry is; made at the first filling.</summary>
    private ConePart PartOf(Cone cone, FunctionEntry entry, int index)
    {
        foreach (ConePart part in cone.Parts)
            if (part.Function == index)
                return part;
        var made = new ConePart(form.LocalStart(_program.Base(entry.On)), entry.On.Length, index);
        cone.Parts.Add(made);
        return made;
    }

    /// <summary>c (x - o) and q/2 (x - o)^2 as slope, curvature and constant in x.</summary>
    private void AddPlain(FunctionEntry entry, int index)
    {
        int start = form.LocalStart(_program.Base(entry.On));
        double[] origin = _program[entry.On].Origin;
        bool quadratic = entry.Kind == FunctionKind.Quadratic;
        if (entry.Weight != 0)
            for (int i = 0; i < entry.First.Length; i++)
            {
                double a = entry.Weight * entry.First[i];
                double o = origin.Length == 0 ? 0 : origin[i];
                form.Linear[start + i] += quadratic ? -a * o : a;
                form.Curvature[start + i] += quadratic ? a : 0;
                form.Constant += quadratic ? 0.5 * a * o * o : -a * o;
            }

        (int constraint, double weight) = ChargeOf(entry);
        if (constraint < 0 || weight == 0)
            return;
        if (form.Constraints[constraint].Cone is { } cone)
        {
            PartOf(cone, entry, index).Fill(entry.First, origin);
            return;
        }

        Charge charge = form.Constraints[constraint].NextCharge(start, entry.First.Length);
        for (int i = 0; i < entry.First.Length; i++)
        {
            double a = weight * entry.First[i];
            double o = origin.Length == 0 ? 0 : origin[i];
            if (quadratic)
            {
                charge.Curvature[i] = a;
                charge.Linear[i] = -a * o;
                charge.Constant += 0.5 * a * o * o;
            }
            else
            {
                charge.Linear[i] = a;
                charge.Constant -= a * o;
            }
        }
    }

    /// <summary>
    /// Which constraint an entry is charged to and with what factor. Squares in a norm of constant radius r: q x^2 / 2r = (1/r) q/2 x^2; a variable radius is
    /// a cone's business.
    /// </summary>
    private (int Constraint, double Weight) ChargeOf(FunctionEntry entry)
    {
        if (entry.Norm < 0)
            return (entry.Budget, entry.BudgetWeight);
        NormEntry norm = _program.Norms[entry.Norm];
        return (_program.BudgetCount + entry.Norm, norm.RadiusBlock is null ? 1.0 / norm.Radius : 1.0);
    }

    private void AddCovariance(FunctionEntry entry, int index)
    {
        while (_covarianceOf.Count <= index)
            _covarianceOf.Add(null);
        (int constraint, double weight) = ChargeOf(entry);
        CovarianceUse use = _covarianceOf[index] ?? new CovarianceUse(entry.Matrix!, form.LocalStart(_program.Base(entry.On))) { Constraint = constraint };
        if (_covarianceOf[index] is null)
        {
            _covarianceOf[index] = use;
            form.Covariances.Add(use);
        }

        use.ObjectiveScale = entry.Weight * entry.Scalar;
        use.ConstraintScale = constraint < 0 ? 0 : weight * entry.Scalar;
        use.Origin = _program[entry.On].Origin;
        if (constraint >= 0 && form.Constraints[constraint].Cone is { } cone)
            PartOf(cone, entry, index).Fill(use, use.Origin);
    }
}
