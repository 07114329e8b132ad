using Rebalancing.Testing;

namespace Rebalancing.Solvers.Tests.DualNewton;

/// <summary>
/// Programs that speak of the same dense rows in several axes, as a mandate does that limits exposures to correlated factors beside their risk: every mixture of
/// curved, limited and priced combinations against the interior point.
/// </summary>
public class CombinedFactorTests
{
    private const int Assets = 60, Factors = 7, Few = 3;

    [Test]
    public void Solve_AnyMixtureOfCombinations_IsTheInteriorPointsAnswer([Range(1, 6)] int seed, [Range(1, 15)] int parts)
    {
        var instance = new Combined(seed, parts);
        SolveResult ours = new ProgramSolver(instance.Program).Solve();
        SolveResult other = new ProgramSolver(instance.Program, new SolverSettings { Engine = EngineKind.InteriorPoint, Tolerance = 1e-9 }).Solve();

        Assert.That(ours.Status, Is.EqualTo(SolveStatus.Optimal));
        Assert.That(ours.Engine, Is.EqualTo(EngineKind.DualNewton), ours.EngineReason);
        Assert.That(other.Status, Is.EqualTo(SolveStatus.Optimal));
        Assert.That(ours.Objective, Is.EqualTo(other.Objective).Within(Tolerances.Objective * (1 + Math.Abs(other.Objective))));
        Assert.That(ours.Values(instance.X).ToArray(), Is.EqualTo(other.Values(instance.X).ToArray()).Within(Tolerances.Weight * 10));
        Assert.That(Math.Abs(ours.Certificate.RelativeGap), Is.LessThan(Tolerances.Objective), $"{ours.Certificate}");
        Assert.That(ours.Certificate.RelativePrimalResidual, Is.LessThan(Tolerances.Residual));
    }

    [Test]
    public void Solve_ImagesOfTheAnswer_AreTheirMapsOfIt([Range(1, 3)] int seed)
    {
        var instance = new Combined(seed, 15);
        SolveResult result = new ProgramSolver(instance.Program).Solve();
        double[] x = result.Values(instance.X).ToArray();
        foreach ((Block image, double[] rows) in instance.Images)
        {
            ReadOnlySpan<double> values = result.Values(image);
            for (int r = 0; r < values.Length; r++)
            {
                double plain = 0;
                for (int i = 0; i < Assets; i++)
                    plain += rows[(r * Assets) + i] * x[i];
                Assert.That(values[r], Is.EqualTo(plain).Within(Tolerances.Summation));
            }
        }
    }

    [Test]
    public void Solve_SameNumbersAgain_IsTheSameToTheBitAndAllocatesNothing()
    {
        var instance = new Combined(1, 15);
        ProgramSolver solver = new(instance.Program);
        double[] first = solver.Solve().Values(instance.X).ToArray();
        Assert.That(solver.Solve().Values(instance.X).ToArray(), Is.EqualTo(first));
        Assert.That(Allocation.Least(() => solver.Solve()), Is.Zero);
    }

    /// <summary>Another curvature turns the factors: a solve that goes on from the last answer, and one from captured prices, take them along.</summary>
    [Test]
    public void Solve_OtherCurvature_ContinuesFromTheOldPricesInNewAxes([Range(1, 4)] int seed)
    {
        var instance = new Combined(seed, 15);
        ProgramSolver solver = new(instance.Program);
        solver.Solve();
        StartingPrices prices = solver.CapturePrices()!;
        instance.Refill(curvatureFactor: 1.000001);
        double cold = new ProgramSolver(instance.Program).Solve().Objective;
        int steps = new ProgramSolver(instance.Program).Solve().Iterations;

        SolveResult continued = solver.Solve(new SolveRequest { ContinuesLast = true });
        Assert.That(continued.Objective, Is.EqualTo(cold).Within(Tolerances.Objective * (1 + Math.Abs(cold))));
        Assert.That(continued.Iterations, Is.LessThan(0.7 * steps));

        SolveResult started = new ProgramSolver(instance.Program).Solve(new SolveRequest { Start = prices });
        Assert.That(started.Objective, Is.EqualTo(cold).Within(Tolerances.Objective * (1 + Math.Abs(cold))));
        Assert.That(started.Iterations, Is.LessThan(0.7 * steps));
    }

    [Test]
    public void Combination_WrongShapes_AreRefused()
    {
        DenseMap map = DenseMap.FromRows([1, 2, 3, 4, 5, 6], 2, 3);
        DenseMap sum = DenseMap.Combination(map, [1, 1], 1);
        Assert.That(() => DenseMap.Combination(map, [1, 2, 3], 1), Throws.ArgumentException.With.Message.Contains("1 combinations of 2 rows need 2 coefficients; found 3"));
        Assert.That(() => DenseMap.Combination(sum, [1], 1), Throws.ArgumentException.With.Message.Contains("itself a combination"));
        Assert.That(() => DenseMap.Combination(map, [double.NaN, 1], 1), Throws.ArgumentException.With.Message.Contains("finite"));
    }

