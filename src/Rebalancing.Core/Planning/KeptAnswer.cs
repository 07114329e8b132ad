using Rebalancing.Lowering;
using Rebalancing.Solvers;
using Rebalancing.Solvers.Explaining;

namespace Rebalancing.Planning;

/// <summary>What an explanation needs to read an answer without solving again: its multipliers, and how costs were settled in the program they belong to.</summary>
internal sealed record KeptAnswer(AnswerSnapshot Numbers, double CostAllowance, bool CostsAreFixed, Widening? Widening, StartingPrices? Prices);
