using Rebalancing.Testing;

namespace Rebalancing.Solvers.Tests.Scenarios;

/// <summary>Lots as flows of their own beside a tail: by hand, against the full interior point at several rates, and charged to a budget.</summary>
public class ScenarioLotsTests
{
    /// <summary>
    /// One asset held in two halves whose sale costs 1 % and 4 %, another one that gains 2 % in every scenario: the first half is sold, the second is not.
    /// </summary>
    [Test]
    public void Solve_TwoLotsAndACertainGain_SellsTheLotThatIsWorthIt()
    {
        (ProgramBuilder builder, Block weights) = TwoAssets();
        Block flows = builder.Flows(builder.Offset(weights, [1, 0]), [0, 0, 0, 1], [1, -1, -1, 1], [double.PositiveInfinity, 0.5, 0.5, double.PositiveInfinity], "lots");
        builder.Linear(flows, [0, 0.01, 0.04, 0]);
        SolveResult result = Forced(WithACertainGain(builder, weights));
        Assert.That(result.Engine, Is.EqualTo(EngineKind.Scenarios), result.EngineReason);
        Assert.That(result.Values(weights).ToArray(), Is.EqualTo(new[] { 0.5, 0.5 }).Within(Tolerances.LinearAlgebra));
        Assert.That(result.Values(flows).ToArray(), Is.EqualTo(new[] { 0, 0.5, 0, 0.5 }).Within(Tolerances.LinearAlgebra));
        Assert.That(result.Objective, Is.EqualTo(-0.005).Within(Tolerances.LinearAlgebra));

        // one more unit that the flows must bring into the asset keeps a sale of 1 to 4 % from happening; the other's purchase costs nothing
        Assert.That(-result.NetworkPrices(flows)[0], Is.InRange(0.01 - Tolerances.LinearAlgebra, 0.04 + Tolerances.LinearAlgebra));
        Assert.That(result.NetworkPrices(flows)[1], Is.EqualTo(0).Within(Tolerances.LinearAlgebra));
        Assert.That(result.Certificate.RelativeGap, Is.EqualTo(0).Within(Tolerances.ReferenceCertificate));
    }

    /// <summary>The same with a budget of 0.2 % for sales and no cost of them in the objective: the cheap lot uses it up, for 0.002 / 0.01 = 0.2 sold.</summary>
    [Test]
    public void Solve_SalesThatOnlyABudgetIsCharged_UsesTheCheapestLotsFirst()
    {
        (ProgramBuilder builder, Block weights) = TwoAssets();
        Block flows = builder.Flows(builder.Offset(weights, [1, 0]), [0, 0, 0, 1], [1, -1, -1, 1], [double.PositiveInfinity, 0.5, 0.5, double.PositiveInfinity], "lots");
        int budget = builder.AddBudget(0.002);
        builder.Weight = 0;
        builder.ChargeTo(budget, 1);
        builder.Linear(flows, [0, 0.01, 0.04, 0]);
        builder.ChargeTo(-1, 0);
        builder.Weight = 1;
        SolveResult result = Forced(WithACertainGain(builder, weights));
        Assert.That(result.Engine, Is.EqualTo(EngineKind.Scenarios), result.EngineReason);

        // a gap of 1e-7 of the objective of 0.004, at a gain of 0.02 a unit, leaves 2e-8 of a weight
        Assert.That(result.Values(flows).ToArray(), Is.EqualTo(new[] { 0, 0.2, 0, 0.2 }).Within(Tolerances.Weight));
        Assert.That(result.BudgetPrice(budget), Is.EqualTo(2).Within(Tolerances.SolverAgreement), "a gain of 0.02 for each 0.01");
        Assert.That(result.Certificate.RelativeGap, Is.EqualTo(0).Within(Tolerances.ReferenceCertificate));
        Assert.That(result.Certificate.RelativePrimalResidual, Is.LessThanOrEqualTo(Tolerances.Residual));
    }

    [Test]
    public void Solve_RandomLotsAtSeveralRates_IsTheFullInteriorPointsAnswer([Values(0.0, 0.1, 0.2, 0.37)] double rate, [Values] bool isLimited, [Range(1, 4)] int seed)
    {
        (StructuredProgram program, Block flows) = Lots(seed, rate, isLimited, budgetOf: null);
        AssertAgrees(program, flows);
    }

