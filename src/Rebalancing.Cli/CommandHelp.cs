namespace Rebalancing.Cli;

/// <summary>What the command can do.</summary>
internal static class CommandHelp
{
    public const string Text = """
        usage: rebalance COMMAND

          demo      six assets, from drifted weights to a trade list: naive, with costs, with a lock, compared
          --help    this text

        exit codes: 0 solved, 64 usage
        """;
}
