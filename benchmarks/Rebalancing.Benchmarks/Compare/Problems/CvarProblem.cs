using Rebalancing.Benchmarks.Compare.Evaluation;
using Rebalancing.Solvers;

namespace Rebalancing.Benchmarks.Compare.Problems;

/// <summary>
/// p3: CVaR of the scenario losses with costs; or, with a limit, variance and return with CVaR &lt;= limit. With y = Rw and t the return
/// that only the tail falls short of, CVaR = min over t of -t + sum (t - y_s)_+ / ((1 - beta) S).
/// </summary>
internal sealed class CvarProblem : CompareProblem
{
    private readonly Instance instance;
    private readonly CvarEvaluator evaluator;
    private readonly double limit;
    private readonly int scenarios;
    private readonly int assets;
    private readonly double[] expected;
    private readonly double[] slope;
    private readonly double[] cost;
    private readonly double[] negativeCost;
    private readonly double[] zeros;
    private readonly double[] lower;
    private readonly double[] cap;
    private readonly double[] start;
    private readonly double[] scenarioZeros;
    private readonly double[] shortfallSlope;
    private DenseMap? returns;
    private CovarianceMatrix? covariance;
    private SumMap? sum;
    private Block holdings;
    private Block excess;
    private int budget;
    private bool isAsRead = true;

    public CvarProblem(Instance instance, double limit)
    {
        this.instance = instance;
        this.limit = limit;
        evaluator = new CvarEvaluator(instance);
        scenarios = instance.Extent("R", 0);
        assets = instance.Extent("R", 1);
        expected = (double[])instance.Doubles("mu").Clone();
        slope = new double[assets];
        cost = instance.Doubles("c");
        negativeCost = Array.ConvertAll(cost, value => -value);
        zeros = new double[assets];
        lower = new double[assets];
        start = (double[])instance.Doubles("w0").Clone();
        cap = Constant(assets, instance.Scalar("cap"));
        scenarioZeros = new double[scenarios];
        shortfallSlope = Constant(scenarios, -1 / ((1 - instance.Scalar("beta")) * scenarios));
    }

    private bool Limited => !double.IsNaN(limit);

    public override void MakeModel()
    {
        returns = DenseMap.OverRows(instance.Doubles("R"), scenarios, assets);
        sum = new SumMap(assets);
        covariance = Limited ? CovarianceMatrix.FromRows(SampleCovariance(), assets) : null;
    }

    public override void Perturb(int run) => PerturbHundredth(instance.Doubles("mu"), expected, run);

    public override void Override(int run, ReadOnlySpan<double> answer)
    {
        FixOne(run, answer, instance.Doubles("w0"), instance.Scalar("cap"), lower, cap);
        isAsRead = false;
    }

    public override void NextDay(int run, ReadOnlySpan<double> answer)
    {
        Drift(answer, instance.Doubles("R").AsSpan(run % scenarios * assets, assets), start);
        isAsRead = false;
    }

    public override void Write(ProgramBuilder writer)
    {
        double reward = Limited ? 1 : instance.Scalar("lam");
        for (int i = 0; i < assets; i++)
        {
            slope[i] = -reward * expected[i];
        }

        holdings = writer.Variables(assets, "holdings");
        Block threshold = writer.Variables(1, "tail return");
        writer.Linear(holdings, slope);
        if (Limited)
        {
            writer.Covariance(holdings, covariance!, CvarEvaluator.LimitFormRiskAversion);
            budget = writer.AddBudget(limit);
            writer.Weight = 0;
            writer.ChargeTo(budget, 1);
        }

        excess = writer.Shifted(writer.Image(returns!, holdings), threshold);
        writer.Linear(threshold, [-1.0]);
        writer.Kinked(excess, new Kink { At = scenarioZeros, SlopeBelow = shortfallSlope, SlopeAbove = scenarioZeros });
        if (Limited)
        {
            writer.ChargeTo(-1, 0);
            writer.Weight = 1;
        }
        else
        {
            Block trades = writer.Offset(holdings, start);
            writer.Kinked(trades, new Kink { At = zeros, SlopeBelow = negativeCost, SlopeAbove = cost });
        }

        writer.Bounds(holdings, lower, cap);
        writer.Bounds(writer.Image(sum!, holdings), [1.0], [1.0]);
    }

    public override ReadOnlySpan<double> Holdings(SolveResult result) => result.Values(holdings);

    public override Assessment Assess(SolveResult result)
    {
        if (!isAsRead)
        {
            // the evaluator knows the instance's own bounds and start weights alone
            Certificate certificate = result.Certificate;
            return new(certificate.Objective, certificate.PrimalResidual, certificate.LowerBound);
        }

        // a higher return in scenario s lowers the objective by the scenario's weight in the tail
        double[] tailWeights = Array.ConvertAll(result.Prices(excess).ToArray(), price => -price);
        return Limited
            ? evaluator.AssessLimit(result.Values(holdings), expected, limit, result.BudgetPrice(budget), tailWeights)
            : evaluator.Assess(result.Values(holdings), expected, tailWeights);
    }

    private double[] SampleCovariance()
    {
        double[] values = instance.Doubles("R");
        double[] mean = instance.Doubles("mu");
        var product = new double[assets * assets];
        var deviation = new double[assets];
        for (int s = 0; s < scenarios; s++)
        {
            for (int i = 0; i < assets; i++)
            {
                deviation[i] = values[(s * assets) + i] - mean[i];
            }

            for (int i = 0; i < assets; i++)
            {
                for (int j = 0; j <= i; j++)
                {
                    product[(i * assets) + j] += deviation[i] * deviation[j];
                }
            }
        }

        for (int i = 0; i < assets; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                product[(i * assets) + j] /= scenarios - 1;
                product[(j * assets) + i] = product[(i * assets) + j];
            }
        }

        return product;
    }
}
