namespace Rebalancing.Solvers.MixedInteger;

/// <summary>lower &lt;= sum of coefficient times column &lt;= upper.</summary>
internal sealed record LinearFormRow(List<(int Column, double Coefficient)> Entries, double Lower, double Upper);
