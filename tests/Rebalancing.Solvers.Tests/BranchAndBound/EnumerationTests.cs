namespace Rebalancing.Solvers.Tests.BranchAndBound;

/// <summary>Branch and bound against trying every combination, for each choice word alone and for pairs and triples of them.</summary>
public class EnumerationTests
{
    private static readonly string[] Kinds = PlainChoice.Kinds.Split(',');

    /// <summary>Other seeds than the usual ones: run with the test parameter FirstSeed.</summary>
    private static readonly int FirstSeed = TestContext.Parameters.Get("FirstSeed", 1);

    [TestCaseSource(nameof(Kinds))]
    public void Solve_OneWord_IsTheBestOfAllCombinations(string kind) => AssertAll(From(12), seed => new ChoiceCase(seed, 4, kind));

    [Test]
    public void Solve_SeveralWords_IsTheBestOfAllCombinations() => AssertAll(From(40), Mixed);

    /// <summary>Programs that were once answered wrongly or not at all: counts that pull against each other, a gap that is met exactly.</summary>
    [TestCase(5054)]
    [TestCase(5084)]
    [TestCase(5131)]
    [TestCase(5217)]
    public void Solve_ProgramsThatOnceFailed_IsTheBestOfAllCombinations(int seed)
    {
        AssertAll([seed], each => Mixed(each, TestRandom.WithPlainSeed));
        foreach (string kind in Kinds) AssertAll([seed], each => new ChoiceCase(TestRandom.WithPlainSeed(each), 3 + (each % 2), kind));
    }

    [Category("Long")]
    [TestCaseSource(nameof(Kinds))]
    public void Solve_OneWordManyTimes_IsTheBestOfAllCombinations(string kind) => AssertAll(From(500), seed => new ChoiceCase(seed, 3 + (seed % 2), kind));

    [Category("Long")]
    [Test]
    public void Solve_SeveralWordsManyTimes_IsTheBestOfAllCombinations() => AssertAll(From(500), Mixed);

    [Test]
    public void Solve_TwoThreads_HasTheSameBits([Range(1, 10)] int seed)
    {
        ChoiceCase one = Mixed(seed), two = Mixed(seed);
        DiscreteResult first = one.Solve(threads: 1), second = two.Solve(threads: 2);
        Assert.That((second.Status, second.Nodes, BitConverter.DoubleToInt64Bits(second.Objective), BitConverter.DoubleToInt64Bits(second.Bound)),
            Is.EqualTo((first.Status, first.Nodes, BitConverter.DoubleToInt64Bits(first.Objective), BitConverter.DoubleToInt64Bits(first.Bound))));
        if (first.HasPoint) Assert.That(second.Values(two.Weights).ToArray(), Is.EqualTo(first.Values(one.Weights).ToArray()));
    }

    private static ChoiceCase Mixed(int seed) => Mixed(seed, each => new TestRandom(each));

    private static ChoiceCase Mixed(int seed, Func<int, TestRandom> start)
    {
        TestRandom random = start(1000 + seed);
        int[] order = random.Permutation(Kinds.Length);
        return new ChoiceCase(start(seed), 3, [.. order.Take(random.Integer(2, 4)).Select(k => Kinds[k])]);
    }

    private static IEnumerable<int> From(int count) => Enumerable.Range(FirstSeed, count);

    private static void AssertAll(IEnumerable<int> seeds, Func<int, ChoiceCase> make)
    {
        List<string> wrong = [];
        foreach (int seed in seeds)
        {
            ChoiceCase instance = make(seed);
            DiscreteResult result = instance.Solve();
            double best = instance.Enumerate();
            bool right = double.IsPositiveInfinity(best)
                ? result.Status == SolveStatus.Infeasible
                : result.Status is SolveStatus.Optimal or SolveStatus.OptimalWithinGap && Math.Abs(result.Objective - best) <= Tolerances.SolverAgreement * (1 + Math.Abs(best)) && result.Bound <= best + (Tolerances.SolverAgreement * (1 + Math.Abs(best)));
            if (!right) wrong.Add(FormattableString.Invariant($"seed {seed} {instance}: {result.Status} {result.Objective:R} bound {result.Bound:R} after {result.Nodes} nodes; enumeration {best:R}"));
        }

        Assert.That(wrong, Is.Empty);
    }
}
