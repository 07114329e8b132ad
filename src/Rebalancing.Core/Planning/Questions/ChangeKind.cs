namespace Rebalancing.Planning;

/// <summary>The kinds of changes; in documents, their first letter small.</summary>
internal enum ChangeKind
{
    Limit,
    WithLimit,
    WithoutLimit,
    Weight,
    Target,
    Lock,
    Trade,
    Free,
}
