namespace Rebalancing.Solvers.Tests.BranchAndBound;

/// <summary>
/// A small random program with choices: risk as a covariance or by factors, returns, costs of changes, a sum between limits. Solved with its choices by
/// branch and bound, and without them once for every combination of ways to keep them.
/// </summary>
internal sealed class ChoiceCase
{
    private readonly int _n;
    private readonly double[] _start, _mean, _cost, _below, _zero, _loadings, _specific;
    private readonly CovarianceMatrix _covariance;
    private readonly DenseMap _factors;
    private readonly SumMap _sum;
    private readonly double _least, _most;
    private readonly bool _byFactors, _powers;
    private readonly PlainChoice[] _choices;
    private readonly string[] _kinds;

    public ChoiceCase(int seed, int n, params string[] kinds)
        : this(new TestRandom(seed), n, kinds)
    {
    }

    public ChoiceCase(TestRandom random, int n, params string[] kinds)
    {
        _n = n;
        _kinds = kinds;
        _start = [.. random.Simplex(n).Select(w => random.Chance(0.3) ? 0 : w)];
        _mean = random.Vector(n, r => r.Uniform(-0.01, 0.02));
        _cost = random.UniformVector(n, 0, 0.002);
        _below = [.. _cost.Select(c => -c)];
        _zero = new double[n];
        _loadings = random.Vector(2 * n, r => 0.15 * r.Normal());
        _specific = random.UniformVector(n, 0.002, 0.03);
        _factors = DenseMap.FromColumns(_loadings, 2, n);
        var dense = new double[n * n];
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++) dense[(i * n) + j] = (_loadings[2 * i] * _loadings[2 * j]) + (_loadings[(2 * i) + 1] * _loadings[(2 * j) + 1]) + (i == j ? _specific[i] : 0);
        _covariance = CovarianceMatrix.FromRows(dense, n);
        _sum = new SumMap(n);
        (_least, _most) = random.Chance(0.5) ? (1, 1) : (0.9, 1);
        _byFactors = random.Chance(0.5);
        _powers = random.Chance(0.2);
        _choices = [.. kinds.Select(kind => PlainChoice.Random(kind, random, _start))];
    }

    public override string ToString() => string.Join('+', _kinds);

    public DiscreteResult Solve(int threads = 1)
    {
        return new DiscreteSolver(Record(), new DiscreteSettings { RelativeGap = 1e-9, AbsoluteGap = 1e-10, Threads = threads }).Solve();
    }

    public Block Weights { get; private set; }

    /// <summary>Without risk and powers: what a mixed-integer linear solver can be given.</summary>
    public bool IsLinear { get; init; }

    /// <summary>The program with its choices.</summary>
    public StructuredProgram Record()
    {
        var builder = new ProgramBuilder();
        (Block w, Block z) = Write(builder, Alternative.Filled(_n, 0), Alternative.Filled(_n, 1));
        foreach (PlainChoice choice in _choices) choice.Say(builder, w, z);
        Weights = w;
        return builder.Build();
    }

    /// <summary>The best over all combinations; infinite when none is possible.</summary>
    public double Enumerate()
    {
        double best = double.PositiveInfinity;
        IEnumerable<Alternative> ways = [Alternative.Free(_n)];
        foreach (PlainChoice choice in _choices) ways = ways.SelectMany(way => choice.Ways().Select(way.And).Where(both => !both.IsEmpty));
        foreach (Alternative way in ways) best = Math.Min(best, Solve(way));
        return best;
    }

    private double Solve(Alternative way)
    {
        double[] lower = [.. way.Lower.Select(x => Math.Max(x, 0))], upper = [.. way.Upper.Select(x => Math.Min(x, 1))];
        if (lower.Zip(upper).Any(pair => pair.First > pair.Second) || lower.Sum() > _most + 1e-9 || upper.Sum() < _least - 1e-9) return double.PositiveInfinity;
        var builder = new ProgramBuilder();
        (Block w, _) = Write(builder, lower, upper);
        foreach ((double[] coefficients, double low, double high) in way.Rows) builder.Bounds(builder.Image(new SumMap(coefficients), w), [low], [high]);
        SolveResult result = new ProgramSolver(builder.Build(), new SolverSettings { Engine = EngineKind.InteriorPoint, Tolerance = 1e-9 }).Solve();
        return result.Status == SolveStatus.Optimal ? result.Objective + way.Cost : double.PositiveInfinity;
    }

    private (Block Weights, Block Trades) Write(ProgramBuilder builder, double[] lower, double[] upper)
    {
        Block w = builder.Variables(_n, "w"), z = builder.Offset(w, _start);
        if (!IsLinear) WriteRisk(builder, w);
        builder.Linear(w, [.. _mean.Select(m => -m)]);
        builder.Kinked(z, new Kink { At = _zero, SlopeBelow = _below, SlopeAbove = _cost });
        if (_powers && !IsLinear) builder.Power(z, [.. _cost.Select(c => 5 * c)], 1.5);
        builder.Bounds(w, lower, upper);
        builder.Bounds(builder.Image(_sum, w), [_least], [_most]);
        return (w, z);
    }

    private void WriteRisk(ProgramBuilder builder, Block w)
    {
        if (_byFactors)
        {
            builder.Quadratic(w, [.. _specific.Select(d => 2 * d)]);
            builder.Quadratic(builder.Image(_factors, w), [2, 2]);
        }
        else builder.Covariance(w, _covariance, 2);
    }
}
