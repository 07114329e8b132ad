namespace Rebalancing.Solvers.Tests.Programs;

/// <summary>A program that says every word of the builder at least once; the numbers follow from a seed, the words do not.</summary>
internal sealed class EveryWord
{
    public const int Holdings = 6;

    private readonly LinearMap loadings = DenseMap.FromColumns(new TestRandom(11).NormalVector(2 * Holdings), 2, Holdings);
    private readonly LinearMap groups = new GroupMap([0, 1, 0, -1, 1, 0], 2);
    private readonly LinearMap sum = new SumMap(Holdings);
    private readonly LinearMap sparse = new SparseMap(2, Holdings, [0, 1, 3], [2, 0, 5], [1, -1, 0.5]);
    private readonly CovarianceMatrix covariance = CovarianceMatrix.FromRows([.. from i in Enumerable.Range(0, Holdings) from j in Enumerable.Range(0, Holdings) select i == j ? 1 + i : 0.25], Holdings);
    private readonly Numbers numbers = new();

    /// <summary>Draws the numbers of the next account; with other numbers of lots and breaks when <paramref name="ragged"/>.</summary>
    public EveryWord With(int seed, bool ragged = false)
    {
        numbers.Draw(new TestRandom(seed), ragged);
        return this;
    }

    /// <summary>The words. Allocates nothing.</summary>
    public void Write(ProgramBuilder builder)
    {
        builder.Owner = 0;
        Block holdings = builder.Variables(Holdings, "holdings");
        Block scalar = builder.Variables(1, "threshold");
        Block trades = builder.Offset(holdings, numbers.Origin);
        Block active = builder.Offset(trades, numbers.SecondOrigin);
        builder.Owner = 1;
        Block exposures = builder.Image(loadings, holdings);
        builder.Weight = numbers.Scalar;
        builder.Quadratic(exposures, numbers.Two);
        builder.Quadratic(builder.Image(loadings, active), numbers.Two);
        builder.Covariance(active, covariance, numbers.Scalar);
        builder.Weight = 1;
        builder.Bounds(builder.Image(sum, holdings), numbers.One, numbers.OneAbove);
        builder.Bounds(builder.Image(groups, trades), numbers.Two, numbers.TwoAbove);
        builder.Owner = 2;
        Block lots = builder.Flows(trades, numbers.FlowCoordinate, numbers.FlowSign, numbers.FlowUpper, "lots");
        builder.Linear(lots, numbers.FlowCost);
        builder.WeightedSum(lots, numbers.FlowCost);
        builder.Kinked(trades, new Kink { At = numbers.Origin, SlopeBelow = numbers.Below, SlopeAbove = numbers.Above });
        builder.Pieces(active, new ConvexPieces { Start = numbers.PieceStart, FirstSlope = numbers.Below, Breaks = numbers.Breaks, SlopeStep = numbers.Steps });
        builder.Power(trades, numbers.Positive, numbers.Exponent);
        builder.Owner = 3;
        int budget = builder.AddBudget(numbers.Scalar);
        builder.ChargeTo(budget, numbers.Scalar);
        builder.Weight = 0;
        builder.Linear(holdings, numbers.Below);
        builder.ChargeTo(-1, 0);
        builder.Weight = 1;
        builder.Log(holdings, numbers.Positive);
        builder.BeginNorm(numbers.Scalar);
        builder.Quadratic(holdings, numbers.Positive);
        builder.Covariance(holdings, covariance, numbers.Scalar);
        builder.EndNorm();
        builder.BeginNorm(scalar);
        builder.Quadratic(trades, numbers.Positive);
        builder.EndNorm();
        builder.Linear(scalar, numbers.One);
        builder.Owner = -1;
        Block both = builder.Image(new ImagePart(sparse, holdings), new ImagePart(loadings, holdings));
        builder.Bounds(builder.Shifted(both, scalar), numbers.Two, numbers.TwoAbove);
    }

    private sealed class Numbers
    {
        public double[] Origin = [], SecondOrigin = [], Below = [], Above = [], Positive = [], Two = [], TwoAbove = [], One = [], OneAbove = [];
        public double[] FlowSign = [], FlowUpper = [], FlowCost = [], Breaks = [], Steps = [];
        public int[] FlowCoordinate = [], PieceStart = [];
        public double Scalar, Exponent;

        public void Draw(TestRandom random, bool ragged)
        {
            Origin = random.NormalVector(Holdings);
            SecondOrigin = random.NormalVector(Holdings);
            Below = random.UniformVector(Holdings, -1, 0);
            Above = random.UniformVector(Holdings, 0, 1);
            Positive = random.UniformVector(Holdings, 0.1, 2);
            Two = random.UniformVector(2, 0.1, 1);
            TwoAbove = random.UniformVector(2, 1, 2);
            One = random.UniformVector(1, 0, 1);
            OneAbove = random.UniformVector(1, 1, 2);
            Scalar = random.Uniform(0.5, 2);
            Exponent = random.Uniform(1.25, 2);
            FlowCoordinate = ragged ? [0, 0, 0, 2, 4, 4, 4, 5] : [0, 0, 3, 3, 5];
            FlowSign = [.. FlowCoordinate.Select((_, f) => f % 2 == 0 ? -1.0 : 1)];
            FlowUpper = random.UniformVector(FlowCoordinate.Length, 0, 1);
            FlowCost = random.NormalVector(FlowCoordinate.Length);
            PieceStart = ragged ? [0, 2, 2, 3, 3, 5, 6] : [0, 1, 1, 1, 3, 3, 4];
            Steps = random.UniformVector(PieceStart[^1], 0, 1);
            Breaks = random.NormalVector(PieceStart[^1]);
            for (int i = 0; i < Holdings; i++) Breaks.AsSpan(PieceStart[i]..PieceStart[i + 1]).Sort();
        }
    }
}
