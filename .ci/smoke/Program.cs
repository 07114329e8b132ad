// Runs against the packed library from outside the repository: records a small program, of types from two of its assemblies.
using Rebalancing;
using Rebalancing.Solvers;

var builder = new ProgramBuilder();
Block weights = builder.Variables(3, "weights");
builder.Quadratic(weights, [0.04, 0.09, 0.01]);
Block sum = builder.Image(new SumMap(3), weights);
builder.Bounds(weights, [0, 0, 0], [1, 1, 1]);
builder.Bounds(sum, [1], [1]);
StructuredProgram program = builder.Build();
if (program.Columns != 3 || program.Rows != 1) throw new InvalidOperationException($"recorded {program.Columns} columns and {program.Rows} rows; expected 3 and 1");
Console.WriteLine($"Rebalancing.Core from its package on .NET {Environment.Version}: a program of {program.Columns} columns and {program.Rows} row");
