namespace Rebalancing;

/// <summary>A factor model estimated from returns, with the factors' returns and a statement of how it came about.</summary>
/// <remarks>Immutable; safe to share between threads.</remarks>
public sealed class FactorEstimate
{
    private readonly double[] _factorReturns, _explained;

    internal FactorEstimate(FactorModel model, string method, double[] factorReturns, double[] explained, IReadOnlyList<string> notes, ReturnSeries returns)
    {
        Model = model;
        Method = method;
        Notes = notes;
        Missing = returns.Missing;
        Periods = returns.Periods;
        _factorReturns = factorReturns;
        _explained = explained;
    }

    /// <summary>The risk model, per year; no assets x assets matrix.</summary>
    public FactorModel Model { get; }

    /// <summary>The estimator and its parameters, in words.</summary>
    public string Method { get; }

    /// <summary>What else was done; empty when nothing was.</summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>Who was missing, and what was done about it.</summary>
    public MissingReport Missing { get; }

    /// <summary>Periods used.</summary>
    public int Periods { get; }

    /// <summary>Share of each asset's variance that the factors explain; NaN for a constant asset.</summary>
    public IReadOnlyList<double> Explained => _explained;

    /// <summary>Return of a factor in a period (not scaled to a year).</summary>
    public double FactorReturn(int period, int factor) =>
        factor >= 0 && factor < Model.FactorCount ? _factorReturns[(period * Model.FactorCount) + factor] : throw new ArgumentOutOfRangeException(nameof(factor), factor, $"there are {Model.FactorCount} factors");

    /// <summary>Method, sizes, what was missing and what was done.</summary>
    public override string ToString() =>
        string.Join(" ", new[] { $"{Method}, {Periods} periods, {Model.Count} assets, {Model.FactorCount} factors.", Missing.ToString() }.Concat(Notes));
}
