// Runs against the packed library from outside the repository.
Console.WriteLine($"a program with the package Rebalancing.Core runs on .NET {Environment.Version}");
