using Rebalancing.Lowering;
using Rebalancing.Solvers;
using Rebalancing.Solvers.Explaining;

namespace Rebalancing.Planning;

/// <summary>Prices one limit of an account by moving it in the program of its answer.</summary>
internal static class ShadowPriceWriter
{
    /// <summary>Prices below 0.001 bp a unit are rounding.</summary>
    private const double LeastPrice = 1e-7;

    public static ShadowPrice Write(Mandate mandate, Account account, RebalanceSettings settings, RebalanceOutcome outcome, int position, CancellationToken cancellation)
    {
        var worker = new RebalanceWorker(mandate, settings, outcome.Kept?.Widening);
        SolveResult result = worker.Solve(account, cancellation, outcome.Start);
        if (result.Status is not (SolveStatus.Optimal or SolveStatus.OptimalWithinGap)) throw new InvalidOperationException($"there is no plan to price limits of: {result.Status}");
        Limit limit = mandate.Limits[position];
        StructuredProgram program = worker.Program;
        IReadOnlyList<MovableLimit> movable = MovableLimit.Of(program, result.Solution, mandate.Objective.Parts.Count + position, LeastPrice);
        if (movable.Count == 0) return Idle(mandate, account, outcome.Weights, position);
        MovableLimit dearest = movable[0];
        string? where = dearest.Place is not { } place || place.Block.Length == 1 ? null
            : place.Block.Id == worker.Holdings.Id ? account.Universe[place.Coordinate].Symbol : limit.NameOfRow(place.Coordinate);
        PriceRange range = PriceRange.Of(program, dearest, settings.Solver, cancellation);
        return new ShadowPrice(limit.Name, where, limit.Measure, range.Tightening, range.Loosening, range.Down, range.Up);
    }

    private static ShadowPrice Idle(Mandate mandate, Account account, ReadOnlySpan<double> weights, int position)
    {
        double cash = 1;
        foreach (double weight in weights) cash -= weight;
        LimitReading[] readings = [.. LimitReadings.At(mandate, account, weights, cash).Where(reading => reading.Owner == position)];
        double room = readings.Length == 0 ? 0 : Math.Max(0, -readings.Max(reading => reading.Excess));
        return new ShadowPrice(mandate.Limits[position].Name, null, mandate.Limits[position].Measure, 0, 0, room, double.PositiveInfinity);
    }
}
