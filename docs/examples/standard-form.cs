// The standard form, by hand: the words of a small program, and its solution. Run with: dotnet run docs/examples/standard-form.cs
#:project ../../src/Rebalancing.Core/Rebalancing.Core.csproj
using Rebalancing;
using Rebalancing.Solvers;

// minimise   1/2 sum of q_i w_i^2  +  0.001 sum of |w_i - 0.25|
// subject to sum of w = 1,  0 <= w <= 0.5
double[] start = [0.25, 0.25, 0.25, 0.25];
var builder = new ProgramBuilder();

Block weights = builder.Variables(4, "weights");
builder.Quadratic(weights, [0.04, 0.09, 0.01, 0.16]);
builder.Bounds(weights, [0, 0, 0, 0], [0.5, 0.5, 0.5, 0.5]);

Block changes = builder.Offset(weights, start);
builder.Kinked(changes, new Kink { At = [0, 0, 0, 0], SlopeBelow = [-0.001, -0.001, -0.001, -0.001], SlopeAbove = [0.001, 0.001, 0.001, 0.001] });

Block sum = builder.Image(new SumMap(4), weights);
builder.Bounds(sum, [1], [1]);

SolveResult result = new ProgramSolver(builder.Build()).Solve();

Console.WriteLine(result.Status);
foreach (double weight in result.Values(weights)) Console.WriteLine(weight.ToString("F4"));
