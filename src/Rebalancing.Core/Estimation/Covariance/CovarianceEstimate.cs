using Rebalancing.Numerics;

namespace Rebalancing;

/// <summary>A covariance estimated from returns, per year, with a statement of how it came about.</summary>
/// <remarks>Immutable; safe to share between threads.</remarks>
public sealed class CovarianceEstimate
{
    private CovarianceEstimate(DenseRisk risk, string method, double? shrinkage, IReadOnlyList<string> notes, ReturnSeries returns)
    {
        Risk = risk;
        Method = method;
        Shrinkage = shrinkage;
        Notes = notes;
        Missing = returns.Missing;
        Periods = returns.Periods;
    }

    /// <summary>The risk model: positive semidefinite, per year.</summary>
    public DenseRisk Risk { get; }

    /// <summary>The estimator and its parameters, in words.</summary>
    public string Method { get; }

    /// <summary>Weight of the shrinkage target, from 0 (the sample) to 1 (the target); null when the estimator does not shrink.</summary>
    public double? Shrinkage { get; }

    /// <summary>What else was done: a repair and its size; empty when nothing was.</summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>Who was missing, and what was done about it.</summary>
    public MissingReport Missing { get; }

    /// <summary>Periods used.</summary>
    public int Periods { get; }

    /// <summary>Covariance of two assets' yearly returns.</summary>
    public double this[int first, int second] => Risk[first, second];

    /// <summary>Method, shrinkage, what was missing and what was done.</summary>
    public override string ToString() =>
        string.Join(" ", new[] { $"{Method}, {Periods} periods, {Risk.Count} assets.", Shrinkage is { } d ? FormattableString.Invariant($"Shrinkage {d:G6}.") : "", Missing.ToString() }.Concat(Notes).Where(s => s.Length > 0));

    /// <summary>From a covariance per period, which is scaled to a year in place; a matrix that may be indefinite is repaired, and the notes say so.</summary>
    internal static CovarianceEstimate FromPeriods(double[] covariance, ReturnSeries returns, string method, double? shrinkage = null, bool mayBeIndefinite = false)
    {
        int n = returns.Count;
        var notes = new List<string>();
        if (mayBeIndefinite && PositiveRepair.Apply(covariance, n, returns.Label) is { } note) notes.Add(note);
        Scale.By(returns.PeriodsPerYear, covariance);
        return new CovarianceEstimate(new DenseRisk(CovarianceMatrix.FromRows(covariance, n), returns.Universe), method, shrinkage, notes, returns);
    }
}
