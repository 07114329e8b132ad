namespace Rebalancing.Documents;

/// <summary>Names of the array files of one document: array1.f64, array2.f64, ...</summary>
internal sealed class SidecarNames
{
    private int _count;

    public string Next() => FormattableString.Invariant($"array{++_count}.f64");
}
