namespace Rebalancing.Cli;

/// <summary>Reads a document and checks its mandate against its assets and accounts, without solving.</summary>
internal static class ValidateCommand
{
    public static int Run(RebalanceDocument document, CommandLine line, TextWriter output)
    {
        MandateValidator.ThrowIfInvalid(document.Mandate, document.Universe);
        foreach (Account account in document.Accounts) MandateValidator.ThrowIfInvalid(document.Mandate, account);
        output.WriteLine($"{line.File}: {document.Universe.Count} assets, {document.Accounts.Count} accounts, {document.Mandate.Objective.Parts.Count} costs, {document.Mandate.Limits.Count} limits: valid.");
        return ExitCode.Solved;
    }
}
