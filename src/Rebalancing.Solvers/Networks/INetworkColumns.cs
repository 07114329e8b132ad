namespace Rebalancing.Solvers.Networks;

/// <summary>The functions of single coordinates as an engine collects them, before networks are folded into them.</summary>
internal interface INetworkColumns
{
    /// <summary>The least value a coordinate may have.</summary>
    double LowerOf(int coordinate);

    /// <summary>The largest value a coordinate may have.</summary>
    double UpperOf(int coordinate);

    /// <summary>Bounds beside those that are there.</summary>
    void Tighten(int coordinate, double lower, double upper);

    /// <summary>Adds slope (x - at).</summary>
    void AddLinear(int coordinate, double slope, double at, Charge charge);

    /// <summary>Adds step (x - at)_+.</summary>
    void AddStep(int coordinate, double at, double step, Charge charge);

    /// <summary>Adds a number that depends on nothing.</summary>
    void AddConstant(double value, Charge charge);
}
