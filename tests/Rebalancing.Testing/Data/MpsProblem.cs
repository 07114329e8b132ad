namespace Rebalancing.Testing;

/// <summary>A problem read from MPS: its linear part with integers, the names, and the quadratic parts of rows.</summary>
/// <param name="Linear">Objective, rows, bounds and integers.</param>
/// <param name="QuadraticRows">What the rows hold beyond their linear part; x'Qx adds to the row's value.</param>
/// <param name="RowNames">Names of the rows, without the objective's.</param>
/// <param name="VariableNames">Names of the variables.</param>
public sealed record MpsProblem(QuadraticProblem Linear, IReadOnlyList<QuadraticRow> QuadraticRows, IReadOnlyList<string> RowNames, IReadOnlyList<string> VariableNames);
