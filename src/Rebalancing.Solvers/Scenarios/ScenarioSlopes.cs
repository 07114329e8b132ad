using Rebalancing.Solvers.Networks;

namespace Rebalancing.Solvers.Scenarios;

/// <summary>Columns at the answer and the slopes that its prices leave them, for the flows to be taken out of.</summary>
internal sealed class ScenarioSlopes(ScenarioForm form, ScenarioBound bound, double[] values, double[] budgetPrices) : INetworkAnswer
{
    public double Value(int coordinate) => values[coordinate];

    public double Minimiser(int coordinate)
    {
        bound.Minimum(coordinate, bound.Slopes[coordinate], budgetPrices, out double at);
        return at;
    }

    public double Slope(int coordinate, double x, bool fromRight)
    {
        double slope = bound.Slopes[coordinate] + (form.Curvature[coordinate] * x);
        for (int h = form.HingeStart[coordinate]; h < form.HingeStart[coordinate + 1]; h++)
            if (form.Hinges[h].At is var at && at < form.Upper[coordinate] && (at <= form.Lower[coordinate] || at < x || (fromRight && at == x)))
                slope += ScenarioBound.Step(form.Hinges[h], budgetPrices);
        return slope;
    }
}
