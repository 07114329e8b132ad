using Rebalancing.Numerics;

namespace Rebalancing.Solvers.InteriorPoint;

/// <summary>
/// The complementarity that a Newton step heads for, pair by pair: one common level, the level less a predictor's second-order term, or that moved to where a longer
/// step would stay near the level. Cones keep an aim of their own (<see cref="Cone.Aim"/>). The pairs of bounds are set stretch by stretch, when a step asks for them.
/// </summary>
internal sealed class Aims(LocalForm form, Barriers barriers)
{
    private Iterate? _predictor;
    private Iterate? _at;
    private Iterate? _direction;
    private double _step;

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
        (_predictor, _direction) = (null, null);
        Array.Fill(Constraints, level);
    }

    /// <summary>Every pair to <paramref name="level"/> less the product of the predictor's changes.</summary>
    internal void Set(double level, Iterate predictor)
    {
        (Level, IsCorrected) = (level, true);
        (_predictor, _direction) = (predictor, null);
        for (int k = 0; k < Constraints.Length; k++)
            Constraints[k] = level - (predictor.ConstraintSlacks[k] * predictor.ConstraintPrices[k]);
    }

    /// <summary>
    /// Pairs whose products would leave the neighbourhood of <paramref name="level"/> on a step along the direction are called back from the aims before.
    /// </summary>
    internal void Centre(double level, Iterate at, Iterate direction, double step)
    {
        Level = level;
        (_at, _direction, _step) = (at, direction, step);
        double least = Centering.LeastOfLevel * level, most = Centering.MostOfLevel * level;
        for (int k = 0; k < Constraints.Length; k++)
        {
            double product = (at.ConstraintSlacks[k] + (step * direction.ConstraintSlacks[k])) * (at.ConstraintPrices[k] + (step * direction.ConstraintPrices[k]));
            Constraints[k] += Math.Max(Math.Clamp(product, least, most) - product, -most);
        }
    }

    /// <summary>Sets the aims of one stretch of locals.</summary>
    internal void Fill(int start, int count)
    {
        int upper = barriers.UpperCount(start, count);
        Span<double> low = Lower.AsSpan(start, count), high = Upper.AsSpan(start, upper);
        ReadOnlySpan<double> logs = barriers.LogWeights(start, count);
        if (_direction is not null)
        {
            double least = Centering.LeastOfLevel * Level, most = Centering.MostOfLevel * Level;
            PairTargets.Centre(
                _at!.LowerSlacks.AsSpan(start, count), _direction.LowerSlacks.AsSpan(start, count), _at.LowerDuals.AsSpan(start, count), _direction.LowerDuals.AsSpan(start, count),
                logs, _step, least, most, low);
            PairTargets.Centre(
                _at.UpperSlacks.AsSpan(start, upper), _direction.UpperSlacks.AsSpan(start, upper), _at.UpperDuals.AsSpan(start, upper), _direction.UpperDuals.AsSpan(start, upper),
                [], _step, least, most, high);
        }
        else if (_predictor is not null)
        {
            PairTargets.SecondOrder(Level, logs, _predictor.LowerSlacks.AsSpan(start, count), _predictor.LowerDuals.AsSpan(start, count), low);
            PairTargets.SecondOrder(Level, [], _predictor.UpperSlacks.AsSpan(start, upper), _predictor.UpperDuals.AsSpan(start, upper), high);
        }
        else
        {
            PairTargets.Uniform(Level, logs, low);
            PairTargets.Uniform(Level, [], high);
        }
    }
}
