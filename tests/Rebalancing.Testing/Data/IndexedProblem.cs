namespace Rebalancing.Testing;

/// <summary>One problem of a <see cref="ProblemSet"/>.</summary>
public sealed class IndexedProblem
{
    /// <summary>The problem's usual name.</summary>
    public required string Name { get; init; }

    /// <summary>Its file.</summary>
    public required string Path { get; init; }

    /// <summary>The optimal objective others published, or their best upper bound; null where none is known.</summary>
    public required double? PublishedObjective { get; init; }

    /// <summary>The best lower bound others published, for sets that have one.</summary>
    public required double? PublishedLowerBound { get; init; }

    /// <summary>The index the problem is listed in, for columns that have no property here.</summary>
    public required CsvTable Index { get; init; }

    /// <summary>The problem's row in <see cref="Index"/>.</summary>
    public required int IndexRow { get; init; }

    /// <summary>Reads the problem.</summary>
    public QuadraticProblem Read() => QpbReader.Read(Path);

    /// <inheritdoc/>
    public override string ToString() => Name;
}
