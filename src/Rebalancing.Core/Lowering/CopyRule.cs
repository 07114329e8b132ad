namespace Rebalancing.Lowering;

/// <summary>Variables that are what they depend on.</summary>
internal sealed class CopyRule : VariableRule
{
    public static readonly CopyRule Instance = new();

    public override void Minimise(ReadOnlySpan<double> basis, Span<double> values) => basis.CopyTo(values);
}
