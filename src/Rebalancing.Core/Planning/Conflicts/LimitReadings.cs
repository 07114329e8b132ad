using Rebalancing.Lowering;

namespace Rebalancing.Planning;

/// <summary>Every limited quantity of a mandate at given holdings.</summary>
internal static class LimitReadings
{
    /// <summary>Owners are positions in the mandate's list of limits.</summary>
    public static List<LimitReading> At(Mandate mandate, Account account, ReadOnlySpan<double> weights, double cash)
    {
        List<LimitReading> readings = [];
        var evaluator = new EvaluatingWriter(new MandateScript(mandate with { Objective = new NoCost() })) { Readings = readings };
        evaluator.Evaluate(account.View, weights, cash);
        readings.RemoveAll(reading => reading.Owner < 1);
        for (int r = 0; r < readings.Count; r++) readings[r] = readings[r] with { Owner = readings[r].Owner - 1 };
        return readings;
    }
}
