using Rebalancing.Planning;
using Rebalancing.Solvers;

namespace Rebalancing.Core.Tests;

/// <summary>The next account is poured into the recorded program and solved without allocation.</summary>
public class ReplayTests
{
    [Test]
    public void Solve_TheNextAccount_AllocatesNothing()
    {
        LawData data = LawData.Of(1, 40);
        var mandate = new Mandate
        {
            Objective = 4.0 * new Variance(data.Factor) + new ExpectedReturn(data.Draw("return", 0, 0.1)) + new TradingCost(data.Draw("cost", 0.0002, 0.002)),
            Limits = [new CashBand(0, 0.05), Limits.LongOnly, GroupBounds.Within(data.Sectors, data.Universe.Values(_ => 1.0 / 40), 0.1), Limits.Turnover(0.3)],
        };
        var worker = new RebalanceWorker(mandate, RebalanceSettings.Default);
        Account first = data.Account, second = data.WithValue(3_000_000m).Account;
        for (int i = 0; i < 3; i++)
        {
            Assert.That(worker.Solve(first, CancellationToken.None).Status, Is.EqualTo(SolveStatus.Optimal));
            worker.Solve(second, CancellationToken.None);
        }

        Assert.That(Allocation.Least(() => worker.Solve(first, CancellationToken.None)), Is.Zero);
    }
}
