namespace Rebalancing.Solvers;

/// <summary>
/// What one solve may use and when it may stop early: multipliers to start from and a value that need not be passed. A search over many related programs
/// (branches of a discrete choice, what-if questions, a frontier) asks each of its solves with one of these.
/// </summary>
/// <remarks>
/// Immutable and thread-safe. A start saves time and leaves the answer the same to the tolerance, but perhaps not to the last bit: it is an input like any other.
/// The interior point takes no start and no cutoff: where it runs it solves to the end, which answers the same question.
/// </remarks>
public sealed record SolveRequest
{
    /// <summary>Nothing given: from the beginning to the end.</summary>
    public static SolveRequest Default { get; } = new();

    /// <summary>Multipliers of an answer to a program with the same words, for instance the parent's in a search; default null, none. Those of another shape are ignored.</summary>
    public StartingPrices? Start { get; init; }

    /// <summary>
    /// Starts where the last solve of this solver ended, with all that it knew; default false. The cheapest start when bounds, slopes or limits changed a little
    /// in between. Without a last answer of the dual Newton method or the scenario engine, <see cref="Start"/> counts.
    /// </summary>
    public bool ContinuesLast { get; init; }

    /// <summary>
    /// The solve stops with <see cref="SolveStatus.CutOff"/> as soon as it is proved that every feasible point has a larger objective than this, or that there is none;
    /// the proof is <see cref="SolveResult.LowerBound"/>. In units of the objective; default positive infinity, never.
    /// </summary>
    public double ObjectiveCutoff
    {
        get;
        init => field = double.IsNaN(value) ? throw new ArgumentOutOfRangeException(nameof(value), value, "the cutoff must be a number or an infinity") : value;
    }

    = double.PositiveInfinity;

    /// <summary>
    /// Whether a proof that nothing is feasible is the likely answer. Only the interior point finds such proofs, so that where engines are chosen by themselves it runs at once, unless there are many scenarios; default false.
    /// </summary>
    internal bool ExpectsInfeasibility { get; init; }
}
