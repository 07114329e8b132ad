using Rebalancing.Lowering;

namespace Rebalancing.Planning;

/// <summary>The least violation of the priced limits.</summary>
/// <param name="Violation">Priced sum; a percent of account value counts 0.01.</param>
/// <param name="Readings">Every limited quantity at the answer, owners renumbered to positions in the mandate's list of limits.</param>
/// <param name="Involved">For each limit of the mandate, whether its multipliers speak: together these limits prove that no less is possible.</param>
/// <param name="Paid">Costs of the answer's trades, fraction of account value.</param>
internal sealed record ElasticAnswer(double Violation, IReadOnlyList<LimitReading> Readings, bool[] Involved, double Paid);
