namespace Rebalancing.Solvers.Tests.BranchAndBound;

/// <summary>One way to keep a choice: bounds on the columns, rows a'w in [low, high], and what it costs.</summary>
internal sealed record Alternative(double[] Lower, double[] Upper, double Cost, (double[] Coefficients, double Low, double High)[] Rows)
{
    public static Alternative Free(int n) => new(Filled(n, double.NegativeInfinity), Filled(n, double.PositiveInfinity), 0, []);

    public static double[] Filled(int n, double value) => [.. Enumerable.Repeat(value, n)];

    public Alternative With(int i, double lower, double upper, double cost = 0)
    {
        (double[] low, double[] high) = ([.. Lower], [.. Upper]);
        (low[i], high[i]) = (Math.Max(low[i], lower), Math.Min(high[i], upper));
        return this with { Lower = low, Upper = high, Cost = Cost + cost };
    }

    public Alternative WithRow(double[] coefficients, double low, double high) => this with { Rows = [.. Rows, (coefficients, low, high)] };

    public Alternative And(Alternative other) => new(
        [.. Lower.Zip(other.Lower, Math.Max)], [.. Upper.Zip(other.Upper, Math.Min)], Cost + other.Cost, [.. Rows, .. other.Rows]);

    public bool IsEmpty => Lower.Zip(Upper).Any(pair => pair.First > pair.Second);
}
