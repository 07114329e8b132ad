using Rebalancing.Numerics;

namespace Rebalancing;

/// <summary>
/// Returns in a file, for scenario sets larger than memory is comfortable: 64-bit numbers, little endian, scenario after scenario, as <see cref="ScenarioSet.WriteReturns"/>
/// writes them and as numpy's <c>returns.astype("&lt;f8").tofile(path)</c> does. The file is mapped: sets over it read it where it is, the operating system keeps in memory what is in use.
/// </summary>
/// <remarks>
/// Safe to share between threads. The file must not change while it is open. Dispose of it only when no set over it, and nothing made of such a set, is in use any more: later use is refused,
/// use at the same time is not safe. A file that is never disposed of stays open until the process ends.
/// </remarks>
public sealed class ScenarioFile : IDisposable
{
    private readonly MappedNumbers _numbers;

    private ScenarioFile(MappedNumbers numbers, string name)
    {
        _numbers = numbers;
        Name = name;
        Numbers = numbers.Memory.Length;
    }

    /// <summary>Opens a file.</summary>
    /// <param name="path">Holds at least one number and at most 2,147,483,647 (17 GB).</param>
    /// <exception cref="ArgumentException">The file holds no whole count of numbers, or too many.</exception>
    public static ScenarioFile Open(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return new ScenarioFile(MappedNumbers.Of(path), Path.GetFileName(path));
    }

    /// <summary>The file's name without its folder, by which documents refer to it.</summary>
    public string Name { get; }

    /// <summary>How many numbers it holds: scenarios times assets.</summary>
    public int Numbers { get; }

    /// <summary>A scenario set over the file. Reads it once, to check that every number is finite; copies none.</summary>
    /// <param name="assets">Assets in a scenario; at least 1.</param>
    /// <param name="periodYears">Length of the period a scenario spans, in years: 1/252.0 for a trading day.</param>
    /// <param name="universe">The assets, if known: messages and results then carry names.</param>
    /// <param name="probabilities">One a scenario, not negative, sum one; null (default) for equally likely scenarios.</param>
    public ScenarioSet ToSet(int assets, double periodYears, Universe? universe = null, IReadOnlyList<double>? probabilities = null) =>
        ScenarioSet.OverMemory(_numbers.Memory, Name, assets, periodYears, universe, probabilities);

    /// <summary>Closes the file; sets over it are refused from then on.</summary>
    public void Dispose() => ((IDisposable)_numbers).Dispose();
}
