namespace Rebalancing.Planning;

/// <summary>Plan writers of one mandate, kept for the next plan. Thread-safe: each plan is written by a writer of its own.</summary>
internal sealed class PlanWriters(Mandate mandate, RebalanceSettings settings)
{
    private readonly Idle<PlanWriter> _idle = new();

    public Plan Write(Account account, RebalanceOutcome outcome)
    {
        PlanWriter writer = _idle.TryTake(out PlanWriter? idle) ? idle : new PlanWriter(mandate, settings);
        Plan plan = writer.Write(account, outcome);
        _idle.Add(writer);
        return plan;
    }
}
