namespace Rebalancing;

/// <summary>
/// Each coordinate belongs to one group or to none: y_g = sum of the coordinates of group g (sectors, issuers, currencies, buckets).
/// Disjoint groups cost O(n) wherever they appear.
/// </summary>
public sealed class GroupMap : LinearMap
{
    private readonly int[] _groupOf;

    /// <param name="groupOf">The group of each coordinate, 0 .. <paramref name="groups"/> - 1, or -1 for none.</param>
    /// <param name="groups">Number of groups; groups may be empty.</param>
    public GroupMap(ReadOnlySpan<int> groupOf, int groups)
        : base(groups, groupOf.Length)
    {
        for (int i = 0; i < groupOf.Length; i++)
            if (groupOf[i] < -1 || groupOf[i] >= groups)
                throw new ArgumentOutOfRangeException(nameof(groupOf), groupOf[i],
                    $"coordinate {i} is in group {groupOf[i]}; groups run from 0 to {groups - 1}, -1 means no group");
        _groupOf = groupOf.ToArray();
    }

    internal ReadOnlySpan<int> GroupOf => _groupOf;

    internal override void Apply(ReadOnlySpan<double> x, Span<double> y)
    {
        CheckShapes(x, y);
        y.Clear();
        for (int i = 0; i < _groupOf.Length; i++)
            if (_groupOf[i] >= 0)
                y[_groupOf[i]] += x[i];
    }

    internal override void ApplyBound(ReadOnlySpan<double> x, Span<double> y) => Apply(x, y);

    internal override void AddTransposed(ReadOnlySpan<double> y, Span<double> x)
    {
        for (int i = 0; i < _groupOf.Length; i++)
            if (_groupOf[i] >= 0)
                x[i] += y[_groupOf[i]];
    }

    internal override void AddColumnSquares(ReadOnlySpan<double> rowWeight, Span<double> sums) => AddTransposed(rowWeight, sums);

    internal override void CopyRow(int row, Span<double> destination)
    {
        for (int i = 0; i < _groupOf.Length; i++)
            destination[i] = _groupOf[i] == row ? 1.0 : 0.0;
    }
}
