using Rebalancing.Solvers.Networks;

namespace Rebalancing.Solvers.Scenarios;

/// <content>Networks of flows become functions of the columns they move.</content>
internal sealed partial class ScenarioCompiler : INetworkColumns
{
    double INetworkColumns.LowerOf(int coordinate) => _form.Lower[coordinate];

    double INetworkColumns.UpperOf(int coordinate) => _form.Upper[coordinate];

    void INetworkColumns.Tighten(int coordinate, double lower, double upper)
    {
        _form.Lower[coordinate] = Math.Max(_form.Lower[coordinate], lower);
        _form.Upper[coordinate] = Math.Min(_form.Upper[coordinate], upper);
    }

    void INetworkColumns.AddLinear(int coordinate, double slope, double at, Charge charge) => AddSlope(charge, coordinate, slope, at);

    void INetworkColumns.AddStep(int coordinate, double at, double step, Charge charge) => AddHinge(charge, coordinate, at, step);

    void INetworkColumns.AddConstant(double value, Charge charge) => AddConstant(value, charge);

    private void FoldNetworks()
    {
        foreach (ProgramBlock block in _program.Blocks)
            if (block.Kind == BlockKind.Flows)
                Networks.Read(block);
        _refusal = Networks.Objection;
    }
}
