namespace Rebalancing.Solvers.InteriorPoint;

/// <summary>
/// The proximal terms of the Newton systems. They begin strong, shrink while steps are long and residuals fall, and grow again where a factorisation
/// or a step fails. Their centre is the iterate, so they slow the method at worst; they do not bias the answer.
/// </summary>
internal sealed class Regularisation
{
    private const double First = 1e-7;
    private const double Least = 1e-11;

    /// <summary>What short steps may raise the terms to: more would hold prices of badly scaled programs in place.</summary>
    private const double Most = 1e-5;

    /// <summary>What failed pivots may raise them to.</summary>
    private const double MostForPivots = 1e-3;

    /// <summary>A coordinate with a stiffness of its own needs no proximal term beyond this share of it: where that is small, the term would hold it in place.</summary>
    private const double Share = 1e-2;

    /// <summary>Added to the curvature of every local variable.</summary>
    internal double Primal { get; private set; } = First;

    /// <summary>Added to the compliance of every row.</summary>
    internal double Dual { get; private set; } = First;

    /// <summary>Most of a coordinate's own stiffness that its proximal term may be; without limit while steps are short or inaccurate and need it.</summary>
    internal double MostShare { get; private set; } = double.PositiveInfinity;

    internal void Reset()
    {
        Primal = Dual = First;
        MostShare = double.PositiveInfinity;
    }

    internal void Strengthen()
    {
        Primal = Dual = Math.Min(MostForPivots, Dual * 100);
        MostShare = double.PositiveInfinity;
    }

    /// <summary>Weaker after a good step, a little stronger after a bad one.</summary>
    internal void After(double step, IterationReport report, bool fellShort)
    {
        double worst = Math.Max(report.PrimalResidual, Math.Max(report.DualResidual, report.Gap));
        if (step > 0.5)
            Dual = Math.Max(Least, Math.Min(Dual * 0.2, 1e-2 * worst));
        else if (step < 0.1)
            Dual = Math.Min(Most, Dual * 5);
        Primal = Dual;
        MostShare = Dual > Least || step < 0.1 || fellShort ? double.PositiveInfinity : Share;
    }
}
