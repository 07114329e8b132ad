using NUnit.Framework;

namespace Rebalancing.Testing;

/// <summary>
/// The laws of a limit. Derive a fixture, say how to make the limit and by how much holdings exceed it, and the tests below run for it:
/// excess = formula; the set it allows is convex; independent of the order of assets; a soft limit is free where it is kept; the next account's numbers are poured in
/// without allocation.
/// </summary>
public abstract class LimitLaws
{
    private const int Assets = 11;

    /// <summary>Makes the limit from the data; the same data must give the same limit.</summary>
    protected abstract Limit Create(LawData data);

    /// <summary>By how much holdings exceed the limit in its worst place, written plainly; not positive where they keep it.</summary>
    /// <param name="data">As for <see cref="Create"/>.</param>
    /// <param name="w">Holdings after trading.</param>
    /// <param name="z">Trades: holdings less the account's weights.</param>
    /// <param name="cash">Cash after trading.</param>
    protected abstract double Excess(LawData data, double[] w, double[] z, double cash);

    /// <summary>Three assets of which the limit says something; the others keep their weights in the comparison with brute force.</summary>
    protected virtual string[] FreeAssets => ["A0", "A1", "A2"];

    /// <summary>Holdings at which the laws are tried; some are negative. Override it where short positions have no meaning.</summary>
    protected virtual double[] RandomHoldings(LawData data, TestRandom random) => data.RandomHoldings(random);

    /// <summary>How far two evaluations in different orders may differ, relative to one plus their size.</summary>
    protected virtual double Tolerance => Tolerances.Summation;

    [Test]
    public void ExcessAt_RandomHoldings_IsTheFormula([Range(1, 20)] int seed)
    {
        LawData data = LawData.Of(seed, Assets);
        double[] w = RandomHoldings(data, new TestRandom(seed)), z = [.. w];
        for (int i = 0; i < z.Length; i++) z[i] -= data.Account.Weights[i];
        double cash = 1 - w.Sum(), formula = Excess(data, w, z, cash);
        Assert.That(Create(data).ExcessAt(data.Account, w, cash), Is.EqualTo(formula).Within(Tolerance * (1 + Math.Abs(formula))));
    }

    [Test]
    public void ExcessAt_BetweenTwoPoints_IsAtMostTheChord([Range(1, 20)] int seed)
    {
        LawData data = LawData.Of(seed, Assets);
        var random = new TestRandom(seed);
        double[] a = RandomHoldings(data, random), b = RandomHoldings(data, random);
        double t = random.Uniform(), cashA = random.Uniform(-0.1, 0.2), cashB = random.Uniform(-0.1, 0.2);
        double[] between = [.. a.Zip(b, (x, y) => (t * x) + ((1 - t) * y))];
        Limit limit = Create(data);
        double first = limit.ExcessAt(data.Account, a, cashA), second = limit.ExcessAt(data.Account, b, cashB);
        // infinitely far inside at one end says nothing about the points between
        double chord = double.IsNegativeInfinity(Math.Min(first, second)) ? Math.Max(first, second) : (t * first) + ((1 - t) * second);
        Assert.That(limit.ExcessAt(data.Account, between, (t * cashA) + ((1 - t) * cashB)), Is.LessThanOrEqualTo(chord + (Tolerance * (1 + Math.Abs(chord)))));
    }

    [Test]
    public void ExcessAt_AssetsInAnotherOrder_IsTheSame([Range(1, 5)] int seed)
    {
        LawData data = LawData.Of(seed, Assets);
        var random = new TestRandom(seed);
        double[] w = RandomHoldings(data, random);
        int[] order = random.Permutation(Assets);
        LawData permuted = data.Permuted(order);
        double excess = Create(data).ExcessAt(data.Account, w, 0.02), again = Create(permuted).ExcessAt(permuted.Account, [.. order.Select(i => w[i])], 0.02);
        Assert.That(again, Is.EqualTo(excess).Within(Tolerance * (1 + Math.Abs(excess))));
    }

    /// <summary>Feasible exactly where brute force finds a point inside, and then with the same optimum (violations cost brute force more than any can gain).</summary>
    [Test]
    public void Solve_ThreeFreeAssets_IsTheBruteForceOptimum([Range(1, 3)] int seed)
    {
        LawData data = LawData.Of(seed, Assets);
        Limit limit = Create(data);
        Objective objective = 1.0 * new Variance(data.Factor) + 0.01 * new Concentration();
        (Mandate mandate, double[] w, double sum) = ThreeFree.Of(data, objective, FreeAssets, limit);
        double cash = 1 - sum - w.Sum();
        double nearest = BruteForce.Minimum((x, y, z) => limit.ExcessAt(data.Account, At(x, y, z), cash), sum).Value;
        if (nearest > 1e-6 && MandateValidator.FindProblems(mandate, data.Universe) is { Count: > 0 } problems)
        {
            Assert.That(problems, Has.Some.Contain(limit.Name), "a contradiction on its face is said before anything is solved, and names the limit");
            return;
        }
        RebalanceResult result = new Rebalancer(mandate, data.Universe).Rebalance(data.Account);
        if (nearest > 1e-6)
        {
            Assert.That(result.Status, Is.EqualTo(RebalanceStatus.Infeasible), $"no point is nearer than {nearest:G3}; {mandate.Describe(data.Account)}");
            Assert.That(result.Conflicts, Is.Not.Empty);
            return;
        }
        Assert.That(result.Status, Is.EqualTo(RebalanceStatus.Optimal), mandate.Describe(data.Account));
        double best = BruteForce.Minimum((x, y, z) => objective.ValueAt(data.Account, At(x, y, z), cash) + 100 * Math.Max(0, limit.ExcessAt(data.Account, At(x, y, z), cash)), sum).Value;
        Assert.That(result.Objective, Is.EqualTo(best).Within(Tolerances.Weight * (1 + Math.Abs(best))), GetType().Name);

        double[] At(double x, double y, double z) => ThreeFree.At(data, w, FreeAssets, x, y, z);
    }

    [Test]
    public void Read_TheNextAccount_AllocatesNothing()
    {
        LawData data = LawData.Of(3, Assets);
        Limit limit = Create(data);
        var program = new MandateProgram(new Mandate { Objective = new Concentration(), Limits = [limit, limit.Soften(2.0), limit.WithPriority(5)] }, data.Universe);
        ProgramAllocation.IsNone(program, data.Account, data.WithValue(2_000_000m).Account);
    }
}
