namespace Rebalancing.Solvers.InteriorPoint;

/// <summary>How far a direction can be followed before a slack or a dual would turn negative, and what complementarity is along it.</summary>
internal sealed class StepLength(LocalForm form, Barriers barriers)
{
    /// <summary>Largest step in [0, 1] that keeps every slack and dual non-negative.</summary>
    internal double Largest(Iterate at, Iterate direction)
    {
        double step = 1;
        int locals = form.Locals;
        for (int u = 0; u < locals; u++)
        {
            if (barriers.HasLower[u] != 0)
                step = Limit(Limit(step, at.LowerSlacks[u], direction.LowerSlacks[u]), at.LowerDuals[u], direction.LowerDuals[u]);
            if (barriers.HasUpper[u] != 0)
                step = Limit(Limit(step, at.UpperSlacks[u], direction.UpperSlacks[u]), at.UpperDuals[u], direction.UpperDuals[u]);
        }

        for (int k = 0; k < form.Constraints.Length; k++)
        {
            step = form.Constraints[k].Cone?.Limit(step)
                ?? Limit(Limit(step, at.ConstraintSlacks[k], direction.ConstraintSlacks[k]), at.ConstraintPrices[k], direction.ConstraintPrices[k]);
        }

        return step;
    }

    /// <summary>Sum of slack * dual, less the logs' targets, after a step.</summary>
    internal double ComplementarityAfter(Iterate at, Iterate direction, double step)
    {
        double sum = 0;
        int locals = form.Locals;
        for (int u = 0; u < locals; u++)
        {
            if (barriers.HasLower[u] != 0)
                sum += ((at.LowerSlacks[u] + (step * direction.LowerSlacks[u])) * (at.LowerDuals[u] + (step * direction.LowerDuals[u]))) - form.LogWeight[u];
            if (barriers.HasUpper[u] != 0)
                sum += (at.UpperSlacks[u] + (step * direction.UpperSlacks[u])) * (at.UpperDuals[u] + (step * direction.UpperDuals[u]));
        }

        for (int k = 0; k < form.Constraints.Length; k++)
            sum += form.Constraints[k].Cone?.ComplementarityAfter(step)
                ?? (at.ConstraintSlacks[k] + (step * direction.ConstraintSlacks[k])) * (at.ConstraintPrices[k] + (step * direction.ConstraintPrices[k]));
        return sum;
    }

    /// <summary>at += step * direction.</summary>
    internal void Take(Iterate at, Iterate direction, double step)
    {
        int locals = form.Locals;
        for (int u = 0; u < locals; u++)
        {
            at.Values[u] += step * direction.Values[u];
            if (barriers.HasLower[u] != 0)
            {
                at.LowerSlacks[u] += step * direction.LowerSlacks[u];
                at.LowerDuals[u] += step * direction.LowerDuals[u];
            }

            if (barriers.HasUpper[u] != 0)
            {
                at.UpperSlacks[u] += step * direction.UpperSlacks[u];
                at.UpperDuals[u] += step * direction.UpperDuals[u];
            }
        }

        // a flow is its own slack: keep the two equal to the last bit, powers and logs are taken of it
        for (int u = form.FlowStart; u < locals; u++)
            if (barriers.HasLower[u] != 0)
                at.Values[u] = at.LowerSlacks[u];
        Add(at.RowPrices, direction.RowPrices, step, form.Images);
        Add(at.NetworkPrices, direction.NetworkPrices, step, form.Networks);
        foreach (Constraint constraint in form.Constraints)
            constraint.Cone?.Take(step);
        Add(at.ConstraintSlacks, direction.ConstraintSlacks, step, form.Constraints.Length);
        Add(at.ConstraintPrices, direction.ConstraintPrices, step, form.Constraints.Length);
    }

    private static void Add(double[] values, double[] changes, double step, int count)
    {
        for (int i = 0; i < count; i++)
            values[i] += step * changes[i];
    }

    private static double Limit(double step, double value, double change) => value + (step * change) >= 0 ? step : -value / change;
}
