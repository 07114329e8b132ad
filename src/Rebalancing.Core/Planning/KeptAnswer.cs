using Rebalancing.Lowering;
using Rebalancing.Solvers;
using Rebalancing.Solvers.Certificates;
using Rebalancing.Solvers.Explaining;

namespace Rebalancing.Planning;

/// <summary>What an explanation needs to read an answer without solving again: its multipliers, and how costs were settled in the program they belong to.</summary>
internal sealed record KeptAnswer(AnswerSnapshot Numbers, double CostAllowance, bool CostsAreFixed, Widening? Widening, StartingPrices? Prices)
{
    /// <summary>What the search over tax lots chose: the program is that of this choice.</summary>
    public required TaxChoice Choice { get; init; }

    /// <summary>No plan has a smaller objective, whatever the choice; infinite where nothing was chosen.</summary>
    public required double SearchBound { get; init; }

    /// <summary>Checks the answer by code that shares nothing with the engines.</summary>
    public Certificate Certify(Mandate mandate, Account account)
    {
        (RecordingWriter recorder, Solution solution) = Restore(mandate, account);
        return OfSearch(new CertificateChecker(recorder.Program).Check(solution), SearchBound);
    }

    /// <summary>What was proved is about all pieces of a tax and all sides of its assets, not only about those of the answer.</summary>
    public static Certificate OfSearch(Certificate certificate, double searchBound) => searchBound < certificate.LowerBound ? certificate with { LowerBound = searchBound } : certificate;

    /// <summary>The program recorded again from the mandate, with the answer's values and multipliers.</summary>
    public (RecordingWriter Recorder, Solution Solution) Restore(Mandate mandate, Account account)
    {
        var recorder = new RecordingWriter(new MandateScript(mandate)) { CostAllowance = CostAllowance, CostsAreFixed = CostsAreFixed, Widening = Widening, TaxChoice = Choice };
        var solution = new Solution(recorder.Read(account.View));
        Numbers.CopyTo(solution);
        return (recorder, solution);
    }
}
