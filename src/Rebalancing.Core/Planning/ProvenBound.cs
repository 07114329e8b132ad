using System.Globalization;

namespace Rebalancing;

/// <summary>
/// How good an answer is, proved by code that shares nothing with the engines from the mandate's own numbers: no plan that keeps the limits is better by more than
/// <see cref="Within"/>, and the answer itself exceeds no limit by more than <see cref="LargestViolation"/>.
/// </summary>
/// <param name="Within">No allowed plan has an objective that is better by more than this, per year.</param>
/// <param name="LargestViolation">By how much the optimal weights exceed any limit at most, in the limit's unit, before rounding.</param>
/// <param name="LargestUnexplained">Largest slope that no cost and no limit accounts for, of an asset without bounds or curvature; 0 makes the bound exact.</param>
/// <remarks>Immutable; safe to share between threads.</remarks>
public sealed record ProvenBound(CostFigure Within, double LargestViolation, double LargestUnexplained)
{
    /// <summary>0.001 bp of account value, and a millionth of a limit's unit: what is proved to be less is written as this, because further digits are the solver's tolerance.</summary>
    private const double LeastValue = 1e-7, LeastViolation = 1e-6;

    /// <summary>The sentence.</summary>
    public override string ToString()
    {
        CostFigure shown = Within with { Value = Math.Max(LeastValue, Within.Value) };
        return string.Create(CultureInfo.InvariantCulture,
            $"Within {shown.Money:#,0.00} a year ({shown.Bps:0.###} bp) of the best possible; no limit is exceeded by more than {Math.Max(LeastViolation, LargestViolation):0.#E+0}.");
    }
}
