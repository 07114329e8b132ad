namespace Rebalancing.Cli;

/// <summary>Runs one command line. Mistakes become one sentence on the error stream, never a stack trace.</summary>
internal sealed class CommandRunner(Surroundings around)
{
    public int Run(IReadOnlyList<string> args)
    {
        CommandLine line = CommandLine.Parse(args);
        if (line.Help)
        {
            around.Output.WriteLine(CommandHelp.Text);
            return ExitCode.Solved;
        }
        if (line.Mistake is { } mistake)
        {
            around.Error.WriteLine($"rebalance: {mistake} See rebalance --help.");
            return ExitCode.Usage;
        }
        try
        {
            return Run(line);
        }
        catch (DocumentException refusal)
        {
            return Refuse($"{line.File}: {refusal.Message}", ExitCode.BadData);
        }
        catch (CsvException refusal)
        {
            return Refuse(refusal.Message, ExitCode.BadData);
        }
        catch (MandateException refusal)
        {
            return Refuse($"{line.File}: {refusal.Message}", ExitCode.BadData);
        }
        catch (Exception refusal) when (refusal is FileNotFoundException or DirectoryNotFoundException)
        {
            return Refuse($"there is no file '{(refusal as FileNotFoundException)?.FileName ?? line.File}'.", ExitCode.Usage);
        }
        catch (Exception refusal) when (refusal is IOException or UnauthorizedAccessException)
        {
            return Refuse($"{refusal.Message}", ExitCode.Usage);
        }
        catch (OperationCanceledException)
        {
            return Refuse("cancelled.", ExitCode.Cancelled);
        }
    }

    private int Run(CommandLine line)
    {
        switch (line.Command)
        {
            case "demo":
                SixAssetDemo.Write(around.Output, around.IsTerminal);
                return ExitCode.Solved;
            case "schema":
                around.RawOutput.Write(RebalanceDocument.Schema());
                return ExitCode.Solved;
            case "validate":
                return ValidateCommand.Run(DocumentFile.Read(line), line, around.Output);
            case "replay":
                return ReplayCommand.Run(DocumentFile.Read(line.File), line, around);
            case "frontier":
                return FrontierCommand.Run(DocumentFile.Read(line), line, around);
            default:
                return new SolveCommand(line, around).Run(DocumentFile.Read(line));
        }
    }

    private int Refuse(string sentence, int code)
    {
        around.Error.WriteLine("rebalance: " + sentence);
        return code;
    }
}
