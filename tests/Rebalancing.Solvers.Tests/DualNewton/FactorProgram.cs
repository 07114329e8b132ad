namespace Rebalancing.Solvers.Tests.DualNewton;

/// <summary>Which trading cost an instance is written with.</summary>
public enum CostKind
{
    /// <summary>A spread for each asset.</summary>
    Spread,

    /// <summary>A spread and a 3/2 power.</summary>
    Impact,

    /// <summary>Five tax lots to sell from and one flow to buy.</summary>
    Lots,
}

/// <summary>Writes a <see cref="FactorInstance"/> as a structured program; once, or again into the recorded one.</summary>
internal sealed class FactorProgram
{
    private readonly ProgramBuilder _builder = new();
    private readonly DenseMap _loadings;
    private readonly GroupMap _groups;
    private readonly SumMap _sum;
    private readonly CostKind _kind;
    private readonly double _turnover;
    private readonly bool _costsAreSettled;

    public FactorProgram(FactorInstance instance, CostKind kind, double turnover = double.PositiveInfinity, bool costsAreSettled = false)
    {
        (_kind, _turnover, _costsAreSettled) = (kind, turnover, costsAreSettled);
        _loadings = DenseMap.FromColumns(instance.Loadings, instance.Factors, instance.Assets);
        _groups = new GroupMap(instance.Group, FactorInstance.Groups);
        _sum = new SumMap(instance.Assets);
        Say(instance);
        Program = _builder.Build();
    }

    public StructuredProgram Program { get; }

    public Block Holdings { get; private set; }

    public Block Trades { get; private set; }

    public void Refill(FactorInstance instance)
    {
        _builder.BeginRefill();
        Say(instance);
        _builder.EndRefill();
    }

    public static StructuredProgram Of(FactorInstance instance, CostKind kind) => new FactorProgram(instance, kind).Program;

    private void Say(FactorInstance instance)
    {
        int n = instance.Assets;
        double gamma = instance.RiskAversion;
        Holdings = _builder.Variables(n, "holdings");
        Trades = _builder.Offset(Holdings, instance.Holdings);
        _builder.Bounds(Holdings, new double[n], Filled(n, instance.Cap));
        _builder.Linear(Holdings, [.. instance.Returns.Select(r => -r)]);
        _builder.Quadratic(Holdings, [.. instance.Specific.Select(d => gamma * d)]);
        _builder.Quadratic(_builder.Image(_loadings, Holdings), Filled(instance.Factors, gamma));
        Block total = _builder.Image(_sum, Holdings);
        int settlement = -1;
        if (_costsAreSettled)
        {
            // 1'w + costs <= 1, and 1'w >= 0.99 so that nothing is burned
            _builder.Bounds(total, [0.99], [1.0]);
            settlement = _builder.AddBudget(1.0);
            _builder.Weight = 0;
            _builder.ChargeTo(settlement, 1.0);
            _builder.Linear(total, [1.0]);
            _builder.ChargeTo(-1, 0);
            _builder.Weight = 1;
        }
        else
        {
            _builder.Bounds(total, [1.0], [1.0]);
        }

        if (double.IsFinite(_turnover))
        {
            _builder.Weight = 0;
            _builder.ChargeTo(_builder.AddBudget(_turnover), 1.0);
            _builder.Kinked(Trades, new Kink { At = new double[n], SlopeBelow = Filled(n, -1), SlopeAbove = Filled(n, 1) });
            _builder.ChargeTo(-1, 0);
            _builder.Weight = 1;
        }

        if (_costsAreSettled)
            _builder.ChargeTo(settlement, 1.0);
        _builder.Bounds(_builder.Image(_groups, Holdings), instance.GroupLower, instance.GroupUpper);
        if (_kind == CostKind.Lots)
            SayLots(instance);
        else
            _builder.Kinked(Trades, new Kink { At = new double[n], SlopeBelow = [.. instance.Spread.Select(c => -c)], SlopeAbove = instance.Spread });
        if (_kind == CostKind.Impact)
            _builder.Power(Trades, instance.Impact, 1.5);
        _builder.ChargeTo(-1, 0);
    }

    private void SayLots(FactorInstance instance)
    {
        int n = instance.Assets, each = FactorInstance.Lots + 1;
        int[] coordinate = new int[n * each];
        double[] sign = new double[n * each], upper = new double[n * each], cost = new double[n * each];
        for (int i = 0; i < n; i++)
        {
            for (int l = 0; l < FactorInstance.Lots; l++)
            {
                int f = (i * each) + l, lot = (i * FactorInstance.Lots) + l;
                (coordinate[f], sign[f], upper[f], cost[f]) = (i, -1, instance.LotSize[lot], instance.Spread[i] + instance.LotTax[lot]);
            }

            int buy = (i * each) + FactorInstance.Lots;
            (coordinate[buy], sign[buy], upper[buy], cost[buy]) = (i, 1, double.PositiveInfinity, instance.Spread[i]);
        }

        Block flows = _builder.Flows(Trades, coordinate, sign, upper, "lots");
        _builder.Linear(flows, cost);
    }

    private static double[] Filled(int n, double value)
    {
        double[] filled = new double[n];
        Array.Fill(filled, value);
        return filled;
    }
}
