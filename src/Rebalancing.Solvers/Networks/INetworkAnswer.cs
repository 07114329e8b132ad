namespace Rebalancing.Solvers.Networks;

/// <summary>What an engine found for single coordinates whose functions have networks in them: what is needed to take the flows out again.</summary>
internal interface INetworkAnswer
{
    /// <summary>The coordinate at the answer.</summary>
    double Value(int coordinate);

    /// <summary>Where the coordinate's whole function, prices of everything else included, is least; not finite where there is no such place.</summary>
    double Minimiser(int coordinate);

    /// <summary>
    /// Derivative of that function on one side, bends at the lower bound counted on both sides and those at the upper bound on neither.
    /// </summary>
    double Slope(int coordinate, double x, bool fromRight);
}
