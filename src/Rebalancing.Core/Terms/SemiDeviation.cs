using Rebalancing.Lowering;

namespace Rebalancing;

/// <summary>
/// Semi-deviation: value = sqrt(sum p_s (target - r_s'w)_+^2), fraction of account value over the scenarios' period, with the portfolio's mean return as target or a given
/// minimum acceptable return.
/// </summary>
public sealed class SemiDeviation : NormTerm
{
    private readonly double[] _infinity, _zero, _target;
    private readonly Shortfall _shortfall;
    private readonly SparseMap _identity;

    /// <param name="scenarios">What may happen.</param>
    /// <param name="target">Return over the scenarios' period below which a return hurts; null (default) for the portfolio's mean return.</param>
    public SemiDeviation(ScenarioSet scenarios, double? target = null)
    {
        ArgumentNullException.ThrowIfNull(scenarios);
        Scenarios = scenarios;
        Target = target is { } given ? Require.Finite(given, "target return") : null;
        int count = scenarios.Count;
        _zero = new double[count];
        _infinity = new double[count];
        _target = new double[count];
        Array.Fill(_infinity, double.PositiveInfinity);
        Array.Fill(_target, target ?? 0);
        _shortfall = new Shortfall(target ?? 0);
        var ones = new double[count];
        Array.Fill(ones, 1.0);
        _identity = new SparseMap(count, count, [.. Enumerable.Range(0, count + 1)], [.. Enumerable.Range(0, count)], ones);
    }

    /// <summary>What may happen.</summary>
    public ScenarioSet Scenarios { get; }

    /// <summary>Minimum acceptable return; null for the portfolio's mean.</summary>
    public double? Target { get; }

    /// <inheritdoc/>
    protected internal override void LowerSquares(ProgramWriter program, in AccountView account)
    {
        ImagePart returns = program.Source(Scenarios, Target is null ? Scenarios.Centred : Scenarios.Map);
        Block shortfall = program.Variables(Scenarios.Count, "shortfall", program.Image(returns.Map, returns.Of), _shortfall);
        program.Bounds(shortfall, _zero, _infinity);
        program.Bounds(program.Image([returns, new ImagePart(_identity, shortfall)]), _target, _infinity);
        program.Quadratic(shortfall, Scenarios.Probabilities());
    }

    /// <inheritdoc/>
    protected internal override void Validate(MandateCheck check) => Scenarios.Validate(check);

    /// <summary>(target - return)_+ .</summary>
    private sealed class Shortfall(double target) : VariableRule
    {
        public override void Minimise(ReadOnlySpan<double> basis, Span<double> values)
        {
            for (int s = 0; s < values.Length; s++) values[s] = Math.Max(0, target - basis[s]);
        }
    }
}
