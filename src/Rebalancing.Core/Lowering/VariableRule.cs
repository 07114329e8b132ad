namespace Rebalancing;

/// <summary>Says which values of a term's private variables are best, given the block they depend on, so that the term can be evaluated without a solve.</summary>
/// <remarks>Implementations are immutable, thread-safe, and allocate nothing per call.</remarks>
public abstract class VariableRule
{
    /// <summary>Writes the minimising values.</summary>
    /// <param name="basis">Values of the block the variables depend on.</param>
    /// <param name="values">Receives one value a variable.</param>
    public abstract void Minimise(ReadOnlySpan<double> basis, Span<double> values);
}
