namespace Rebalancing.Cli;

/// <summary>Takes reports of progress on the thread that makes them. (The framework's own type would move them to the thread pool, out of order.)</summary>
internal sealed class Sink<T>(Action<T> take) : IProgress<T>
{
    public void Report(T value) => take(value);
}
