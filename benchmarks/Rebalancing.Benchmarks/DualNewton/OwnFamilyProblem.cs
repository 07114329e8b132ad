using Rebalancing.Benchmarks.Compare.Evaluation;
using Rebalancing.Benchmarks.Compare.Problems;
using Rebalancing.Solvers;

namespace Rebalancing.Benchmarks.DualNewton;

/// <summary>One of our own families as a program. Answers are judged by the certificate that is recomputed from the program's words, which shares no code with an engine.</summary>
internal sealed class OwnFamilyProblem : CompareProblem
{
    private readonly OwnFamily family;
    private readonly double[] factorCurvature, specificCurvature, slope, sellSlope, zeros, minusOnes, ones, lower, cap, heldExposure;
    private readonly List<(GroupMap Map, double[] Low, double[] High)> groups = [];
    private readonly double[] expected;
    private SumMap? sum;
    private Block holdings;

    public OwnFamilyProblem(OwnFamily family)
    {
        this.family = family;
        int n = family.Held.Length;
        bool isLong = double.IsInfinity(family.Gross);
        factorCurvature = Array.ConvertAll(family.FactorVariance, variance => family.RiskAversion * variance);
        specificCurvature = Array.ConvertAll(family.Specific, variance => family.RiskAversion * variance);
        expected = (double[])family.Expected.Clone();
        slope = Array.ConvertAll(expected, value => -value);
        sellSlope = Array.ConvertAll(family.Cost, value => -value);
        (zeros, ones, minusOnes) = (new double[n], Constant(n, 1), Constant(n, -1));
        (lower, cap) = (isLong ? zeros : Constant(n, -family.Cap), Constant(n, family.Cap));
        heldExposure = new double[family.FactorVariance.Length];
    }

    public override void MakeModel()
    {
        sum = new SumMap(zeros.Length);
        family.Loadings.Apply(family.Held, heldExposure);
        groups.Clear();
        foreach (int[] grouping in family.Groupings)
        {
            double[] share = new double[grouping.Max() + 1];
            for (int i = 0; i < grouping.Length; i++)
            {
                share[grouping[i]] += family.Held[i];
            }

            groups.Add((new GroupMap(grouping, share.Length), Array.ConvertAll(share, s => s - family.Reach), Array.ConvertAll(share, s => s + family.Reach)));
        }
    }

    public override void Perturb(int run)
    {
        PerturbHundredth(family.Expected, expected, run);
        for (int i = 0; i < slope.Length; i++)
        {
            slope[i] = -expected[i];
        }
    }

    public override void Write(ProgramBuilder writer)
    {
        holdings = writer.Variables(zeros.Length, "holdings");
        Block trades = writer.Offset(holdings, family.Held), exposures = writer.Image(family.Loadings, holdings);
        writer.Quadratic(exposures, factorCurvature);
        writer.Quadratic(holdings, specificCurvature);
        writer.Linear(holdings, slope);
        writer.Kinked(trades, new Kink { At = zeros, SlopeBelow = sellSlope, SlopeAbove = family.Cost });
        writer.Bounds(holdings, lower, cap);
        writer.Bounds(writer.Image(sum!, holdings), [1.0], [1.0]);
        foreach ((GroupMap map, double[] low, double[] high) in groups)
        {
            writer.Bounds(writer.Image(map, holdings), low, high);
        }

        WriteBudget(writer, trades, family.Turnover);
        WriteBudget(writer, holdings, family.Gross);
        if (double.IsInfinity(family.Tracking))
        {
            return;
        }

        writer.BeginNorm(family.Tracking);
        writer.Quadratic(writer.Offset(exposures, heldExposure), family.FactorVariance);
        writer.Quadratic(trades, family.Specific);
        writer.EndNorm();
    }

    public override ReadOnlySpan<double> Holdings(SolveResult result) => result.Values(holdings);

    public override Assessment Assess(SolveResult result) => new(result.Certificate.Objective, result.Certificate.PrimalResidual, result.Certificate.LowerBound);

    /// <summary>The holdings of the best answer.</summary>
    public double[] Solve()
    {
        var writer = new ProgramBuilder();
        Write(writer);
        return Holdings(new ProgramSolver(writer.Build()).Solve()).ToArray();
    }

    private void WriteBudget(ProgramBuilder writer, Block of, double limit)
    {
        if (double.IsInfinity(limit))
        {
            return;
        }

        writer.Weight = 0;
        writer.ChargeTo(writer.AddBudget(limit), 1);
        writer.Kinked(of, new Kink { At = zeros, SlopeBelow = minusOnes, SlopeAbove = ones });
        writer.ChargeTo(-1, 0);
        writer.Weight = 1;
    }
}
