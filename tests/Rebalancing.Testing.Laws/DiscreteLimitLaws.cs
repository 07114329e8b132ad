using NUnit.Framework;

namespace Rebalancing.Testing;

/// <summary>
/// The laws of a discrete rule. Derive a fixture, say how to make the rule and by how much holdings break it, and the tests below run for it:
/// excess = formula; independent of the order of assets; refused when softened; the next account's numbers are poured in without allocation; plans keep it, and
/// nothing that keeps it and was found by chance is better.
/// </summary>
public abstract class DiscreteLimitLaws
{
    private const int Assets = 6;

    /// <summary>Makes the rule from the data; the same data must give the same rule.</summary>
    protected abstract Limit Create(LawData data);

    /// <summary>By how much holdings break the rule in its worst place, written plainly; not positive where they keep it.</summary>
    /// <param name="data">As for <see cref="Create"/>.</param>
    /// <param name="w">Holdings after trading.</param>
    /// <param name="z">Trades: holdings less the account's weights.</param>
    protected abstract double Excess(LawData data, double[] w, double[] z);

    /// <summary>Holdings near the given ones that keep the rule, by hand; null where none come to mind.</summary>
    protected abstract double[]? Repaired(LawData data, double[] w, TestRandom random);

    [Test]
    public void ExcessAt_RandomHoldings_IsTheFormula([Range(1, 20)] int seed)
    {
        LawData data = LawData.Of(seed, Assets);
        double[] w = Holdings(data, new TestRandom(seed));
        double formula = Excess(data, w, Trades(data, w));
        Assert.That(Create(data).ExcessAt(data.Account, w, 1 - w.Sum()), Is.EqualTo(formula).Within(Tolerances.LinearAlgebra * (1 + Math.Abs(formula))));
    }

    [Test]
    public void ExcessAt_AssetsInAnotherOrder_IsTheSame([Range(1, 5)] int seed)
    {
        LawData data = LawData.Of(seed, Assets);
        var random = new TestRandom(seed);
        double[] w = Holdings(data, random);
        int[] order = random.Permutation(Assets);
        LawData permuted = data.Permuted(order);
        Assert.That(Create(permuted).ExcessAt(permuted.Account, [.. order.Select(i => w[i])], 0.02), Is.EqualTo(Create(data).ExcessAt(data.Account, w, 0.02)).Within(Tolerances.Summation));
    }

    [Test]
    public void Solve_SmallAccount_KeepsTheRuleAndBeatsChance([Range(1, 4)] int seed)
    {
        LawData data = LawData.Of(seed, Assets);
        Limit limit = Create(data);
        Objective objective = 2.0 * new Variance(data.Factor) + 0.05 * new Concentration();
        var mandate = new Mandate { Objective = objective, Limits = [limit, new CashBand(0, 0.2), new WeightBounds(0, 0.6)] };
        RebalanceResult result = new Rebalancer(mandate, data.Universe).Rebalance(data.Account);
        Assert.That(result.IsOptimal, $"{result.Status} {result.Engine}");
        Assert.That(result.Discrete, Is.Not.Null);
        Assert.That(limit.ExcessAt(data.Account, result.Weights), Is.LessThanOrEqualTo(Tolerances.Residual), "the answer keeps the rule");
        var random = new TestRandom(seed);
        for (int k = 0; k < 300; k++)
        {
            if (Repaired(data, Holdings(data, random), random) is not { } w || w.Any(x => x is < 0 or > 0.6) || w.Sum() is < 0.8 or > 1 || Excess(data, w, Trades(data, w)) > 0) continue;
            Assert.That(objective.ValueAt(data.Account, w), Is.GreaterThanOrEqualTo(result.Discrete!.Bound - Tolerances.Residual), $"random holdings {k}");
        }
    }

    [Test]
    public void Soften_ADiscreteRule_IsRefused()
    {
        LawData data = LawData.Of(3, Assets);
        var mandate = new Mandate { Objective = new Concentration(), Limits = [Create(data).Soften(1.0)] };
        Assert.That(() => new MandateProgram(mandate, data.Universe).Read(data.Account), Throws.InvalidOperationException.With.Message.Contains("softened"));
    }

    [Test]
    public void Read_TheNextAccount_AllocatesNothing()
    {
        LawData data = LawData.Of(3, Assets);
        var program = new MandateProgram(new Mandate { Objective = new Concentration(), Limits = [Create(data)] }, data.Universe);
        ProgramAllocation.IsNone(program, data.Account, data.WithValue(2_000_000m).Account);
    }

    /// <summary>Long holdings, some of them zero, some unchanged.</summary>
    private static double[] Holdings(LawData data, TestRandom random)
    {
        double[] w = random.Simplex(data.Count);
        double invested = random.Uniform(0.82, 0.99);
        for (int i = 0; i < w.Length; i++) w[i] = random.Chance(0.2) ? 0 : random.Chance(0.2) ? data.Account.Weights[i] : w[i] * invested;
        return w;
    }

    private static double[] Trades(LawData data, double[] w) => [.. w.Select((x, i) => x - data.Account.Weights[i])];
}
