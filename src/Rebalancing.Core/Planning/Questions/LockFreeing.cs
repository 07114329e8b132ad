namespace Rebalancing.Planning;

/// <summary>A limit without what it says about trading one asset.</summary>
internal static class LockFreeing
{
    /// <summary>The same object where it says nothing about the asset; null where nothing is left of it.</summary>
    public static Limit? Without(Limit limit, string symbol) => limit switch
    {
        GivenTrade given => given.Symbol == symbol ? null : limit,
        NoTrade list => List(limit, list.Symbols, symbol, symbols => new NoTrade(symbols)),
        NoBuy list => List(limit, list.Symbols, symbol, symbols => new NoBuy(symbols)),
        NoSell list => List(limit, list.Symbols, symbol, symbols => new NoSell(symbols)),
        HoldingLocks locks => Locks(locks, symbol),
        PrioritisedLimit prioritised => Wrapped(limit, prioritised.Limit, symbol, inner => inner.WithPriority(prioritised.Priority, prioritised.GiveWayCost)),
        SoftLimit soft => Wrapped(limit, soft.Limit, symbol, inner => inner.Soften(soft.Price)),
        _ => limit,
    };

    private static Limit? List(Limit limit, IReadOnlyList<string> symbols, string symbol, Func<string[], Limit> make)
    {
        string[] left = [.. symbols.Where(s => s != symbol)];
        return left.Length == symbols.Count ? limit : left.Length == 0 ? null : make(left);
    }

    private static HoldingLocks? Locks(HoldingLocks locks, string symbol)
    {
        HoldingLock[] left = [.. locks.Locks.Where(item => item.Symbol != symbol)];
        return left.Length == locks.Locks.Count ? locks : left.Length == 0 ? null : new HoldingLocks(left);
    }

    private static Limit? Wrapped(Limit limit, Limit inner, string symbol, Func<Limit, Limit> wrap) =>
        Without(inner, symbol) switch
        {
            null => null,
            { } same when same == inner => limit,
            { } other => wrap(other),
        };
}
