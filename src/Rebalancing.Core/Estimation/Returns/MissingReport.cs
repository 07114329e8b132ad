using System.Text;

namespace Rebalancing;

/// <summary>Who is missing in a series of returns, and what was done about it.</summary>
/// <remarks>Immutable; safe to share between threads.</remarks>
public sealed class MissingReport
{
    private readonly int[] _counts;
    private readonly string _names;

    internal MissingReport(int[] counts, int periods, MissingReturns treatment, int droppedPeriods, string names)
    {
        _counts = counts;
        Periods = periods;
        Treatment = treatment;
        DroppedPeriods = droppedPeriods;
        _names = names;
    }

    /// <summary>Missing returns of each asset, before anything was done about them.</summary>
    public IReadOnlyList<int> Counts => _counts;

    /// <summary>Periods in the series as it was given.</summary>
    public int Periods { get; }

    /// <summary>What was done.</summary>
    public MissingReturns Treatment { get; }

    /// <summary>Periods left out; zero unless the treatment is <see cref="MissingReturns.DropPeriods"/>.</summary>
    public int DroppedPeriods { get; }

    /// <summary>Whether anything was missing.</summary>
    public bool Any => _counts.Any(count => count > 0);

    /// <summary>One or two sentences: who is missing, and what was done.</summary>
    public override string ToString()
    {
        if (!Any) return "No return is missing.";
        var text = new StringBuilder($"Missing of {Periods} returns: {_names}. ");
        text.Append(Treatment switch
        {
            MissingReturns.DropPeriods => $"{DroppedPeriods} periods in which any asset is missing were left out.",
            MissingReturns.Zero => "They count as zero.",
            MissingReturns.Pairwise => "Each mean and covariance uses the periods that its assets have.",
            _ => "Nothing was done about them.",
        });
        return text.ToString();
    }
}
