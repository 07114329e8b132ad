using System.Reflection;

namespace Rebalancing.Core.Tests.Planning;

/// <summary>Reasons add up in random mandates made of every cost and every limit of the library, as their fixtures of laws make them.</summary>
[TestFixture]
internal sealed class EveryComponentReasonsTests
{
    private const int Assets = 12;

    /// <summary>What reasons may fail to add up by, basis points; with the largest of a few thousand that is 1e-6 of it.</summary>
    private const double Bps = 1e-2;

    [Test]
    public void Explain_MandatesOfEveryCostAndLimit_ReasonsAddUp() => Check(first: 1, wanted: 60);

    [Test, Category("Long")]
    public void Explain_ManyMandatesOfEveryCostAndLimit_ReasonsAddUp() => Check(first: 10_000, wanted: 2000);

    private static void Check(int first, int wanted)
    {
        int explained = 0;
        double most = 0;
        List<string> wrong = [];
        for (int seed = first; explained < wanted; seed++)
        {
            Assert.That(seed, Is.LessThan(first + (40 * wanted)), $"only {explained} of {seed - first} mandates had a plan");
            LawData data = LawData.Of(seed, Assets);
            Mandate mandate = Random(seed, data);
            if (MandateValidator.FindProblems(mandate, data.Universe).Count > 0) continue;
            RebalanceResult result = new Rebalancer(mandate, data.Universe).Rebalance(data.Account);
            if (result.Status != RebalanceStatus.Optimal) continue;
            explained++;
            foreach (TradeReasons trade in result.Explain().Trades)
            {
                most = Math.Max(most, Math.Abs(trade.Unexplained));
                if (Math.Abs(trade.Unexplained) > Bps)
                    wrong.Add(FormattableString.Invariant($"seed {seed}: {mandate.Objective}; {string.Join(", ", mandate.Limits)}: {trade} leaves {trade.Unexplained:G3} bp ({result.Engine})"));
            }
        }
        TestContext.Out.WriteLine(FormattableString.Invariant($"largest sum of reasons over {explained} mandates: {most:G3} bp"));
        Assert.That(wrong, Is.Empty, string.Join(Environment.NewLine, wrong.Take(10)));
    }

    private static Mandate Random(int seed, LawData data)
    {
        var random = new TestRandom(seed);
        Objective objective = random.Uniform(1, 5) * new Variance(data.Factor);
        for (int parts = random.Integer(1, 4); parts > 0; parts--) objective += random.Uniform(0.2, 1) * (Term)Draw(random, typeof(TermLaws), data);
        List<Limit> limits = [new CashBand(-0.2, 0.5)];
        for (int count = random.Integer(0, 3); count > 0; count--) limits.Add((Limit)Draw(random, typeof(LimitLaws), data));
        return new Mandate { Objective = objective, Limits = limits };
    }

    private static object Draw(TestRandom random, Type laws, LawData data)
    {
        Type[] fixtures = [.. Assembly.GetExecutingAssembly().GetTypes().Where(type => !type.IsAbstract && type.IsSubclassOf(laws)).OrderBy(type => type.FullName, StringComparer.Ordinal)];
        Type chosen = fixtures[random.Integer(0, fixtures.Length)];
        object fixture = Activator.CreateInstance(chosen)!;
        return chosen.GetMethod("Create", BindingFlags.Instance | BindingFlags.NonPublic)!.Invoke(fixture, [data])!;
    }
}
