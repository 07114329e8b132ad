using Rebalancing.Lowering;

namespace Rebalancing;

/// <summary>
/// Maximum drawdown along the scenarios read as one path, oldest first: value = max over t of d_t with d_t = max(0, d_(t-1) - r_t'w), d_0 = 0. Fraction of account value,
/// returns added up without compounding.
/// </summary>
public sealed class MaximumDrawdown : Term
{
    private readonly double[] _slopes;
    private readonly ThresholdRule _threshold;
    private readonly DrawdownPath _path;

    /// <param name="path">Consecutive periods, oldest first; equally likely.</param>
    public MaximumDrawdown(ScenarioSet path)
    {
        ArgumentNullException.ThrowIfNull(path);
        _path = new DrawdownPath(path);
        Path = path;
        _slopes = new double[path.Count];
        Array.Fill(_slopes, 1.0);
        _threshold = new ThresholdRule(_slopes, ofLosses: true);
    }

    /// <summary>Consecutive periods, oldest first.</summary>
    public ScenarioSet Path { get; }

    /// <inheritdoc/>
    protected internal override void Lower(ProgramWriter program, in AccountView account) => program.UpperTail(_path.Lower(program), _slopes, _threshold);

    /// <inheritdoc/>
    protected internal override void Validate(MandateCheck check) => Path.Validate(check);
}
