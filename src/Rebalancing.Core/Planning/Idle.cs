using System.Diagnostics.CodeAnalysis;

namespace Rebalancing.Planning;

/// <summary>Those who wait for their next call, the last to come back first, whose memory is the warmest. Thread-safe.</summary>
/// <remarks>
/// Taken and given back once a call, so that a lock costs nothing that shows; the framework's own bag of objects brings an event source and thread-local queues, which a first call
/// would load and compile.
/// </remarks>
internal sealed class Idle<T> where T : class
{
    private readonly List<T> _waiting = [];

    public bool TryTake([NotNullWhen(true)] out T? taken)
    {
        lock (_waiting)
        {
            taken = _waiting.Count == 0 ? null : _waiting[^1];
            if (taken is not null) _waiting.RemoveAt(_waiting.Count - 1);
        }
        return taken is not null;
    }

    public void Add(T item)
    {
        lock (_waiting) _waiting.Add(item);
    }
}
