using Rebalancing.Benchmarks.Compare.Evaluation;
using Rebalancing.Solvers;

namespace Rebalancing.Benchmarks.Compare.Problems;

/// <summary>p1, p4 and p5: mean-variance on a factor model with trading costs, caps and group ranges.</summary>
internal sealed class FactorProblem : CompareProblem
{
    private Instance instance;
    private readonly TradingCosts kind;
    private FactorEvaluator evaluator;
    private readonly LotWords? lots;
    private readonly int assets;
    private readonly double[] factorCurvature;
    private readonly double[] specificCurvature;
    private readonly double[] expected;
    private readonly double[] slope;
    private readonly double[] buySlope;
    private readonly double[] sellSlope;
    private readonly double[] zeros;
    private readonly double[] cap;
    private DenseMap? loadings;
    private GroupMap? groups;
    private SumMap? sum;
    private Block holdings;
    private Block exposures;
    private Block total;
    private Block activity;

    public FactorProblem(Instance instance, TradingCosts kind, LotForm lotForm)
    {
        this.instance = instance;
        this.kind = kind;
        evaluator = new FactorEvaluator(instance, kind);
        assets = instance.Extent("F", 0);
        double riskAversion = instance.Scalar("gamma");
        factorCurvature = Constant(instance.Extent("F", 1), riskAversion);
        specificCurvature = Array.ConvertAll(instance.Doubles("D"), variance => riskAversion * variance);
        expected = (double[])instance.Doubles("mu").Clone();
        slope = Array.ConvertAll(expected, value => -value);
        buySlope = instance.Doubles("c");
        sellSlope = Array.ConvertAll(buySlope, value => -value);
        zeros = new double[assets];
        cap = Constant(assets, instance.Scalar("cap"));
        lots = kind == TradingCosts.Lots ? new LotWords(instance, lotForm) : null;
    }

    public override void MakeModel()
    {
        loadings = DenseMap.FromColumns(instance.Doubles("F"), factorCurvature.Length, assets);
        groups = new GroupMap(instance.Integers("group"), instance.Extent("glo", 0));
        sum = new SumMap(assets);
    }

    /// <summary>Shares the maps of another problem on the same model: a batch's workers have one model between them.</summary>
    public void ShareModel(FactorProblem owner) => (loadings, groups, sum) = (owner.loadings, owner.groups, owner.sum);

    /// <summary>Takes another account of the same model: its holdings, group ranges and lots are said from here on. Allocates nothing.</summary>
    public void Load(BatchAccount account)
    {
        instance = account.Data;
        evaluator = account.Evaluator;
        lots?.Load(instance.Doubles("lots"), instance.Doubles("tax"));
    }

    public override void Perturb(int run)
    {
        PerturbHundredth(instance.Doubles("mu"), expected, run);
        for (int i = 0; i < assets; i++)
        {
            slope[i] = -expected[i];
        }
    }

    public override void Write(ProgramBuilder writer)
    {
        holdings = writer.Variables(assets, "holdings");
        Block trades = writer.Offset(holdings, instance.Doubles("w0"));
        exposures = writer.Image(loadings!, holdings);
        writer.Quadratic(exposures, factorCurvature);
        writer.Quadratic(holdings, specificCurvature);
        writer.Linear(holdings, slope);
        if (lots is null)
        {
            writer.Kinked(trades, new Kink { At = zeros, SlopeBelow = sellSlope, SlopeAbove = buySlope });
        }
        else
        {
            lots.Write(writer, trades);
        }

        if (kind == TradingCosts.Impact)
        {
            writer.Power(trades, instance.Doubles("m15"), 1.5);
        }

        writer.Bounds(holdings, zeros, cap);
        total = writer.Image(sum!, holdings);
        writer.Bounds(total, [1.0], [1.0]);
        activity = writer.Image(groups!, holdings);
        writer.Bounds(activity, instance.Doubles("glo"), instance.Doubles("ghi"));
    }

    public override ReadOnlySpan<double> Holdings(SolveResult result) => result.Values(holdings);

    public override Assessment Assess(SolveResult result)
    {
        var multipliers = new FactorMultipliers(result.Prices(exposures).ToArray(), result.Prices(total)[0], result.Prices(activity).ToArray());
        return evaluator.Assess(result.Values(holdings), expected, multipliers);
    }
}
