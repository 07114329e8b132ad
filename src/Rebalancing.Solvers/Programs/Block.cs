namespace Rebalancing;

/// <summary>
/// A handle to a run of coordinates in the program being written: given variables, their changes, or the image of one of them under a map.
/// </summary>
/// <param name="Id">Position of the block in its program; 0-based, in order of first mention.</param>
/// <param name="Length">How many coordinates it has; at least 0.</param>
/// <remarks>A block means nothing outside the program that handed it out. Immutable and thread-safe.</remarks>
public readonly record struct Block(int Id, int Length);
