using NUnit.Framework;
using Rebalancing.Solvers;

namespace Rebalancing.Testing;

/// <summary>
/// The laws of a term. Derive a fixture, say how to make the term and what its formula is, and the tests below run for it:
/// value = formula; convex; weights and sums; independent of the order of assets; the next account's numbers are poured in without allocation.
/// </summary>
public abstract class TermLaws
{
    private const int Assets = 11;

    /// <summary>Makes the term from the data; the same data must give the same term.</summary>
    protected abstract Term Create(LawData data);

    /// <summary>The term's formula, written plainly.</summary>
    /// <param name="data">As for <see cref="Create"/>.</param>
    /// <param name="w">Holdings after trading.</param>
    /// <param name="z">Trades: holdings less the account's weights.</param>
    /// <param name="cash">Cash after trading.</param>
    protected abstract double Formula(LawData data, double[] w, double[] z, double cash);

    /// <summary>Holdings at which the laws are tried; some are negative. Override it where short positions have no meaning.</summary>
    protected virtual double[] RandomHoldings(LawData data, TestRandom random) => data.RandomHoldings(random);

    /// <summary>How far two evaluations in different orders may differ, relative to one plus their size.</summary>
    protected virtual double Tolerance => Tolerances.Summation;

    [Test]
    public void ValueAt_RandomHoldings_IsTheFormula([Range(1, 20)] int seed)
    {
        LawData data = LawData.Of(seed, Assets);
        double[] w = RandomHoldings(data, new TestRandom(seed));
        double cash = 1 - w.Sum(), value = Create(data).ValueAt(data.Account, w, cash), formula = Formula(data, w, Trades(data, w), cash);
        Assert.That(value, Is.EqualTo(formula).Within(Tolerance * (1 + Math.Abs(formula))));
    }

    [Test]
    public void ValueAt_BetweenTwoPoints_IsAtMostTheChord([Range(1, 20)] int seed)
    {
        LawData data = LawData.Of(seed, Assets);
        var random = new TestRandom(seed);
        double[] a = RandomHoldings(data, random), b = RandomHoldings(data, random);
        double t = random.Uniform(), cashA = random.Uniform(-0.1, 0.2), cashB = random.Uniform(-0.1, 0.2);
        double[] between = [.. a.Zip(b, (x, y) => (t * x) + ((1 - t) * y))];
        Term term = Create(data);
        double chord = (t * term.ValueAt(data.Account, a, cashA)) + ((1 - t) * term.ValueAt(data.Account, b, cashB));
        Assert.That(term.ValueAt(data.Account, between, (t * cashA) + ((1 - t) * cashB)), Is.LessThanOrEqualTo(chord + (Tolerance * (1 + Math.Abs(chord)))));
    }

    [Test]
    public void ValueAt_WeightedSums_AddUp()
    {
        LawData data = LawData.Of(7, Assets);
        double[] w = RandomHoldings(data, new TestRandom(7));
        Term term = Create(data);
        double once = term.ValueAt(data.Account, w);
        Objective sum = 2.5 * term + 0.5 * (term + 3.0 * Create(data));
        Assert.That(sum.Parts, Has.Count.EqualTo(3));
        Assert.That(sum.ValueAt(data.Account, w), Is.EqualTo(4.5 * once).Within(Tolerance * (1 + Math.Abs(once))));
    }

    [Test]
    public void ValueAt_AssetsInAnotherOrder_IsTheSame([Range(1, 5)] int seed)
    {
        LawData data = LawData.Of(seed, Assets);
        var random = new TestRandom(seed);
        double[] w = RandomHoldings(data, random);
        int[] order = random.Permutation(Assets);
        LawData permuted = data.Permuted(order);
        double value = Create(data).ValueAt(data.Account, w), again = Create(permuted).ValueAt(permuted.Account, [.. order.Select(i => w[i])]);
        Assert.That(again, Is.EqualTo(value).Within(Tolerance * (1 + Math.Abs(value))));
    }

    [Test]
    public void Read_TheNextAccount_AllocatesNothing()
    {
        LawData data = LawData.Of(3, Assets);
        Term term = Create(data);
        var program = new MandateProgram(new Mandate { Objective = term, Limits = [new FullyInvested(0.01), AlwaysKept(term, data)] }, data.Universe);
        ProgramAllocation.IsNone(program, data.Account, data.WithValue(2_000_000m).Account);
    }

    [Test]
    public void Solve_WithHoldingsFixed_IsTheEvaluation([Range(1, 3)] int seed)
    {
        LawData data = LawData.Of(seed, Assets);
        double[] w = RandomHoldings(data, new TestRandom(seed));
        Term term = Create(data);
        double cash = 1 - w.Sum(), value = term.ValueAt(data.Account, w, cash);
        var mandate = new Mandate { Objective = term, Limits = [new WeightBounds(w, w), new CashBand(cash, cash)], CostSettlement = CostSettlement.Outside };
        SolveResult result = Solved(mandate, data);
        Assert.That(result.ValueOfOwner(0), Is.EqualTo(value).Within(Tolerances.Residual * (1 + Math.Abs(value))), GetType().Name);
    }

    [Test]
    public void Solve_ThreeFreeAssets_IsTheBruteForceOptimum([Range(1, 3)] int seed)
    {
        LawData data = LawData.Of(seed, Assets);
        Objective objective = Create(data) + 1.0 * new Variance(data.Factor);
        (Mandate mandate, double[] w, double sum) = ThreeFree.Of(data, objective, ["A0", "A1", "A2"]);
        double cash = 1 - sum - w.Sum();
        double best = BruteForce.Minimum((x, y, z) => objective.ValueAt(data.Account, ThreeFree.At(data, w, ["A0", "A1", "A2"], x, y, z), cash), sum).Value;
        SolveResult result = Solved(mandate, data);
        Assert.That(result.Objective, Is.EqualTo(best).Within(Tolerances.Objective * (1 + Math.Abs(best))), GetType().Name);
    }

    private static SolveResult Solved(Mandate mandate, LawData data)
    {
        SolveResult result = new ProgramSolver(new MandateProgram(mandate, data.Universe).Read(data.Account)).Solve();
        Assert.That(result.Status, Is.EqualTo(SolveStatus.Optimal), mandate.Describe(data.Account));
        return result;
    }

    /// <summary>The term as a limit that holds everywhere, so that it is written in that role too.</summary>
    private static Limit AlwaysKept(Term term, LawData data) => term.AtMost(10 + (10 * Math.Abs(term.ValueAt(data.Account, data.Account.Weights))));

    private static double[] Trades(LawData data, double[] w)
    {
        var z = new double[w.Length];
        for (int i = 0; i < z.Length; i++) z[i] = w[i] - data.Account.Weights[i];
        return z;
    }
}
