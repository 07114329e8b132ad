using Rebalancing.Lowering;
using Rebalancing.Solvers;
using Rebalancing.Solvers.Explaining;

namespace Rebalancing.Planning;

/// <summary>What an explanation needs to read an answer without solving again: its multipliers, and how costs were settled in the program they belong to.</summary>
internal sealed record KeptAnswer(AnswerSnapshot Numbers, double CostAllowance, bool CostsAreFixed, Widening? Widening, StartingPrices? Prices)
{
    /// <summary>The program recorded again from the mandate, with the answer's values and multipliers.</summary>
    public (RecordingWriter Recorder, Solution Solution) Restore(Mandate mandate, Account account)
    {
        var recorder = new RecordingWriter(new MandateScript(mandate)) { CostAllowance = CostAllowance, CostsAreFixed = CostsAreFixed, Widening = Widening };
        var solution = new Solution(recorder.Read(account.View));
        Numbers.CopyTo(solution);
        return (recorder, solution);
    }
}