    /// <summary>
    /// Costs, bounds and a budget on x, and three dense images: the rows, all of them from other axes, and three combinations. Bits of <c>parts</c> say which are curved
    /// (1, 2, 4: rows, axes, few) and whether all are limited (8).
    /// </summary>
    private sealed class Combined
    {
        private readonly ProgramBuilder _builder = new();
        private readonly double[] _curvature, _slope, _spread, _now, _axesCurvature, _rowsCurvature, _fewCurvature, _at;
        private readonly DenseMap _rows, _axes, _few;
        private readonly SumMap _sum = new(Assets);
        private readonly int _parts;
        private readonly double[] _rowValues, _axesValues, _fewValues;

        public Combined(int seed, int parts)
        {
            var random = new TestRandom(seed);
            _parts = parts;
            _rowValues = [.. random.NormalVector(Factors * Assets).Select(y => 0.15 * y)];
            double[] axes = random.NormalVector(Factors * Factors), few = random.NormalVector(Few * Factors);
            _rows = DenseMap.FromRows(_rowValues, Factors, Assets);
            _axes = DenseMap.Combination(_rows, axes, Factors);
            _few = DenseMap.Combination(_rows, few, Few);
            (_axesValues, _fewValues) = (Product(axes, Factors), Product(few, Few));
            _curvature = random.UniformVector(Assets, 0.5, 2);
            _slope = random.UniformVector(Assets, -0.3, 0.3);
            _spread = random.UniformVector(Assets, 0.001, 0.02);
            _now = random.Simplex(Assets);
            _rowsCurvature = random.UniformVector(Factors, 0.1, 1);
            _axesCurvature = random.UniformVector(Factors, 0.1, 1);
            _fewCurvature = random.UniformVector(Few, 0.1, 1);
            _at = random.UniformVector(Factors, -0.2, 0.2);
            Say(1);
            Program = _builder.Build();
        }

        public StructuredProgram Program { get; }

        public Block X { get; private set; }

        public List<(Block Image, double[] Rows)> Images { get; } = [];

        public void Refill(double curvatureFactor)
        {
            _builder.BeginRefill();
            Say(curvatureFactor);
            _builder.EndRefill();
        }

        private void Say(double factor)
        {
            X = _builder.Variables(Assets, "x");
            _builder.Bounds(X, new double[Assets], [.. Enumerable.Repeat(0.2, Assets)]);
            _builder.Quadratic(X, _curvature);
            _builder.Linear(X, _slope);
            _builder.Kinked(_builder.Offset(X, _now), new Kink { At = new double[Assets], SlopeBelow = [.. _spread.Select(c => -c)], SlopeAbove = _spread });
            _builder.Bounds(_builder.Image(_sum, X), [1.0], [1.0]);
            Block rows = _builder.Image(_rows, X), axes = _builder.Image(_axes, X), few = _builder.Image(_few, X);
            Images.Clear();
            Images.AddRange([(rows, _rowValues), (axes, _axesValues), (few, _fewValues)]);
            if ((_parts & 1) != 0)
                _builder.Quadratic(_builder.Offset(rows, _at), _rowsCurvature);
            if ((_parts & 2) != 0)
                _builder.Quadratic(axes, [.. _axesCurvature.Select((q, k) => (k == 0 ? factor : 1) * q)]);
            if ((_parts & 4) != 0)
                _builder.Quadratic(few, _fewCurvature);
            _builder.Linear(axes, [.. _at.Select(a => 0.1 * a)]);
            if ((_parts & 8) == 0)
                return;

            // around what is held now, so that something is feasible; the first row is an equality
            double[] held = Of(_rowValues, Factors), heldAxes = Of(_axesValues, Factors), heldFew = Of(_fewValues, Few);
            _builder.Bounds(rows, [.. held.Select((y, k) => y - (k == 0 ? 0 : 0.02))], [.. held.Select((y, k) => y + (k == 0 ? 0 : 0.02))]);
            _builder.Bounds(axes, [.. heldAxes.Select(y => y - 0.05)], [.. heldAxes.Select((y, k) => k < 3 ? double.PositiveInfinity : y + 0.05)]);
            _builder.Bounds(few, [.. heldFew.Select(y => y - 0.01)], [.. heldFew.Select(_ => double.PositiveInfinity)]);
        }

        private double[] Of(double[] rows, int count) => [.. Enumerable.Range(0, count).Select(r => Enumerable.Range(0, Assets).Sum(i => rows[(r * Assets) + i] * _now[i]))];

        private double[] Product(double[] coefficients, int count)
        {
            var product = new double[count * Assets];
            for (int r = 0; r < count; r++)
                for (int k = 0; k < Factors; k++)
                    for (int i = 0; i < Assets; i++)
                        product[(r * Assets) + i] += coefficients[(r * Factors) + k] * _rowValues[(k * Assets) + i];
            return product;
        }
    }
}
