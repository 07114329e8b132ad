namespace Rebalancing.Cli;

/// <summary>Documents on disk, with their array files beside them.</summary>
internal static class DocumentFile
{
    /// <summary>Bytes from which a file of scenarios is mapped rather than read, and the most that can be mapped.</summary>
    private const long MappedFrom = 1 << 24, MappedTo = 8L * int.MaxValue;

    public static RebalanceDocument Read(string path)
    {
        if (path == "-")
        {
            using Stream input = Console.OpenStandardInput();
            return RebalanceDocument.Read(input);
        }
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        using FileStream file = File.OpenRead(path);
        return RebalanceDocument.Read(file, new DocumentOptions { OpenSidecar = name => File.OpenRead(Beside(folder, name)), MapSidecar = name => Map(Beside(folder, name)) });
    }

    /// <summary>Large files of scenarios are mapped; they stay open until the command ends.</summary>
    private static ScenarioFile? Map(string path) => !path.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) && new FileInfo(path).Length is > MappedFrom and < MappedTo ? ScenarioFile.Open(path) : null;

    /// <summary>The document of a command line, with accounts from CSV where it names them.</summary>
    public static RebalanceDocument Read(CommandLine line)
    {
        RebalanceDocument document = Read(line.File);
        if (line.Holdings is null) return document;
        var csv = new CsvOptions { Thousands = line.Thousands };
        var account = new AccountOptions { AsOf = line.AsOf ?? default };
        if (line.Prices is { } prices)
        {
            using StreamReader text = File.OpenText(prices);
            account = account with { Prices = AccountCsv.ReadPrices(document.Universe, text, csv) };
        }
        using StreamReader holdings = File.OpenText(line.Holdings);
        return document with { Accounts = [.. AccountCsv.ReadAccounts(document.Universe, holdings, account, csv)], Results = [] };
    }

    public static void Write(string path, RebalanceDocument document)
    {
        using FileStream file = File.Create(path);
        document.Write(file);
    }

    /// <summary>Array files stand in the document's own folder; a document from elsewhere cannot point at other files of this machine.</summary>
    private static string Beside(string folder, string name)
    {
        if (name.Length == 0 || name != Path.GetFileName(name) || name is "." or "..") throw new DocumentException("", 0, $"array file '{name}' is not in the document's folder");
        return Path.Combine(folder, name);
    }
}
