namespace Rebalancing;

/// <summary>
/// The risk of a series of returns, one a period in order of time: a positive number. Any of <see cref="RiskMeasures"/> will do, as <c>r => RiskMeasures.ConditionalValueAtRisk(r)</c>,
/// also of <see cref="Drawdowns"/>, as <c>r => RiskMeasures.WorstLoss(Drawdowns.Of(r))</c>.
/// </summary>
public delegate double SeriesMeasure(ReadOnlySpan<double> returns);
