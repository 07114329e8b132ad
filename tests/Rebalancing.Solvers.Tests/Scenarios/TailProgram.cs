using Rebalancing.Testing;

namespace Rebalancing.Solvers.Tests.Scenarios;

/// <summary>What a random program with tails is made of besides the tails.</summary>
[Flags]
internal enum Company
{
    None = 0,
    Costs = 1,
    ZeroCosts = 2,
    Groups = 4,
    Factors = 8,
    Covariance = 16,
    Pieces = 32,
    MoveLimit = 64,
    Uneven = 128,
    TwoLimits = 256,
    Benchmark = 512,
    Duplicates = 1024,
    Deviation = 2048,
    LimitOnly = 4096,
    Ties = 8192,
    Paid = 16384,
    HighShare = 32768,
    Uncapped = 65536,
    ReturnRow = 131072,
    Shorts = 262144,
    Lots = 524288,
    TooTight = 1048576,
    TwoSets = 2097152,
}

/// <summary>A random program whose risk is the mean of the worst rows of a tall matrix, with whatever else is asked for; written through the builder as any term would.</summary>
internal sealed class TailProgram
{
    private readonly TestRandom _random;
    private readonly Company _company;
    private readonly double _tilt;

    /// <param name="seed">Of everything random in it.</param>
    /// <param name="rows">Scenarios.</param>
    /// <param name="columns">Assets.</param>
    /// <param name="company">What stands beside the tail.</param>
    /// <param name="tilt">Added to the expected return of every tenth asset: another day's program with the same words.</param>
    public TailProgram(int seed, int rows, int columns, Company company, double tilt = 0)
    {
        _random = new TestRandom(seed);
        (Rows, Columns, _company, _tilt) = (rows, columns, company, tilt);
        var builder = new ProgramBuilder();
        Write(builder);
        Program = builder.Build();
    }

    public int Rows { get; }

    public int Columns { get; }

    public StructuredProgram Program { get; }

    public Block Weights { get; private set; }

    public Block Excess { get; private set; }

    private bool Has(Company part) => (_company & part) != 0;

    private void Write(ProgramBuilder builder)
    {
        double[] values = Values(), start = _random.Simplex(Columns), mean = new double[Columns];
        var map = DenseMap.OverRows(values, Rows, Columns);
        for (int i = 0; i < values.Length; i++)
            mean[i % Columns] += values[i] / Rows;
        Weights = builder.Variables(Columns, "weights");
        builder.Bounds(Weights, Filled(Columns, Has(Company.Shorts) ? -0.05 : 0), Filled(Columns, Has(Company.Uncapped) ? double.PositiveInfinity : Math.Max(0.2, 3.0 / Columns)));
        builder.Bounds(builder.Image(new SumMap(Columns), Weights), [1.0], [1.0]);
        builder.Linear(Weights, [.. mean.Select((m, i) => -m - (i % 10 == 0 ? _tilt : 0))]);
        Block moves = builder.Offset(Weights, start);
        if (Has(Company.Costs | Company.ZeroCosts))
            WriteCosts(builder, moves);
        if (Has(Company.Pieces))
            WritePieces(builder, moves);
        if (Has(Company.Lots))
            WriteLots(builder, moves, start);
        if (Has(Company.ReturnRow))
            builder.Bounds(builder.Image(DenseMap.FromColumns(mean, 1, Columns), Weights), [mean.Zip(start, (m, w) => m * w).Sum()], [double.PositiveInfinity]);
        if (Has(Company.Groups))
            WriteGroups(builder, start);
        if (Has(Company.Factors))
            WriteFactors(builder);
        if (Has(Company.Covariance))
            builder.Covariance(Weights, Covariance(values), 2.0);
        if (Has(Company.MoveLimit))
            Limited(builder, 0.25, () => builder.Kinked(moves, new Kink { At = new double[Columns], SlopeBelow = Filled(Columns, -0.5), SlopeAbove = Filled(Columns, 0.5) }));
        double[] probabilities = Has(Company.Uneven) ? _random.Simplex(Rows) : Filled(Rows, 1.0 / Rows);
        Block source = Has(Company.Benchmark) ? builder.Offset(Weights, _random.Simplex(Columns)) : Weights;
        Block image = builder.Image(map, source);
        if (Has(Company.Deviation))
            builder.Kinked(image, new Kink { At = Filled(Rows, 0.001), SlopeBelow = [.. probabilities.Select(p => -p)], SlopeAbove = probabilities });
        double own = TailAt(values, probabilities, start, 0.9);
        if (Has(Company.LimitOnly))
            Limited(builder, Has(Company.Benchmark) ? 0.05 : (Has(Company.TooTight) ? 0.2 : 0.93) * own, () => Tail(builder, image, probabilities, 0.9));
        else if (!Has(Company.Deviation))
            Tail(builder, image, probabilities, Has(Company.HighShare) ? 0.5 : 0.95);
        if (Has(Company.TwoSets))
            Tail(builder, builder.Image(DenseMap.OverRows(Values(), Rows, Columns), Weights), Filled(Rows, 1.0 / Rows), 0.9);
        if (Has(Company.TwoLimits))
        {
            Limited(builder, 1.02 * own, () => Tail(builder, image, probabilities, 0.9));
            Limited(builder, 1.02 * TailAt(values, probabilities, start, 0.98), () => Tail(builder, image, probabilities, 0.98));
        }
    }

