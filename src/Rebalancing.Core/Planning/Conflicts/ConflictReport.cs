using System.Text;

namespace Rebalancing;

/// <summary>Why no plan exists: sets of limits that collide, and the cheapest way to make room.</summary>
/// <remarks>Immutable; safe to share between threads.</remarks>
public sealed class ConflictReport
{
    /// <summary>Places of the relaxation that the memo spells out.</summary>
    private const int MostLines = 12;

    internal ConflictReport(IReadOnlyList<ConflictSet> sets, IReadOnlyList<Conflict> relaxation)
    {
        Sets = sets;
        Relaxation = relaxation;
    }

    /// <summary>Sets of limits that cannot all hold; each is minimal. The first is found first, later ones collide even if a limit of each earlier set gives way.</summary>
    public IReadOnlyList<ConflictSet> Sets { get; }

    /// <summary>The limits that give way in the cheapest relaxation, most important first; those of the lowest priority give way first.</summary>
    public IReadOnlyList<Conflict> Relaxation { get; }

    /// <summary>The memo.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (ConflictSet set in Sets) text.Append(set).AppendLine();
        if (Relaxation.Count > 0) text.AppendLine(Sets.Count == 0 ? "Cheapest relaxation:" : "Cheapest relaxation, lowest priority first to give way:");
        foreach (Conflict conflict in Relaxation.Take(MostLines)) text.Append("  ").Append(conflict).AppendLine();
        if (Relaxation.Count > MostLines) text.AppendLine(FormattableString.Invariant($"  and {Relaxation.Count - MostLines} more places"));
        return text.ToString();
    }
}
