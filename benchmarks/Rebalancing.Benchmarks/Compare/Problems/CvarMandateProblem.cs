using Rebalancing.Benchmarks.Compare.Evaluation;
using Rebalancing.Solvers;

namespace Rebalancing.Benchmarks.Compare.Problems;

/// <summary>What stands beside the tail in a relative of a p3 instance.</summary>
internal enum CvarCompany
{
    /// <summary>20 group limits, a turnover limit of 10 % and a variance over 10 factors with specific risks.</summary>
    Mandate,

    /// <summary>CVaR at 95 % in the objective, and limits on CVaR at 95 % and at 99 %.</summary>
    TwoLimits,

    /// <summary>Five lots an asset, each sold at a cost of its own, as convex pieces of the trades.</summary>
    Lots,

    /// <summary>The same lots as flows of their own, dearest and cheapest mixed.</summary>
    Flows,
}

/// <summary>
/// p3 with more of what a mandate holds. Answers are judged by the certificate, which recomputes objective, violations and bound from the program alone.
/// </summary>
internal sealed class CvarMandateProblem : CompareProblem
{
    private const int Groups = 20;
    private const int Factors = 10;
    private const int LotsPerAsset = 5;

    private readonly CvarCompany company;
    private readonly int scenarios;
    private readonly int assets;
    private readonly double beta;
    private readonly double[] returns;
    private readonly double[] original;
    private readonly double[] expected;
    private readonly double[] slope;
    private readonly double[] given;
    private readonly double[] start;
    private readonly double[] lower;
    private readonly double[] cost;
    private readonly double[] negativeCost;
    private readonly double[] zeros;
    private readonly double[] cap;
    private readonly double[] scenarioZeros;
    private readonly double[] halves;
    private readonly double[] negativeHalves;
    private readonly double[] groupLow;
    private readonly double[] groupHigh;
    private readonly double[] factorWeight;
    private readonly double[] specific;
    private readonly double[] tail95;
    private readonly double[] tail99;
    private readonly int[] lotStart;
    private readonly double[] lotFirst;
    private readonly double[] lotBreaks;
    private readonly double[] lotSteps;
    private readonly int[] flowAsset;
    private readonly double[] flowSign;
    private readonly double[] flowUpper;
    private readonly double[] flowCost;
    private readonly double reward;
    private readonly double limit95;
    private readonly double limit99;
    private DenseMap? map;
    private SumMap? sum;
    private GroupMap? groups;
    private DenseMap? exposures;
    private Block holdings;

    public CvarMandateProblem(Instance instance, CvarCompany company)
    {
        this.company = company;
        scenarios = instance.Extent("R", 0);
        assets = instance.Extent("R", 1);
        beta = instance.Scalar("beta");
        reward = instance.Scalar("lam");
        returns = instance.Doubles("R");
        original = instance.Doubles("mu");
        expected = (double[])original.Clone();
        slope = new double[assets];
        given = instance.Doubles("w0");
        start = (double[])given.Clone();
        lower = new double[assets];
        cost = instance.Doubles("c");
        negativeCost = Array.ConvertAll(cost, value => -value);
        zeros = new double[assets];
        cap = Constant(assets, instance.Scalar("cap"));
        scenarioZeros = new double[scenarios];
        (halves, negativeHalves) = (Constant(assets, 0.5), Constant(assets, -0.5));
        (tail95, tail99) = (Constant(scenarios, -1 / (0.05 * scenarios)), Constant(scenarios, -1 / (0.01 * scenarios)));
        (groupLow, groupHigh) = (new double[Groups], new double[Groups]);
        for (int i = 0; i < assets; i++)
        {
            groupLow[i % Groups] += start[i];
        }

        for (int g = 0; g < Groups; g++)
        {
            (groupLow[g], groupHigh[g]) = (groupLow[g] - 0.02, groupLow[g] + 0.02);
        }

        (factorWeight, specific) = (Constant(Factors, 0.02), Constant(assets, 0.01));
        lotStart = [.. Enumerable.Range(0, assets + 1).Select(i => i * LotsPerAsset)];
        lotFirst = Array.ConvertAll(cost, c => -4 * c);
        lotBreaks = [.. Enumerable.Range(0, assets * LotsPerAsset).Select(q => -start[q / LotsPerAsset] * (LotsPerAsset - 1 - (q % LotsPerAsset)) / LotsPerAsset)];
        lotSteps = [.. Enumerable.Range(0, assets * LotsPerAsset).Select(q => cost[q / LotsPerAsset])];
        // of each asset a purchase, then its lots
        int[] flows = [.. Enumerable.Range(0, assets * (1 + LotsPerAsset))];
        flowAsset = Array.ConvertAll(flows, f => f / (1 + LotsPerAsset));
        flowSign = Array.ConvertAll(flows, f => f % (1 + LotsPerAsset) == 0 ? 1.0 : -1);
        flowUpper = Array.ConvertAll(flows, f => flowSign[f] > 0 ? double.PositiveInfinity : start[flowAsset[f]] / LotsPerAsset);
        flowCost = Array.ConvertAll(flows, f => (flowSign[f] > 0 ? 1 : 3 * f % LotsPerAsset) * cost[flowAsset[f]]);
        (limit95, limit99) = (0.98 * Tail(0.95), 0.98 * Tail(0.99));
    }

