using Rebalancing.Testing;

namespace Rebalancing.Solvers.Tests.DualNewton;

/// <summary>Same input, same bits: again, after other accounts, from other places in a batch; and no memory after the first solve.</summary>
public class DualNewtonRepeatTests
{
    private const int Accounts = 40;

    [Test]
    public void Solve_SecondTime_AllocatesNothingAndRepeatsEveryBit([Values] CostKind kind)
    {
        FactorProgram written = new(new FactorInstance(150, 10, 3), kind);
        ProgramSolver solver = new(written.Program);
        double[] first = solver.Solve().Values(written.Holdings).ToArray();
        solver.Solve();
        solver.Solve();

        Assert.That(Allocation.Least(() => solver.Solve()), Is.Zero);
        SolveResult again = solver.Solve();
        Assert.That(again.Engine, Is.EqualTo(EngineKind.DualNewton), again.EngineReason);
        Assert.That(again.Values(written.Holdings).ToArray(), Is.EqualTo(first));
    }

    [Test]
    public void Solve_AfterAnotherAccount_RepeatsEveryBit([Values] CostKind kind)
    {
        FactorInstance one = new(150, 10, 3), other = new(150, 10, 3);
        for (int i = 0; i < other.Assets; i++)
        {
            other.Returns[i] += 0.01 * (i % 7);
            other.Spread[i] *= 1.5;
        }

        FactorProgram written = new(one, kind);
        ProgramSolver solver = new(written.Program);
        double[] first = solver.Solve().Values(written.Holdings).ToArray();
        written.Refill(other);
        double[] between = solver.Solve().Values(written.Holdings).ToArray();
        written.Refill(one);

        Assert.That(between, Is.Not.EqualTo(first));
        Assert.That(solver.Solve().Values(written.Holdings).ToArray(), Is.EqualTo(first));
    }

    [Test]
    public void Solve_FromStartingPrices_FindsTheSameAnswer([Values] CostKind kind, [Values(1, 2, 3)] int seed)
    {
        FactorInstance instance = new(300, 15, seed);
        FactorProgram written = new(instance, kind);
        ProgramSolver solver = new(written.Program);
        solver.Solve();
        StartingPrices? start = solver.CapturePrices();
        TestRandom random = new(seed);
        for (int i = 0; i < instance.Assets; i++)
            instance.Returns[i] *= 1 + (0.01 * random.Normal());
        written.Refill(instance);
        SolveResult cold = solver.Solve();
        (double objective, int steps) = (cold.Objective, cold.Iterations);
        SolveResult warm = solver.Solve(start);

        Assert.That(start, Is.Not.Null);
        Assert.That(warm.Objective, Is.EqualTo(objective).Within(Tolerances.Objective * Math.Abs(objective)));
        Assert.That(warm.Iterations, Is.LessThan(steps));
        Assert.That(Math.Abs(warm.Certificate.RelativeGap), Is.LessThan(Tolerances.Objective));
    }

    [Test]
    public void Run_AnyOrderAndAnyWorkers_GivesTheSameBits([Values(1, 2, 3)] int workers, [Values] bool backwards)
    {
        FactorInstance[] accounts = [.. Enumerable.Range(0, Accounts).Select(a => Account(a))];
        double[][] expected = Run(accounts, 1, a => a);
        double[][] found = Run(accounts, workers, a => backwards ? Accounts - 1 - a : a);
        for (int a = 0; a < Accounts; a++)
            Assert.That(found[a], Is.EqualTo(expected[a]), $"account {a}");
    }

    private static double[][] Run(FactorInstance[] accounts, int workers, Func<int, int> order)
    {
        FactorProgram[] written = [.. Enumerable.Range(0, workers).Select(_ => new FactorProgram(accounts[0], CostKind.Lots))];
        ProgramSolver model = new(written[0].Program);
        model.Solve();
        BatchSolver batch = new([.. written.Select(w => w.Program)]) { Start = model.CapturePrices() };
        double[][] answers = new double[accounts.Length][];
        batch.Run(
            accounts.Length,
            (worker, position) => written[worker].Refill(accounts[order(position)]),
            (position, result) => answers[order(position)] = result.Values(written[0].Holdings).ToArray());
        return answers;
    }

    private static FactorInstance Account(int index)
    {
        FactorInstance account = new(100, 8, 5);
        TestRandom random = new(1000 + index);
        for (int i = 0; i < account.Assets; i++)
            account.Returns[i] += 0.02 * random.Normal();
        return account;
    }
}