    [Test]
    public void Solve_SalesInTheObjectiveAndInABudget_IsTheFullInteriorPointsAnswer([Values(0.5, 1.0)] double part, [Range(1, 4)] int seed)
    {
        // where the sales earn a tax back, what they can earn at most is nearly what they do at a rate that outweighs everything else
        const double Rate = 0.2, Outweighing = 1e4;
        double paid = Paid(seed, Rate), least = Paid(seed, Outweighing * Rate) / Outweighing;
        (StructuredProgram limited, Block again) = Lots(seed, Rate, isLimited: false, budgetOf: paid > 0 ? part * paid : paid - (0.5 * part * (paid - least)));
        AssertAgrees(limited, again);
    }

    /// <summary>What the sales cost where no budget limits it.</summary>
    private static double Paid(int seed, double rate)
    {
        (StructuredProgram free, Block flows) = Lots(seed, rate, isLimited: false, budgetOf: null);
        SolveResult result = Forced(free);
        return free.Functions.Where(entry => entry.On == flows).Sum(entry => entry.First.Zip(result.Values(flows).ToArray(), (c, f) => c * f).Sum());
    }

    /// <summary>What a sale costs in the objective and what a budget is charged order the lots differently: no function of the trade alone is both.</summary>
    [Test]
    public void Solve_ABudgetThatOrdersLotsInItsOwnWay_GoesToTheInteriorPointAndSaysWhy()
    {
        (ProgramBuilder builder, Block weights) = TwoAssets();
        Block flows = builder.Flows(builder.Offset(weights, [1, 0]), [0, 0, 1], [-1, -1, 1], [0.5, 0.5, 1], "lots");
        builder.Linear(flows, [0.01, 0.015, 0]);
        builder.Weight = 0;
        builder.ChargeTo(builder.AddBudget(0.004), 1);
        builder.Linear(flows, [0.02, 0.01, 0]);
        builder.ChargeTo(-1, 0);
        builder.Weight = 1;
        SolveResult result = Forced(WithACertainGain(builder, weights));
        Assert.That(result.Status, Is.EqualTo(SolveStatus.Optimal));
        Assert.That(result.Engine, Is.EqualTo(EngineKind.InteriorPoint));
        Assert.That(result.EngineReason, Does.Contain("orders the flows 'lots' in another way"));
    }

    /// <summary>Two weights of at least nothing that add to one; the account holds the first.</summary>
    private static (ProgramBuilder Builder, Block Weights) TwoAssets()
    {
        var builder = new ProgramBuilder();
        Block weights = builder.Variables(2, "weights");
        builder.Bounds(weights, [0, 0], [1, 1]);
        builder.Bounds(builder.Image(new SumMap(2), weights), [1.0], [1.0]);
        return (builder, weights);
    }

    /// <summary>The tail of 50 scenarios in each of which the second asset gains 2 %.</summary>
    private static StructuredProgram WithACertainGain(ProgramBuilder builder, Block weights)
    {
        const int Scenarios = 50;
        var values = new double[2 * Scenarios];
        for (int s = 0; s < Scenarios; s++)
            values[(2 * s) + 1] = 0.02;
        Tail(builder, weights, values, Scenarios);
        return builder.Build();
    }

    private static void AssertAgrees(StructuredProgram program, Block flows)
    {
        SolveResult scenarios = Forced(program);
        Assert.That(scenarios.Status, Is.EqualTo(SolveStatus.Optimal), scenarios.EngineReason);
        Assert.That(scenarios.Engine, Is.EqualTo(EngineKind.Scenarios), scenarios.EngineReason);
        SolveResult full = new ProgramSolver(program, new SolverSettings { Engine = EngineKind.InteriorPoint, Tolerance = 1e-8 }).Solve();
        Assert.That(full.Status, Is.EqualTo(SolveStatus.Optimal), full.EngineReason);
        Assert.That(scenarios.Objective, Is.EqualTo(full.Objective).Within(Tolerances.ReferenceCertificate * Math.Max(1e-3, Math.Abs(full.Objective))));
        Certificate certificate = scenarios.Certificate;
        Assert.That(certificate.RelativeGap, Is.InRange(-Tolerances.ReferenceCertificate, Tolerances.ReferenceCertificate), certificate.ToString());
        Assert.That(certificate.RelativePrimalResidual, Is.LessThanOrEqualTo(Tolerances.Residual), certificate.ToString());
        Assert.That(certificate.DualResidual, Is.LessThanOrEqualTo(Tolerances.Residual), certificate.ToString());
        Assert.That(scenarios.Values(flows).ToArray().Min(), Is.GreaterThanOrEqualTo(0));
    }

