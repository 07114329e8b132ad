// Runs against the packed library from outside the repository: least variance of three uncorrelated variables that sum to one.
// The answer is known: shares in proportion to one over the variance.
using Rebalancing;
using Rebalancing.Solvers;

double[] variance = [0.04, 0.09, 0.01];
var builder = new ProgramBuilder();
Block weights = builder.Variables(3, "weights");
builder.Quadratic(weights, variance);
builder.Bounds(weights, [0, 0, 0], [1, 1, 1]);
builder.Bounds(builder.Image(new SumMap(3), weights), [1], [1]);

SolveResult result = new ProgramSolver(builder.Build()).Solve();
double total = variance.Sum(v => 1 / v);
for (int i = 0; i < 3; i++)
{
    double expected = 1 / variance[i] / total;
    if (Math.Abs(result.Values(weights)[i] - expected) > 1e-6) throw new InvalidOperationException($"weight {i} is {result.Values(weights)[i]}; expected {expected}");
}
Console.WriteLine($"Rebalancing.Core from its package on .NET {Environment.Version}: {result.Status}, gap {result.Certificate.RelativeGap:e0}, {result.Iterations} iterations");
