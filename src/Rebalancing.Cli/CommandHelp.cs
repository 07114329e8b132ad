namespace Rebalancing.Cli;

/// <summary>What the command can do.</summary>
internal static class CommandHelp
{
    public const string Text = """
        usage: rebalance COMMAND [FILE] [options]

          demo            six assets, from drifted weights to a trade list: naive, with costs, with a lock, compared
          solve FILE      the trades of each account of a document
          explain FILE    the same, with the reasons of every trade, no-trade intervals and prices of limits
          frontier FILE   the efficient frontier of the first account
          replay FILE     solves a recorded document again and says what differs
          validate FILE   reads a document and checks its mandate, without solving
          schema          the JSON Schema of documents
          --help          this text

        FILE is a JSON document; - is standard input. Array files that it names stand beside it.

          --json          results as JSON instead of text
          --holdings FILE accounts from CSV (symbol, shares, and account; a row CASH) in the place of the document's
          --prices FILE   prices from CSV (symbol, price) for these accounts
          --as-of DAY     day of holdings and prices, for example 2026-03-31
          --thousands C   separator of thousands in the CSV files
          --orders FILE   also the orders as CSV (solve and explain)
          --html FILE     also a report of the account as one HTML page (solve, explain and frontier)
          --record FILE   also the document with its results, for replay (solve and explain)
          --account ID    only this account
          --points N      points of the frontier, 2 to 1000; 10 when left out

        exit codes: 0 solved (replay: the same to the bit), 1 solved after limits gave way, 2 infeasible, 3 limit reached, 4 unbounded, 5 numerical failure (replay: different),
        64 usage, 65 bad data, 130 cancelled; of several accounts, the largest
        """;
}
