using Rebalancing.Solvers.Tests.DualNewton;
using Rebalancing.Testing;

namespace Rebalancing.Solvers.Tests.Totals;

/// <summary>
/// A factor program whose lots are sold from by flows, with two classes of lots and convex piecewise-linear prices and bounds on the sum of gains of each class and of both together: the shape
/// of a tax on net gains.
/// </summary>
internal sealed class TotalsProgram
{
    private readonly ProgramBuilder _builder = new();
    private readonly FactorInstance _instance;
    private readonly double[] _gain;
    private readonly bool[] _isSecond;
    private readonly DenseMap _loadings;
    private readonly SumMap _sum;
    private readonly double[] _before;
    private readonly double _steep;

    /// <param name="seed">Everything follows from it.</param>
    /// <param name="netted">Whether the third total, the sum of both, is priced; otherwise each class for itself.</param>
    /// <param name="assets">Number of assets.</param>
    public TotalsProgram(int seed, bool netted, int assets = 40)
    {
        var random = new TestRandom(seed + 5000);
        _instance = new FactorInstance(assets, 5, seed);
        int lots = assets * FactorInstance.Lots;
        // few different gains, so that lots tie at many prices
        _gain = random.Vector(lots, r => 0.1 * r.Integer(-2, 8));
        _isSecond = [.. Enumerable.Range(0, lots).Select(_ => random.Chance(0.5))];
        _before = random.Vector(3, r => 0.01 * r.Normal());
        _steep = random.Uniform(0.2, 0.4);
        _loadings = DenseMap.FromColumns(_instance.Loadings, 5, assets);
        _sum = new SumMap(assets);
        Netted = netted;
        Say();
        Program = _builder.Build();
    }

    public bool Netted { get; }

    /// <summary>Least value of the second total; negative infinity for none.</summary>
    public double LeastSecond { get; set; } = double.NegativeInfinity;

    /// <summary>Largest value of the sum of both totals; infinity for none.</summary>
    public double MostNet { get; set; } = double.PositiveInfinity;

    public StructuredProgram Program { get; }

    public Block Flows { get; private set; }

    public Block Net { get; private set; }

    public void Refill()
    {
        _builder.BeginRefill();
        Say();
        _builder.EndRefill();
    }

    private void Say()
    {
        int n = _instance.Assets;
        Block holdings = _builder.Variables(n, "holdings"), trades = _builder.Offset(holdings, _instance.Holdings);
        _builder.Bounds(holdings, new double[n], Filled(n, _instance.Cap));
        _builder.Linear(holdings, [.. _instance.Returns.Select(r => -r)]);
        _builder.Quadratic(holdings, [.. _instance.Specific.Select(d => _instance.RiskAversion * d)]);
        _builder.Quadratic(_builder.Image(_loadings, holdings), Filled(5, _instance.RiskAversion));
        _builder.Bounds(_builder.Image(_sum, holdings), [1.0], [1.0]);
        Flows = SayFlows(trades, out double[] first, out double[] second);
        double[] both = [.. first.Zip(second, (a, b) => a + b)];
        Block ofFirst = _builder.Offset(_builder.WeightedSum(Flows, first), [-_before[0]]), ofSecond = _builder.Offset(_builder.WeightedSum(Flows, second), [-_before[1]]);
        Net = _builder.Offset(_builder.WeightedSum(Flows, both), [-_before[0] - _before[1]]);
        if (Netted)
        {
            _builder.Pieces(Net, new ConvexPieces { Start = [0, 2], FirstSlope = [0.02], Breaks = [-0.005, 0.0], SlopeStep = [0.1, _steep - 0.12] });
        }
        else
        {
            _builder.Kinked(ofFirst, new Kink { At = [0.0], SlopeBelow = [0.1], SlopeAbove = [_steep] });
            _builder.Linear(ofSecond, [0.1]);
        }

        _builder.Bounds(ofSecond, [LeastSecond], [double.PositiveInfinity]);
        _builder.Bounds(Net, [double.NegativeInfinity], [MostNet]);
    }

    private Block SayFlows(Block trades, out double[] first, out double[] second)
    {
        int n = _instance.Assets, each = FactorInstance.Lots + 1;
        int[] coordinate = new int[n * each];
        double[] sign = new double[n * each], upper = new double[n * each], cost = new double[n * each];
        (first, second) = (new double[n * each], new double[n * each]);
        for (int i = 0; i < n; i++)
        {
            for (int l = 0; l < FactorInstance.Lots; l++)
            {
                int f = (i * each) + l, lot = (i * FactorInstance.Lots) + l;
                (coordinate[f], sign[f], upper[f], cost[f]) = (i, -1, _instance.LotSize[lot], _instance.Spread[i]);
                (_isSecond[lot] ? second : first)[f] = _gain[lot];
            }

            int buy = (i * each) + FactorInstance.Lots;
            (coordinate[buy], sign[buy], upper[buy], cost[buy]) = (i, 1, double.PositiveInfinity, _instance.Spread[i]);
        }

        Block flows = _builder.Flows(trades, coordinate, sign, upper, "lots");
        _builder.Linear(flows, cost);
        return flows;
    }

    private static double[] Filled(int n, double value)
    {
        double[] filled = new double[n];
        Array.Fill(filled, value);
        return filled;
    }
}
