using Rebalancing.Numerics;

namespace Rebalancing.Solvers.InteriorPoint;

/// <summary>How far a direction can be followed before a slack or a dual would turn negative, and what complementarity is along it.</summary>
internal sealed class StepLength(LocalForm form, Barriers barriers)
{
    private readonly double[] _blend = new double[LocalForm.CachedStretch];

    /// <summary>The largest step up to <paramref name="step"/> that keeps the slacks and prices of constraints non-negative and cones inside.</summary>
    internal double LimitByConstraints(Iterate at, Iterate direction, double step)
    {
        for (int k = 0; k < form.Constraints.Length; k++)
        {
            step = form.Constraints[k].Cone?.Limit(step)
                ?? Limit(Limit(step, at.ConstraintSlacks[k], direction.ConstraintSlacks[k]), at.ConstraintPrices[k], direction.ConstraintPrices[k]);
        }

        return step;
    }

    /// <summary>
    /// The largest step along (1 - share) first + share second for every share, up to <see cref="Centering.Furthest"/>; for programs without cones. All shares are tried
    /// on one run of numbers before the next is read.
    /// </summary>
    internal void LargestOfBlends(Iterate at, Iterate first, Iterate second, ReadOnlySpan<double> shares, Span<double> steps)
    {
        int n = form.Padded, upper = barriers.UpperExtent, k = form.Constraints.Length;
        steps.Fill(Centering.Furthest);
        Blended(at.LowerSlacks, first.LowerSlacks, second.LowerSlacks, n, shares, steps);
        Blended(at.LowerDuals, first.LowerDuals, second.LowerDuals, n, shares, steps);
        Blended(at.UpperSlacks, first.UpperSlacks, second.UpperSlacks, upper, shares, steps);
        Blended(at.UpperDuals, first.UpperDuals, second.UpperDuals, upper, shares, steps);
        Blended(at.ConstraintSlacks, first.ConstraintSlacks, second.ConstraintSlacks, k, shares, steps);
        Blended(at.ConstraintPrices, first.ConstraintPrices, second.ConstraintPrices, k, shares, steps);
    }

    private void Blended(double[] values, double[] first, double[] second, int n, ReadOnlySpan<double> shares, Span<double> steps)
    {
        for (int start = 0; start < n; start += _blend.Length)
        {
            int count = Math.Min(_blend.Length, n - start);
            Span<double> blend = _blend.AsSpan(0, count);
            for (int s = 0; s < shares.Length; s++)
            {
                Combine.Into(1 - shares[s], first.AsSpan(start, count), shares[s], second.AsSpan(start, count), blend);
                steps[s] = StepRatio.Largest(values.AsSpan(start, count), blend, steps[s]);
            }
        }
    }

    /// <summary>Sum of slack * dual after a step, for logs of its distance from their weight.</summary>
    internal double ComplementarityAfter(Iterate at, Iterate direction, double step)
    {
        int n = form.Padded, upper = barriers.UpperExtent;
        double sum = PairProducts.After(at.LowerSlacks.AsSpan(0, n), direction.LowerSlacks.AsSpan(0, n), at.LowerDuals.AsSpan(0, n), direction.LowerDuals.AsSpan(0, n), step)
            + PairProducts.After(at.UpperSlacks.AsSpan(0, upper), direction.UpperSlacks.AsSpan(0, upper), at.UpperDuals.AsSpan(0, upper), direction.UpperDuals.AsSpan(0, upper), step);
        foreach (int f in barriers.Logs)
        {
            double product = (at.LowerSlacks[f] + (step * direction.LowerSlacks[f])) * (at.LowerDuals[f] + (step * direction.LowerDuals[f]));
            sum += Math.Abs(product - form.LogWeight[f]) - product;
        }

        for (int k = 0; k < form.Constraints.Length; k++)
            sum += form.Constraints[k].Cone?.ComplementarityAfter(step)
                ?? (at.ConstraintSlacks[k] + (step * direction.ConstraintSlacks[k])) * (at.ConstraintPrices[k] + (step * direction.ConstraintPrices[k]));
        return sum;
    }

    /// <summary>Whether following the direction leads to numbers; one bad pivot spoils all of them.</summary>
    internal static bool IsFinite(Iterate direction, double step) => double.IsFinite(step + Sum.Of(direction.Values) + Sum.Of(direction.RowPrices));

    /// <summary>at += step * direction.</summary>
    internal void Take(Iterate at, Iterate direction, double step)
    {
        int n = form.Padded, upper = barriers.UpperExtent;

        // a flow is its own slack: keep the two equal to the last bit, powers and logs are taken of it
        Add(at.Values, direction.Values, step, barriers.AnyFixedFlow ? form.Locals : form.FlowStart);
        Add(at.LowerSlacks, direction.LowerSlacks, step, n);
        Add(at.LowerDuals, direction.LowerDuals, step, n);
        Add(at.UpperSlacks, direction.UpperSlacks, step, upper);
        Add(at.UpperDuals, direction.UpperDuals, step, upper);

        if (!barriers.AnyFixedFlow)
            at.LowerSlacks.AsSpan(form.FlowStart, form.Flows).CopyTo(at.Values.AsSpan(form.FlowStart));
        for (int u = form.FlowStart; barriers.AnyFixedFlow && u < form.Locals; u++)
            if (barriers.HasLower[u] != 0)
                at.Values[u] = at.LowerSlacks[u];
        Add(at.RowPrices, direction.RowPrices, step, form.Images);
        Add(at.NetworkPrices, direction.NetworkPrices, step, form.Networks);
        foreach (Constraint constraint in form.Constraints)
            constraint.Cone?.Take(step);
        Add(at.ConstraintSlacks, direction.ConstraintSlacks, step, form.Constraints.Length);
        Add(at.ConstraintPrices, direction.ConstraintPrices, step, form.Constraints.Length);
    }

    private static void Add(double[] values, double[] changes, double step, int count) => Axpy.Add(step, changes.AsSpan(0, count), values.AsSpan(0, count));

    private static double Limit(double step, double value, double change) => value + (step * change) >= 0 ? step : -value / change;
}
