using Rebalancing.Cli;

const int Solved = 0, Usage = 64;

switch (args)
{
    case ["demo"]:
        SixAssetDemo.Write(Console.Out);
        return Solved;
    case ["--help"] or ["-h"] or ["help"]:
        Console.Out.WriteLine(CommandHelp.Text);
        return Solved;
    case []:
        Console.Error.WriteLine(CommandHelp.Text);
        return Usage;
    default:
        Console.Error.WriteLine($"rebalance: '{args[0]}' is not a command.");
        Console.Error.WriteLine(CommandHelp.Text);
        return Usage;
}
