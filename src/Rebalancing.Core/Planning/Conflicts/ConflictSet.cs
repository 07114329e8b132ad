using System.Text;
using Rebalancing.Mandates;

namespace Rebalancing;

/// <summary>Limits that cannot all hold, while any of them left out would let the others hold.</summary>
/// <param name="Limits">The limits, in the order of the mandate.</param>
/// <param name="IsByArithmetic">Whether the bounds contradict on their face, without a solve.</param>
/// <remarks>Immutable; safe to share between threads.</remarks>
public sealed record ConflictSet(IReadOnlyList<CollidingLimit> Limits, bool IsByArithmetic)
{
    /// <summary>The sentences: what collides, and what would be enough.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        if (Limits.Count == 1) text.Append(Limits[0]).Append(" cannot hold.");
        else text.AppendJoin(", ", Limits.Take(Limits.Count - 1)).Append(" and ").Append(Limits[^1]).Append(Limits.Count == 2 ? " cannot both hold." : " cannot all hold.");
        string[] enough = [.. Limits.Where(limit => limit.EnoughAlone is not null).Select(limit => $"{MeasureText.Of(limit.EnoughAlone!.Value, limit.Measure)} for {limit.Limit}")];
        if (enough.Length > 0) text.Append(" Enough alone: ").AppendJoin(", or ", enough).Append('.');
        return text.ToString();
    }
}
