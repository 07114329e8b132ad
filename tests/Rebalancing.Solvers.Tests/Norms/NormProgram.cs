using Rebalancing.Solvers.Tests.DualNewton;

namespace Rebalancing.Solvers.Tests.Norms;

/// <summary>Whose squares a norm limit adds up.</summary>
public enum NormOf
{
    /// <summary>Holdings: a volatility.</summary>
    Holdings,

    /// <summary>Changes: a tracking error to what is held.</summary>
    Trades,
}

/// <summary>A factor rebalance under a limit on sqrt(v'(F'F + D)v).</summary>
internal sealed class NormProgram
{
    private readonly ProgramBuilder _builder = new();
    private readonly FactorInstance _instance;
    private readonly NormOf _of;
    private readonly bool _hasVariance;
    private readonly DenseMap _loadings;
    private readonly GroupMap _groups;
    private readonly SumMap _sum;

    public NormProgram(int seed, NormOf of, bool hasVariance, double radius, int assets = 80)
    {
        _instance = new FactorInstance(assets, 6, seed);
        (_of, _hasVariance, Radius) = (of, hasVariance, radius);
        _loadings = DenseMap.FromColumns(_instance.Loadings, 6, assets);
        _groups = new GroupMap(_instance.Group, FactorInstance.Groups);
        _sum = new SumMap(assets);
        Say();
        Program = _builder.Build();
    }

    public double Radius { get; set; }

    public StructuredProgram Program { get; }

    public Block Holdings { get; private set; }

    public void Refill()
    {
        _builder.BeginRefill();
        Say();
        _builder.EndRefill();
    }

    /// <summary>The norm of some holdings, by definition.</summary>
    public double Of(ReadOnlySpan<double> holdings)
    {
        double squares = 0;
        double[] exposure = new double[6];
        for (int i = 0; i < holdings.Length; i++)
        {
            double v = _of == NormOf.Holdings ? holdings[i] : holdings[i] - _instance.Holdings[i];
            squares += _instance.Specific[i] * v * v;
            for (int j = 0; j < 6; j++)
                exposure[j] += _instance.Loadings[(i * 6) + j] * v;
        }

        return Math.Sqrt(squares + exposure.Sum(e => e * e));
    }

    private void Say()
    {
        int n = _instance.Assets;
        double[] ones = [1, 1, 1, 1, 1, 1], caps = new double[n];
        Array.Fill(caps, _instance.Cap);
        Holdings = _builder.Variables(n, "holdings");
        Block trades = _builder.Offset(Holdings, _instance.Holdings);
        _builder.Bounds(Holdings, new double[n], caps);
        _builder.Linear(Holdings, [.. _instance.Returns.Select(r => -r)]);
        _builder.Kinked(trades, new Kink { At = new double[n], SlopeBelow = [.. _instance.Spread.Select(c => -c)], SlopeAbove = _instance.Spread });
        _builder.Bounds(_builder.Image(_sum, Holdings), [1.0], [1.0]);
        _builder.Bounds(_builder.Image(_groups, Holdings), _instance.GroupLower, _instance.GroupUpper);
        Block exposures = _builder.Image(_loadings, Holdings);
        if (_hasVariance)
        {
            _builder.Quadratic(exposures, [.. ones.Select(one => 2 * one)]);
            _builder.Quadratic(Holdings, [.. _instance.Specific.Select(d => 2 * d)]);
        }

        double[] held = new double[6];
        for (int i = 0; i < n; i++)
            for (int j = 0; j < 6; j++)
                held[j] += _instance.Loadings[(i * 6) + j] * _instance.Holdings[i];
        _builder.BeginNorm(Radius);
        _builder.Quadratic(_of == NormOf.Trades ? _builder.Offset(exposures, held) : exposures, ones);
        _builder.Quadratic(_of == NormOf.Trades ? trades : Holdings, _instance.Specific);
        _builder.EndNorm();
    }
}
