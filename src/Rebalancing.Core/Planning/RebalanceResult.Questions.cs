using Rebalancing.Mandates;
using Rebalancing.Planning;

namespace Rebalancing;

/// <content>Questions about the answer: proof, explanation, what if, exact costs, overrides.</content>
public sealed partial class RebalanceResult
{
    private readonly Mandate _asWritten;

    /// <summary>How good the answer is, in money; null without an optimal answer. Where no certificate was made with the answer, the first request makes it (see <see cref="Certificate"/>).</summary>
    public ProvenBound? Proof => IsOptimal && !double.IsNaN(Certificate.Objective)
        ? new ProvenBound(new CostFigure(Math.Max(0, Certificate.Gap), Account.Value), Math.Max(0, Certificate.PrimalResidual), Certificate.DualResidual)
        : null;

    /// <summary>Decisions by people that changed the mandate for this account, in the order in which they were given; <see cref="Mandate"/> includes them.</summary>
    public IReadOnlyList<Override> Overrides { get; }

    /// <summary>
    /// Why the plan is what it is: reasons for each trade, no-trade intervals, prices of the limits. Read off the answer's multipliers; a result of a batch, which keeps none,
    /// is solved once more for it, on this thread and with the same bits.
    /// </summary>
    /// <param name="cancellation">Honoured within one iteration.</param>
    /// <exception cref="InvalidOperationException">There is no plan to explain.</exception>
    public Explanation Explain(CancellationToken cancellation = default) => IsOptimal
        ? ExplanationWriter.Write(Mandate, Account, Settings, Outcome, cancellation)
        : throw new InvalidOperationException($"there is no plan to explain: {Status}");

    /// <summary>
    /// What is in the tails that the mandate speaks of, one report for each <see cref="ConditionalValueAtRisk"/> among its costs, then among its limits, at <see cref="Weights"/>, with the weights that the
    /// answer's multipliers give the scenarios. Empty where the mandate has none. A result of a batch is solved once more for it, with the same bits.
    /// </summary>
    /// <param name="cancellation">Honoured within one iteration.</param>
    /// <exception cref="InvalidOperationException">There is no plan.</exception>
    public IReadOnlyList<TailReport> Tails(CancellationToken cancellation = default) => IsOptimal
        ? TailReader.Read(Mandate, Account, Settings, Outcome, cancellation)
        : throw new InvalidOperationException($"there is no plan whose tails could be read: {Status}");

    /// <summary>
    /// The no-trade intervals of <see cref="Explain"/> as a table, or the exact ones: with everything else optimised again while one holding varies. Exact ends take a few solves each,
    /// on this thread.
    /// </summary>
    /// <param name="kind">Default: marginal.</param>
    /// <param name="cancellation">Honoured within one iteration.</param>
    /// <exception cref="InvalidOperationException">There is no plan; or exact intervals were asked for under discrete rules or taxes on lots, where assets do not rest on an interval.</exception>
    public NoTradeTable NoTradeIntervals(IntervalKind kind = IntervalKind.Marginal, CancellationToken cancellation = default)
    {
        IReadOnlyList<NoTradeInterval> marginal = Explain(cancellation).NoTrade;
        if (kind == IntervalKind.Marginal) return new NoTradeTable(Account, kind, marginal);
        if (Discrete is not null || TaxedParts.Of(Mandate).Any())
            throw new InvalidOperationException("exact no-trade intervals need a mandate without discrete rules and without costs of tax lots: with them the holdings from which an asset is not traded need not be one interval");
        var search = new NoTradeSearch(Mandate, Account, Settings, Outcome.Kept?.Prices, cancellation);
        return new NoTradeTable(Account, kind, [.. marginal.Select(search.Find)]);
    }

    /// <summary>The plan with some changes, next to this one. Solved on this thread, from this answer's multipliers where the engine can use them.</summary>
    /// <param name="changes">At least one; two that speak of the same thing contradict each other.</param>
    /// <exception cref="MandateException">A change speaks of something unknown, or contradicts another; lists every problem.</exception>
    public WhatIf WhatIf(params ReadOnlySpan<Change> changes) => WhatIf(changes.ToArray(), CancellationToken.None);

    /// <inheritdoc cref="WhatIf(ReadOnlySpan{Change})"/>
    /// <param name="changes">At least one; two that speak of the same thing contradict each other.</param>
    /// <param name="cancellation">Honoured within one iteration.</param>
    public WhatIf WhatIf(IReadOnlyList<Change> changes, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(changes);
        if (changes.Count == 0) throw new ArgumentException("a what-if question needs at least one change", nameof(changes));
        return new WhatIf(changes, this, Solve(ChangedMandate.Of(Mandate, Account, changes), [], cancellation));
    }

    /// <summary>
    /// What a limit is worth at the margin: derivatives from both sides and the range over which they hold. Moves the limit and solves again some dozens of times, on this thread.
    /// For a limit that binds in several places, the dearest.
    /// </summary>
    /// <param name="limit">Name of the limit as reports show it; its first word is enough where it is alone.</param>
    /// <param name="cancellation">Honoured within one iteration.</param>
    /// <exception cref="MandateException">The mandate has no such limit, or more than one.</exception>
    /// <exception cref="InvalidOperationException">There is no plan.</exception>
    public ShadowPrice PriceOf(string limit, CancellationToken cancellation = default) => IsOptimal
        ? ShadowPriceWriter.Write(Mandate, Account, Settings, Outcome, Change.PositionOf(limit, Mandate), cancellation)
        : throw new InvalidOperationException($"there is no plan to price limits of: {Status}");

    /// <summary>What a limit costs: by how much the objective would be better without it, found by solving again.</summary>
    /// <param name="limit">Name of the limit as reports show it; its first word is enough where it is alone.</param>
    /// <param name="cancellation">Honoured within one iteration.</param>
    /// <exception cref="MandateException">The mandate has no such limit, or more than one.</exception>
    public ExactCost CostOf(string limit, CancellationToken cancellation = default)
    {
        string name = Mandate.Limits[Change.PositionOf(limit, Mandate)].Name;
        WhatIf without = WhatIf([Change.WithoutLimit(name)], cancellation);
        return new ExactCost(name, Saved(without), without);
    }

    /// <summary>What an override costs: by how much the objective would be better without it, the other overrides kept.</summary>
    /// <param name="item">One of <see cref="Overrides"/>.</param>
    /// <param name="cancellation">Honoured within one iteration.</param>
    public ExactCost CostOf(Override item, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(item);
        if (!Overrides.Contains(item)) throw new ArgumentException($"'{item}' is not among the overrides of this result", nameof(item));
        Override[] others = [.. Overrides.Where(other => other != item)];
        RebalanceResult after = Solve(ChangedMandate.Of(_asWritten, Account, others), others, cancellation);
        var without = new WhatIf([Change.Undone(item.Change)], this, after);
        return new ExactCost(item.Change.ToString(), Saved(without), without);
    }

    private CostFigure Saved(WhatIf without) => new(without.IsComparable ? -without.Objective.Value : double.NaN, Account.Value);

    private RebalanceResult Solve(Mandate mandate, IReadOnlyList<Override> overrides, CancellationToken cancellation)
    {
        var worker = new RebalanceWorker(mandate, Settings);
        RebalanceOutcome outcome = worker.Rebalance(Account, cancellation, Outcome.Kept?.Prices, keep: true);
        worker.Release();
        return new RebalanceResult(mandate, Account, Settings, outcome, overrides: overrides, asWritten: _asWritten);
    }
}