    public override void MakeModel()
    {
        map = DenseMap.OverRows(returns, scenarios, assets);
        sum = new SumMap(assets);
        groups = new GroupMap([.. Enumerable.Range(0, assets).Select(i => i % Groups)], Groups);
        double[] loadings = [.. Enumerable.Range(0, Factors * assets).Select(q => Math.Sin((0.7 * (q / assets)) + (1.3 * (q % assets))))];
        exposures = DenseMap.FromColumns(loadings, Factors, assets);
    }

    public override void Perturb(int run) => PerturbHundredth(original, expected, run);

    public override void Override(int run, ReadOnlySpan<double> answer) => FixOne(run, answer, given, cap.Max(), lower, cap);

    public override void NextDay(int run, ReadOnlySpan<double> answer) => Drift(answer, returns.AsSpan(run % scenarios * assets, assets), start);

    public override void Write(ProgramBuilder writer)
    {
        for (int i = 0; i < assets; i++)
        {
            slope[i] = -reward * expected[i];
        }

        holdings = writer.Variables(assets, "holdings");
        writer.Linear(holdings, slope);
        writer.Bounds(holdings, lower, cap);
        writer.Bounds(writer.Image(sum!, holdings), [1.0], [1.0]);
        Block image = writer.Image(map!, holdings), trades = writer.Offset(holdings, start);
        WriteTail(writer, image, company == CvarCompany.TwoLimits ? tail95 : beta == 0.99 ? tail99 : tail95);
        if (company == CvarCompany.Lots)
        {
            writer.Pieces(trades, new ConvexPieces { Start = lotStart, FirstSlope = lotFirst, Breaks = lotBreaks, SlopeStep = lotSteps });
            return;
        }

        if (company == CvarCompany.Flows)
        {
            writer.Linear(writer.Flows(trades, flowAsset, flowSign, flowUpper, "lots"), flowCost);
            return;
        }

        writer.Kinked(trades, new Kink { At = zeros, SlopeBelow = negativeCost, SlopeAbove = cost });
        if (company == CvarCompany.TwoLimits)
        {
            WriteLimit(writer, image, tail95, limit95);
            WriteLimit(writer, image, tail99, limit99);
            return;
        }

        writer.Bounds(writer.Image(groups!, holdings), groupLow, groupHigh);
        writer.Quadratic(writer.Image(exposures!, holdings), factorWeight);
        writer.Quadratic(holdings, specific);
        writer.Weight = 0;
        writer.ChargeTo(writer.AddBudget(0.1), 1);
        writer.Kinked(trades, new Kink { At = zeros, SlopeBelow = negativeHalves, SlopeAbove = halves });
        writer.ChargeTo(-1, 0);
        writer.Weight = 1;
    }

    public override ReadOnlySpan<double> Holdings(SolveResult result) => result.Values(holdings);

    public override Assessment Assess(SolveResult result)
    {
        Certificate certificate = result.Certificate;
        return new(certificate.Objective, certificate.PrimalResidual, certificate.LowerBound);
    }

    private void WriteTail(ProgramBuilder writer, Block image, double[] below)
    {
        Block threshold = writer.Variables(1, "tail return");
        writer.Linear(threshold, [-1.0]);
        writer.Kinked(writer.Shifted(image, threshold), new Kink { At = scenarioZeros, SlopeBelow = below, SlopeAbove = scenarioZeros });
    }

    private void WriteLimit(ProgramBuilder writer, Block image, double[] below, double limit)
    {
        writer.Weight = 0;
        writer.ChargeTo(writer.AddBudget(limit), 1);
        WriteTail(writer, image, below);
        writer.ChargeTo(-1, 0);
        writer.Weight = 1;
    }

    /// <summary>CVaR of the start portfolio.</summary>
    private double Tail(double confidence)
    {
        var loss = new double[scenarios];
        for (int s = 0; s < scenarios; s++)
        {
            for (int i = 0; i < assets; i++)
            {
                loss[s] -= returns[(s * assets) + i] * start[i];
            }
        }

        Array.Sort(loss);
        int count = (int)Math.Round((1 - confidence) * scenarios);
        return loss[^count..].Sum() / count;
    }
}
