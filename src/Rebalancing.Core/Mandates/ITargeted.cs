namespace Rebalancing.Mandates;

/// <summary>A term that pulls towards given weights; reports show what going straight there would cost.</summary>
internal interface ITargeted
{
    AssetValues Target { get; }

    /// <summary>The same term with another target.</summary>
    Term WithTarget(AssetValues target);
}