    private double[] Values()
    {
        double[] beta = _random.UniformVector(Columns, 0.3, 1.5), width = _random.UniformVector(Columns, 0.005, 0.02), mean = _random.UniformVector(Columns, -0.001, 0.002);
        var values = new double[Rows * Columns];
        for (int s = 0; s < Rows; s++)
        {
            double common = 0.012 * _random.Normal() / Math.Sqrt(_random.Uniform(0.2, 1.5));
            for (int i = 0; i < Columns; i++)
            {
                double value = mean[i] + (beta[i] * common) + (width[i] * _random.Normal());
                values[(s * Columns) + i] = Has(Company.Ties) ? Math.Round(value, 2) : value;
            }
        }

        if (Has(Company.Duplicates))
            for (int s = 1; s < Rows; s += 2)
                values.AsSpan((s - 1) * Columns, Columns).CopyTo(values.AsSpan(s * Columns, Columns));
        return values;
    }

    private void Tail(ProgramBuilder builder, Block image, double[] probabilities, double confidence)
    {
        Block threshold = builder.Variables(1, "tail");
        builder.Linear(threshold, [-1.0]);
        Excess = builder.Shifted(image, threshold);
        builder.Kinked(Excess, new Kink { At = new double[Rows], SlopeBelow = [.. probabilities.Select(p => -p / (1 - confidence))], SlopeAbove = new double[Rows] });
    }

    private static void Limited(ProgramBuilder builder, double limit, Action words)
    {
        builder.Weight = 0;
        builder.ChargeTo(builder.AddBudget(limit), 1);
        words();
        builder.ChargeTo(-1, 0);
        builder.Weight = 1;
    }

    private void WriteCosts(ProgramBuilder builder, Block moves)
    {
        double[] cost = _random.UniformVector(Columns, 0.0002, 0.001);
        for (int i = 0; i < Columns; i++)
            if (Has(Company.ZeroCosts) && (!Has(Company.Costs) || i % 2 == 0))
                cost[i] = 0;
        if (Has(Company.Paid))
            builder.ChargeTo(builder.AddBudget(0.0006), 1);
        builder.Kinked(moves, new Kink { At = new double[Columns], SlopeBelow = [.. cost.Select(c => -c)], SlopeAbove = cost });
        builder.ChargeTo(-1, 0);
    }

    /// <summary>Five lots: selling costs or earns a different rate at each.</summary>
    private void WritePieces(ProgramBuilder builder, Block moves)
    {
        int[] start = [.. Enumerable.Range(0, Columns + 1).Select(i => 5 * i)];
        double[] breaks = new double[5 * Columns], steps = new double[5 * Columns];
        for (int i = 0; i < Columns; i++)
            for (int q = 0; q < 5; q++)
                (breaks[(5 * i) + q], steps[(5 * i) + q]) = (-0.008 * (4 - q), _random.Uniform(0.0001, 0.0006));
        builder.Pieces(moves, new ConvexPieces { Start = start, FirstSlope = Filled(Columns, -0.0018), Breaks = breaks, SlopeStep = steps });
    }

    /// <summary>Five lots as flows of their own, each sold at a cost of its own and no further than it is held; purchases without end.</summary>
    private void WriteLots(ProgramBuilder builder, Block moves, double[] start)
    {
        int[] coordinate = [.. Enumerable.Range(0, 6 * Columns).Select(f => f / 6)];
        double[] sign = [.. Enumerable.Range(0, 6 * Columns).Select(f => f % 6 == 5 ? 1.0 : -1.0)];
        double[] upper = [.. Enumerable.Range(0, 6 * Columns).Select(f => f % 6 == 5 ? double.PositiveInfinity : start[f / 6] / 5)];
        double[] cost = [.. Enumerable.Range(0, 6 * Columns).Select(f => f % 6 == 5 ? 0.0004 : _random.Uniform(-0.0003, 0.002))];
        builder.Linear(builder.Flows(moves, coordinate, sign, upper, "lots"), cost);
    }

    private void WriteGroups(ProgramBuilder builder, double[] start)
    {
        int[] group = [.. Enumerable.Range(0, Columns).Select(i => i % 5)];
        var share = new double[5];
        for (int i = 0; i < Columns; i++)
            share[group[i]] += start[i];
        builder.Bounds(builder.Image(new GroupMap(group, 5), Weights), [.. share.Select(x => x - 0.03)], [.. share.Select(x => x + 0.03)]);
    }

    private void WriteFactors(ProgramBuilder builder)
    {
        Block exposures = builder.Image(DenseMap.FromColumns(_random.UniformVector(4 * Columns, -0.3, 0.5), 4, Columns), Weights);
        builder.Quadratic(exposures, [0.4, 0.2, 0.1, 0.3]);
        builder.Quadratic(Weights, _random.UniformVector(Columns, 0.01, 0.05));
    }

    private CovarianceMatrix Covariance(double[] values)
    {
        var covariance = new double[Columns * Columns];
        for (int s = 0; s < Rows; s++)
            for (int i = 0; i < Columns; i++)
                for (int j = 0; j < Columns; j++)
                    covariance[(i * Columns) + j] += values[(s * Columns) + i] * values[(s * Columns) + j] / Rows;
        return CovarianceMatrix.FromRows(covariance, Columns);
    }

    private double TailAt(double[] values, double[] probabilities, double[] weights, double confidence)
    {
        double left = 1 - confidence, sum = 0;
        var losses = Enumerable.Range(0, Rows).Select(s => (Loss: -weights.Select((w, i) => w * values[(s * Columns) + i]).Sum(), P: probabilities[s])).OrderByDescending(pair => pair.Loss);
        foreach ((double loss, double p) in losses)
        {
            double part = Math.Min(left, p);
            sum += part * loss;
            left -= part;
        }

        return sum / (1 - confidence);
    }

    private static double[] Filled(int length, double value)
    {
        var filled = new double[length];
        Array.Fill(filled, value);
        return filled;
    }
}
