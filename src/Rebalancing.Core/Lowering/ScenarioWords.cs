namespace Rebalancing.Lowering;

/// <summary>What terms over scenarios say in common.</summary>
internal static class ScenarioWords
{
    private static readonly double[] One = [1.0], MinusOne = [-1.0];

    /// <summary>
    /// Return of the holdings, less that of a benchmark, in every scenario.
    /// </summary>
    /// <param name="program">Receives the words.</param>
    /// <param name="set">The scenarios.</param>
    /// <param name="benchmark">Weights to take off; null for none.</param>
    public static Block Returns(this ProgramWriter program, ScenarioSet set, AssetValues? benchmark = null) => Returns(program, set, set.Map, benchmark is null ? [] : benchmark.Span);

    /// <summary>The same less each asset's mean return.</summary>
    public static Block CentredReturns(this ProgramWriter program, ScenarioSet set) => Returns(program, set, set.Centred, []);

    /// <summary>
    /// Adds min over a of -a + sum slope_s (a - y_s)_+: the mean of the tail of returns y, as a loss, when slopes are probabilities over the probability of the tail.
    /// </summary>
    public static void LowerTail(this ProgramWriter program, Block returns, double[] slopes, ThresholdRule rule)
    {
        Block threshold = program.Variables(1, "tail return", returns, rule);
        program.Linear(threshold, MinusOne);
        Span<double> zero = program.Scratch(returns.Length), below = program.Scratch(returns.Length);
        zero.Clear();
        for (int s = 0; s < below.Length; s++) below[s] = -slopes[s];
        program.Kinked(program.Shifted(returns, threshold), new Kink { At = zero, SlopeBelow = below, SlopeAbove = zero });
    }

    /// <summary>Adds min over t of t + sum slope_s (y_s - t)_+, for losses y.</summary>
    public static void UpperTail(this ProgramWriter program, Block losses, double[] slopes, ThresholdRule rule)
    {
        Block threshold = program.Variables(1, "tail loss", losses, rule);
        program.Linear(threshold, One);
        Span<double> zero = program.Scratch(losses.Length);
        zero.Clear();
        program.Kinked(program.Shifted(losses, threshold), new Kink { At = zero, SlopeBelow = zero, SlopeAbove = slopes });
    }

    /// <summary>
    /// A map of the set's width and what it maps: the holdings, or with factor scenarios exposures y, variables tied to the holdings by y = Bw, so that scenarios x assets is never formed.
    /// </summary>
    /// <param name="program">Receives the words.</param>
    /// <param name="set">The scenarios.</param>
    /// <param name="map">The set's returns, or those less their means.</param>
    public static ImagePart Source(this ProgramWriter program, ScenarioSet set, DenseMap map)
    {
        if (set.Loadings is not { } loadings) return new ImagePart(map, program.Holdings);
        Block exposures = program.Variables(loadings.Rows, "factor exposures", program.Image(loadings, program.Holdings), CopyRule.Instance);
        Span<double> zero = program.Scratch(loadings.Rows);
        zero.Clear();
        program.Bounds(program.Image([new ImagePart(loadings, program.Holdings), new ImagePart(set.MinusIdentity!, exposures)]), zero, zero);
        return new ImagePart(map, exposures);
    }

    private static Block Returns(ProgramWriter program, ScenarioSet set, DenseMap map, ReadOnlySpan<double> benchmark)
    {
        ImagePart source = program.Source(set, map);
        if (benchmark.IsEmpty) return program.Image(map, source.Of);
        if (set.Loadings is not { } loadings) return program.Image(map, program.Offset(source.Of, benchmark));
        Span<double> origin = program.Scratch(loadings.Rows);
        loadings.Apply(benchmark, origin);
        return program.Image(map, program.Offset(source.Of, origin));
    }
}
