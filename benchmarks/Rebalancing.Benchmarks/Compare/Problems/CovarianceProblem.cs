using Rebalancing.Benchmarks.Compare.Evaluation;
using Rebalancing.Solvers;

namespace Rebalancing.Benchmarks.Compare.Problems;

/// <summary>
/// p2: mean-variance on a dense covariance; and p7, its frontier: the same rows with 1/2 w'Sw - lam mu'w for lam in a geometric row from 0.01 to 3.
/// </summary>
internal sealed class CovarianceProblem : CompareProblem
{
    private const double FrontierLow = 0.01;
    private const double FrontierHigh = 3;

    private readonly Instance instance;
    private readonly CovarianceEvaluator evaluator;
    private readonly int points;
    private readonly int assets;
    private readonly double[] expected;
    private readonly double[] slope;
    private readonly double[] zeros;
    private readonly double[] cap;
    private double curvature;
    private double reward = 1;
    private CovarianceMatrix? covariance;
    private SumMap? sum;
    private Block holdings;

    public CovarianceProblem(Instance instance, int points)
    {
        this.instance = instance;
        this.points = points;
        evaluator = new CovarianceEvaluator(instance);
        assets = instance.Extent("mu", 0);
        curvature = instance.Scalar("gamma");
        expected = (double[])instance.Doubles("mu").Clone();
        slope = new double[assets];
        zeros = new double[assets];
        cap = Constant(assets, instance.Scalar("cap"));
    }

    public override int Steps => Math.Max(1, points);

    public override void MakeModel()
    {
        covariance = CovarianceMatrix.FromRows(instance.Doubles("Sigma"), assets);
        sum = new SumMap(assets);
    }

    public override void Select(int step)
    {
        if (points > 0)
        {
            curvature = 1;
            reward = points == 1 ? FrontierLow : FrontierLow * Math.Pow(FrontierHigh / FrontierLow, (double)step / (points - 1));
        }
    }

    public override void Perturb(int run) => PerturbHundredth(instance.Doubles("mu"), expected, run);

    public override void Write(ProgramBuilder writer)
    {
        for (int i = 0; i < assets; i++)
        {
            slope[i] = -reward * expected[i];
        }

        holdings = writer.Variables(assets, "holdings");
        writer.Covariance(holdings, covariance!, curvature);
        writer.Linear(holdings, slope);
        writer.Bounds(holdings, zeros, cap);
        writer.Bounds(writer.Image(sum!, holdings), [1.0], [1.0]);
    }

    public override ReadOnlySpan<double> Holdings(SolveResult result) => result.Values(holdings);

    public override Assessment Assess(SolveResult result) => evaluator.Assess(result.Values(holdings), expected, curvature, reward);
}