    /// <summary>Ten assets held in up to four lots, gains and losses among them, taxed at a rate; an asset that must not be bought; a cost of the sales charged to a budget where one is given.</summary>
    private static (StructuredProgram Program, Block Flows) Lots(int seed, double rate, bool isLimited, double? budgetOf)
    {
        const int Assets = 10, Rows = 400;
        var random = new TestRandom(900 + seed);
        double[] start = random.Simplex(Assets), mean = random.UniformVector(Assets, 0, 0.002);
        var builder = new ProgramBuilder();
        Block weights = builder.Variables(Assets, "weights");
        builder.Bounds(weights, new double[Assets], [.. Enumerable.Repeat(0.4, Assets)]);
        builder.Bounds(builder.Image(new SumMap(Assets), weights), [1.0], [1.0]);
        builder.Linear(weights, [.. mean.Select(m => -m)]);
        List<int> coordinate = [];
        List<double> sign = [], upper = [], cost = [];
        for (int i = 0; i < Assets; i++)
        {
            (int lots, double[] gain) = (1 + (i % 4), random.UniformVector(4, -0.1, 0.3));
            for (int l = -1; l < lots; l++)
            {
                coordinate.Add(i);
                sign.Add(l < 0 ? 1 : -1);
                upper.Add(l >= 0 ? start[i] / lots : i == 3 ? 0 : double.PositiveInfinity);
                cost.Add(l < 0 ? 0 : 0.02 * rate * gain[l]);
            }
        }

        Block moves = builder.Offset(weights, start), flows = builder.Flows(moves, [.. coordinate], [.. sign], [.. upper], "lots");
        builder.Kinked(moves, new Kink { At = new double[Assets], SlopeBelow = [.. Enumerable.Repeat(-1e-5, Assets)], SlopeAbove = [.. Enumerable.Repeat(2e-5, Assets)] });
        builder.Linear(flows, [.. cost]);
        if (budgetOf is { } limit)
        {
            builder.Weight = 0;
            builder.ChargeTo(builder.AddBudget(limit), 1);
            builder.Linear(flows, [.. cost]);
            builder.ChargeTo(-1, 0);
            builder.Weight = 1;
        }

        double[] values = [.. Enumerable.Range(0, Rows).SelectMany(_ =>
        {
            double common = 0.01 * random.Normal();
            return Enumerable.Range(0, Assets).Select(i => mean[i] + (common * (0.4 + (0.12 * i))) + (0.008 * random.Normal())).ToArray();
        })];
        if (isLimited)
        {
            builder.Weight = 0;
            builder.ChargeTo(builder.AddBudget(0.0195), 1);
        }

        Tail(builder, weights, values, Rows);
        return (builder.Build(), flows);
    }

    private static void Tail(ProgramBuilder builder, Block weights, double[] values, int rows)
    {
        Block threshold = builder.Variables(1, "tail");
        builder.Linear(threshold, [-1.0]);
        double[] below = new double[rows];
        Array.Fill(below, -1 / (0.05 * rows));
        Block image = builder.Image(DenseMap.OverRows(values, rows, weights.Length), weights);
        builder.Kinked(builder.Shifted(image, threshold), new Kink { At = new double[rows], SlopeBelow = below, SlopeAbove = new double[rows] });
    }

    private static SolveResult Forced(StructuredProgram program) => new ProgramSolver(program, new SolverSettings { Engine = EngineKind.Scenarios, Tolerance = 1e-7 }).Solve();
}
