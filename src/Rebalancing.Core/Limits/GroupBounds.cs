using Rebalancing.Mandates;

namespace Rebalancing;

/// <summary>
/// Bounds on groups of holdings: lower_g &lt;= sum of w_i over g &lt;= upper_g, absolute, or relative to a benchmark's group weights.
/// </summary>
public sealed class GroupBounds : Limit
{
    private readonly RowBounds _bounds;

    /// <param name="groups">Sectors, countries, issuers.</param>
    /// <param name="lower">Least weight of each group; negative infinity where there is none.</param>
    /// <param name="upper">Largest weight of each group; positive infinity where there is none.</param>
    /// <param name="relativeTo">Benchmark weights by asset: the bounds are then deviations from the benchmark's group weights (-0.05 to 0.05). Null (default): absolute.</param>
    public GroupBounds(Grouping groups, ReadOnlySpan<double> lower, ReadOnlySpan<double> upper, AssetValues? relativeTo = null)
    {
        ArgumentNullException.ThrowIfNull(groups);
        Groups = groups;
        RelativeTo = relativeTo;
        _bounds = new RowBounds(groups.Map, lower, upper, relativeTo, "group", "groups", g => $"{groups.Name} '{groups.Names[g]}'");
    }

    /// <summary>Largest weights by group name; groups without an entry are free.</summary>
    public static GroupBounds AtMost(Grouping groups, IReadOnlyDictionary<string, double> upper)
    {
        ArgumentNullException.ThrowIfNull(groups);
        return new GroupBounds(groups, Filled(groups.Count, double.NegativeInfinity), groups.Values(upper, double.PositiveInfinity));
    }

    /// <summary>Least weights by group name; groups without an entry are free.</summary>
    public static GroupBounds AtLeast(Grouping groups, IReadOnlyDictionary<string, double> lower)
    {
        ArgumentNullException.ThrowIfNull(groups);
        return new GroupBounds(groups, groups.Values(lower, double.NegativeInfinity), Filled(groups.Count, double.PositiveInfinity));
    }

    /// <summary>Every group within a distance of the benchmark's group weights.</summary>
    /// <param name="groups">Sectors, countries, issuers.</param>
    /// <param name="benchmark">Benchmark weights by asset.</param>
    /// <param name="distance">Largest deviation, fraction of account value, not negative.</param>
    public static GroupBounds Within(Grouping groups, AssetValues benchmark, double distance)
    {
        ArgumentNullException.ThrowIfNull(groups);
        Require.NotNegative(distance, "largest deviation", "it is a fraction of account value and must be finite and >= 0");
        return new GroupBounds(groups, Filled(groups.Count, -distance), Filled(groups.Count, distance), benchmark);
    }

    /// <summary>The groups.</summary>
    public Grouping Groups { get; }

    /// <summary>Benchmark weights the bounds are relative to; null for absolute bounds.</summary>
    public AssetValues? RelativeTo { get; }

    /// <summary>Least weights as given, by group; groups without one are left out.</summary>
    public IReadOnlyDictionary<string, double> LowerByGroup => ByGroup(_bounds.Lower, double.NegativeInfinity);

    /// <summary>Largest weights as given, by group; groups without one are left out.</summary>
    public IReadOnlyDictionary<string, double> UpperByGroup => ByGroup(_bounds.Upper, double.PositiveInfinity);

    /// <inheritdoc/>
    public override string Name => MeasureText.Bounds(RelativeTo is null ? Groups.Name : Groups.Name + " less benchmark", _bounds.Lower, _bounds.Upper, g => Groups.Names[g], Measure.Fraction);

    /// <inheritdoc/>
    protected internal override string? NameOfRow(int row) => Groups.Names[row];

    /// <inheritdoc/>
    protected internal override void Lower(ProgramWriter program, in AccountView account) => _bounds.Write(program);

    /// <inheritdoc/>
    protected internal override void Validate(MandateCheck check)
    {
        check.Expect("groups", Groups.Universe);
        _bounds.Validate(check, Groups);
    }

    private Dictionary<string, double> ByGroup(double[] bounds, double none)
    {
        var given = new Dictionary<string, double>(StringComparer.Ordinal);
        for (int g = 0; g < bounds.Length; g++) if (!bounds[g].Equals(none)) given.Add(Groups.Names[g], bounds[g]);
        return given;
    }

    private static double[] Filled(int count, double value)
    {
        var filled = new double[count];
        Array.Fill(filled, value);
        return filled;
    }
}
