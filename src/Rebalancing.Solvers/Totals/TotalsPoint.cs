namespace Rebalancing.Solvers.Totals;

/// <summary>One inner answer: where it is and at which prices of the totals it was found last.</summary>
internal sealed class TotalsPoint(int columns, int images, int flows, int totals)
{
    public double[] Columns { get; } = new double[columns];

    public double[] Images { get; } = new double[images];

    public double[] Flows { get; } = new double[flows];

    public double[] Prices { get; } = new double[totals];

    public void Take(Solution solution, ReadOnlySpan<double> prices)
    {
        solution.Columns.Values.CopyTo(Columns, 0);
        solution.Images.Values.CopyTo(Images, 0);
        solution.Flows.Values.AsSpan(0, Flows.Length).CopyTo(Flows);
        prices.CopyTo(Prices);
    }
}
