#:project ../../src/Rebalancing.Core/Rebalancing.Core.csproj
#:project ../../src/Rebalancing.Solvers/Rebalancing.Solvers.csproj
using Rebalancing;
using Rebalancing.Solvers;

// least variance of three uncorrelated assets whose weights sum to one
var builder = new ProgramBuilder();
Block weights = builder.Variables(3, "weights");
builder.Quadratic(weights, [0.04, 0.09, 0.01]);
builder.Bounds(weights, [0, 0, 0], [1, 1, 1]);
builder.Bounds(builder.Image(new SumMap(3), weights), [1], [1]);
SolveResult result = new ProgramSolver(builder.Build()).Solve();
Console.WriteLine($"{result.Status}: {string.Join(", ", result.Values(weights).ToArray().Select(w => w.ToString("F4")))}");
