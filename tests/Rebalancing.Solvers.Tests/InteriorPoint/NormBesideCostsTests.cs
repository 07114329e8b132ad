namespace Rebalancing.Solvers.Tests.InteriorPoint;

/// <summary>
/// A tracking error or a volatility in the objective beside squared distances and costs with kinks: the end lies on the surface of the cone, where what is left
/// of the distance to it has few digits. Posed with factors and with the same covariance entry by entry; both must be optimal and the same.
/// </summary>
public class NormBesideCostsTests
{
    private const int Assets = 12;
    private const int Factors = 3;

    [Test]
    public void Solve_RootBesideSquaresAndKinks_IsTheSameInBothForms([Range(1, 40)] int seed, [Values] bool toTarget)
    {
        var instance = new Instance(seed, toTarget);
        SolveResult factors = Solve(instance.Pose(dense: false, out Block one)), dense = Solve(instance.Pose(dense: true, out Block other));
        Assert.That(factors.Certificate.RelativeGap, Is.LessThan(Tolerances.SolverAgreement));
        Assert.That(dense.Certificate.RelativeGap, Is.LessThan(Tolerances.SolverAgreement));
        Assert.That(factors.Objective, Is.EqualTo(dense.Objective).Within(Tolerances.SolverAgreement));
        Assert.That(factors.Values(one).ToArray(), Is.EqualTo(dense.Values(other).ToArray()).Within(1e-5));
    }

    private static SolveResult Solve(StructuredProgram program)
    {
        SolveResult result = new ProgramSolver(program, new SolverSettings { Engine = EngineKind.InteriorPoint }).Solve();
        Assert.That(result.Status, Is.EqualTo(SolveStatus.Optimal), string.Join(Environment.NewLine, result.Log));
        return result;
    }

    /// <summary>min |w - t|_S + 0.05 |w - t|^2 + 0.0005 sum |w - start| over w >= 0, 0.99 &lt;= sum w &lt;= 1, with S = F'F + D; without t in the root for a volatility.</summary>
    private sealed class Instance
    {
        private readonly bool _toTarget;
        private readonly double[] _loadings, _specific, _target, _start;

        internal Instance(int seed, bool toTarget)
        {
            var random = new TestRandom(seed);
            _toTarget = toTarget;
            _loadings = [.. random.NormalVector(Factors * Assets).Select(l => 0.2 * l)];
            _specific = random.UniformVector(Assets, 0.01, 0.09);
            _target = random.Simplex(Assets);
            _start = random.Simplex(Assets);
        }

        internal StructuredProgram Pose(bool dense, out Block w)
        {
            var builder = new ProgramBuilder();
            w = builder.Variables(Assets, "w");
            Block on = _toTarget ? builder.Offset(w, _target) : w, radius = builder.Variables(1, "radius");
            Block exposures = dense ? default : builder.Image(DenseMap.FromColumns(_loadings, Factors, Assets), w);
            if (!dense && _toTarget)
                exposures = builder.Offset(exposures, Exposures(_target));
            builder.Linear(radius, [1]);
            builder.BeginNorm(radius);
            if (dense)
            {
                builder.Covariance(on, Covariance(), 1);
            }
            else
            {
                builder.Quadratic(exposures, [.. Enumerable.Repeat(1.0, Factors)]);
                builder.Quadratic(on, _specific);
            }

            builder.EndNorm();
            builder.Quadratic(builder.Offset(w, _target), [.. Enumerable.Repeat(0.1, Assets)]);
            double[] cost = [.. Enumerable.Repeat(0.0005, Assets)];
            builder.Kinked(builder.Offset(w, _start), new Kink { At = new double[Assets], SlopeBelow = [.. cost.Select(c => -c)], SlopeAbove = cost });
            builder.Bounds(w, new double[Assets], [.. Enumerable.Repeat(double.PositiveInfinity, Assets)]);
            builder.Bounds(builder.Image(new SumMap(Assets), w), [0.99], [1]);
            return builder.Build();
        }

        private double[] Exposures(double[] x)
        {
            var y = new double[Factors];
            for (int i = 0; i < Assets; i++)
                for (int f = 0; f < Factors; f++)
                    y[f] += _loadings[(i * Factors) + f] * x[i];
            return y;
        }

        private CovarianceMatrix Covariance()
        {
            var s = new double[Assets * Assets];
            for (int i = 0; i < Assets; i++)
                for (int j = 0; j < Assets; j++)
                {
                    s[(i * Assets) + j] = i == j ? _specific[i] : 0;
                    for (int f = 0; f < Factors; f++)
                        s[(i * Assets) + j] += _loadings[(i * Factors) + f] * _loadings[(j * Factors) + f];
                }

            return CovarianceMatrix.FromRows(s, Assets);
        }
    }
}
