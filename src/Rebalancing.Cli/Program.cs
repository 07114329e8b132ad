using System.Reflection;

var version = typeof(Program).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;
Console.WriteLine($"rebalance {version}: there is no job to run yet; it comes with the rebalancer.");
return 0;
