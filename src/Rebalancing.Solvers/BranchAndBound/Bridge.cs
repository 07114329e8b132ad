namespace Rebalancing.Solvers.BranchAndBound;

/// <summary>A straight piece of an envelope between two segments: it touches segment From at Low and segment To at High.</summary>
internal readonly record struct Bridge(int From, int To, double Low, double High, double Slope);
