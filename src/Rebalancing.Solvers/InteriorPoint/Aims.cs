using Rebalancing.Numerics;

namespace Rebalancing.Solvers.InteriorPoint;

/// <summary>
/// The complementarity that a Newton step heads for, pair by pair: one common level, the level less a predictor's second-order term, or that moved to where a longer
/// step would stay near the level. Cones keep an aim of their own (<see cref="Cone.Aim"/>).
/// </summary>
internal sealed class Aims(LocalForm form, Barriers barriers)
{
    internal double[] Lower { get; } = new double[form.Lower.Length];

    internal double[] Upper { get; } = new double[form.Lower.Length];

    /// <summary>The smooth constraints' pairs.</summary>
    internal double[] Constraints { get; } = new double[form.Constraints.Length];

    /// <summary>The common level, which cones head for.</summary>
    internal double Level { get; private set; }

    /// <summary>Whether a predictor's second-order term is in the aims.</summary>
    internal bool IsCorrected { get; private set; }

    /// <summary>Every pair to <paramref name="level"/>.</summary>
    internal void Set(double level)
    {
        (Level, IsCorrected) = (level, false);
        PairTargets.Uniform(level, barriers.LogWeights, Lower.AsSpan(0, form.Padded));
        PairTargets.Uniform(level, [], Upper.AsSpan(0, barriers.UpperExtent));
        Array.Fill(Constraints, level);
    }

    /// <summary>Every pair to <paramref name="level"/> less the product of the predictor's changes.</summary>
    internal void Set(double level, Iterate predictor)
    {
        (Level, IsCorrected) = (level, true);
        int n = form.Padded, upper = barriers.UpperExtent;
        PairTargets.SecondOrder(level, barriers.LogWeights, predictor.LowerSlacks.AsSpan(0, n), predictor.LowerDuals.AsSpan(0, n), Lower.AsSpan(0, n));
        PairTargets.SecondOrder(level, [], predictor.UpperSlacks.AsSpan(0, upper), predictor.UpperDuals.AsSpan(0, upper), Upper.AsSpan(0, upper));
        for (int k = 0; k < Constraints.Length; k++)
            Constraints[k] = level - (predictor.ConstraintSlacks[k] * predictor.ConstraintPrices[k]);
    }

    /// <summary>
    /// Pairs whose products would leave the neighbourhood of <paramref name="level"/> on a step along the direction are called back.
    /// </summary>
    internal void Centre(double level, Iterate at, Iterate direction, double step)
    {
        double least = Centering.LeastOfLevel * level, most = Centering.MostOfLevel * level;
        int n = form.Padded, upper = barriers.UpperExtent;
        PairTargets.Centre(
            at.LowerSlacks.AsSpan(0, n), direction.LowerSlacks.AsSpan(0, n), at.LowerDuals.AsSpan(0, n), direction.LowerDuals.AsSpan(0, n),
            barriers.LogWeights, step, least, most, Lower.AsSpan(0, n));
        PairTargets.Centre(
            at.UpperSlacks.AsSpan(0, upper), direction.UpperSlacks.AsSpan(0, upper), at.UpperDuals.AsSpan(0, upper), direction.UpperDuals.AsSpan(0, upper),
            [], step, least, most, Upper.AsSpan(0, upper));
        for (int k = 0; k < Constraints.Length; k++)
        {
            double product = (at.ConstraintSlacks[k] + (step * direction.ConstraintSlacks[k])) * (at.ConstraintPrices[k] + (step * direction.ConstraintPrices[k]));
            Constraints[k] += Math.Max(Math.Clamp(product, least, most) - product, -most);
        }
    }
}
