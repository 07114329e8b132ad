using Rebalancing.Solvers;

namespace Rebalancing.Mandates;

/// <summary>Bounds on sums of holdings, one a row of a map, absolute or relative to a benchmark's sums: what limits on groups and on factors have in common.</summary>
internal sealed class RowBounds
{
    private readonly LinearMap _map;
    private readonly double[] _lower;
    private readonly double[] _upper;

    /// <param name="map">Sums of holdings.</param>
    /// <param name="lower">Least value of each row; negative infinity where there is none.</param>
    /// <param name="upper">Largest value of each row; positive infinity where there is none.</param>
    /// <param name="relativeTo">Benchmark weights by asset whose sums are added to the bounds; null for absolute bounds.</param>
    /// <param name="row">What a row is: "group".</param>
    /// <param name="owner">What the assets are given by: "groups".</param>
    /// <param name="name">What a row is called in messages: "sector 'Energy'".</param>
    public RowBounds(LinearMap map, ReadOnlySpan<double> lower, ReadOnlySpan<double> upper, AssetValues? relativeTo, string row, string owner, Func<int, string> name)
    {
        if (lower.Length != map.Rows || upper.Length != map.Rows)
            throw new ArgumentException($"Got {lower.Length} lower and {upper.Length} upper bounds for {map.Rows} {row}s; expected one of each a {row}.", nameof(lower));
        _map = map;
        (Lower, Upper) = (lower.ToArray(), upper.ToArray());
        (_lower, _upper) = (lower.ToArray(), upper.ToArray());
        var benchmark = new double[map.Rows];
        if (relativeTo is not null)
        {
            Require.Finite(relativeTo, "benchmark weight");
            if (relativeTo.Count != map.Columns)
                throw new ArgumentException($"Benchmark weights are for {relativeTo.Count} assets and the {owner} for {map.Columns}; expected the same number.", nameof(relativeTo));
            map.Apply(relativeTo.Span, benchmark);
        }

        for (int r = 0; r < benchmark.Length; r++)
        {
            if (double.IsNaN(lower[r]) || double.IsNaN(upper[r]) || lower[r] > upper[r])
                throw new ArgumentException(FormattableString.Invariant($"bounds of {name(r)} are [{lower[r]}, {upper[r]}]; expected lower <= upper"), nameof(lower));
            _lower[r] += benchmark[r];
            _upper[r] += benchmark[r];
        }
    }

    /// <summary>Least values as given.</summary>
    public double[] Lower { get; }

    /// <summary>Largest values as given.</summary>
    public double[] Upper { get; }

    public void Write(ProgramWriter program) => program.Bounds(program.Image(_map, program.Holdings), _lower, _upper);

    /// <summary>Reports rows whose bounds the bounds of single holdings cannot meet.</summary>
    public void Validate(MandateCheck check, Grouping groups) => check.GroupSums(groups, _lower, _upper);
}
