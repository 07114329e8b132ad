namespace Rebalancing.Core.Tests.Planning;

/// <summary>A limit beside its definition as rows over holdings, cash and traded amounts, written without the library.</summary>
/// <param name="Limit">The library's limit.</param>
/// <param name="Price">What a unit of violation costs.</param>
/// <param name="SharesSlack">Whether all rows give way by the same amount: a limit that is the larger of two sums.</param>
/// <param name="Rows">lower &lt;= a'(w, cash, buys, sells) &lt;= upper.</param>
internal sealed record PlainLimit(Limit Limit, double Price, bool SharesSlack, IReadOnlyList<(double[] Coefficients, double Lower, double Upper)> Rows);
