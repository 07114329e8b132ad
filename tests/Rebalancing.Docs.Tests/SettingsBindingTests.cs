using Microsoft.Extensions.Configuration;
using Rebalancing.Solvers;

namespace Rebalancing.Docs.Tests;

/// <summary>Settings come out of configuration, and configuration touches nothing else.</summary>
public class SettingsBindingTests
{
    [Test]
    public void Bind_Configuration_SetsWhatItNamesAndLeavesTheDefaultsAlone()
    {
        IConfiguration configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Rebalancing:SmallestTrade"] = "0.0002", ["Rebalancing:WhenInfeasible"] = "RelaxByPriority", ["Rebalancing:Certify"] = "true",
            ["Rebalancing:Solver:Tolerance"] = "1e-9", ["Rebalancing:Solver:TimeLimit"] = "00:00:03", ["Rebalancing:Solver:Engine"] = "InteriorPoint",
            ["Rebalancing:Discrete:RelativeGap"] = "0.001", ["Rebalancing:Discrete:Convex:MaxIterations"] = "77",
        }).Build();
        RebalanceSettings settings = configuration.GetSection("Rebalancing").Get<RebalanceSettings>()!;
        Assert.That(settings, Is.EqualTo(new RebalanceSettings
        {
            SmallestTrade = 0.0002, WhenInfeasible = InfeasiblePolicy.RelaxByPriority, Certify = true,
            Solver = new SolverSettings { Tolerance = 1e-9, TimeLimit = TimeSpan.FromSeconds(3), Engine = EngineKind.InteriorPoint },
            Discrete = new DiscreteSettings { RelativeGap = 0.001, Convex = new SolverSettings { MaxIterations = 77 } },
        }));
        Assert.That(RebalanceSettings.Default, Is.EqualTo(new RebalanceSettings()));
        Assert.That((SolverSettings.Default.Tolerance, DiscreteSettings.Default.RelativeGap, SolverSettings.Default.MaxIterations), Is.EqualTo((1e-8, 1e-4, 200)));
    }

    [Test]
    public void Bind_AnOutOfRangeValue_IsRefused()
    {
        IConfiguration configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["Solver:Tolerance"] = "2" }).Build();
        Assert.That(() => configuration.Get<RebalanceSettings>(), Throws.Exception.With.Message.Contains("tolerance").Or.InnerException.Message.Contains("tolerance"));
    }
}
