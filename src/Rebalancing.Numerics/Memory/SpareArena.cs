namespace Rebalancing.Numerics;

/// <summary>
/// One arena a thread, kept from an owner that has gone for the next one: fresh pinned memory costs more than what short-lived owners do with it (pages that are touched for the first
/// time, and collections of the whole heap). Slices are zeroed when they are handed out, so that the next owner cannot tell.
/// </summary>
internal static class SpareArena
{
    /// <summary>Larger ones are left to the collector: 16 MB.</summary>
    private const long MostBytes = 16L << 20;

    [ThreadStatic]
    private static Arena? _spare;

    /// <summary>The spare one, or a new one.</summary>
    public static Arena Take()
    {
        Arena arena = _spare ?? new Arena();
        _spare = null;
        return arena;
    }

    /// <summary>Gives an arena back. No slice of it may be used any more.</summary>
    public static void Return(Arena arena)
    {
        if (arena.BytesReserved > MostBytes || _spare is not null && _spare.BytesReserved >= arena.BytesReserved) return;
        arena.Reset();
        _spare = arena;
    }
}
