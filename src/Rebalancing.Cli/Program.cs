using System.Reflection;

var version = typeof(Program).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;
Console.WriteLine($"rebalance {version}: there is no job to run yet; accounts, mandates and plans are still being built.");
return 0;
