namespace Rebalancing;

/// <summary>One summand of an image: the map applied to one block. An image y is the sum of its parts, y = M1 x1 + M2 x2 + ...</summary>
/// <param name="Map">The map, held by reference.</param>
/// <param name="Of">The block it is applied to; its length equals the map's columns.</param>
public readonly record struct ImagePart(LinearMap Map, Block Of);
