using FsCheck.NUnit;

namespace Rebalancing.Testing;

/// <summary>
/// An FsCheck property that draws the same cases in every run. When it fails, FsCheck prints the seed, the case and the
/// shrunk case; another seed is another set of cases: <c>[FixedSeedProperty("77,3")]</c> (two numbers, the second odd).
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FixedSeedPropertyAttribute : PropertyAttribute
{
    /// <summary>The seed of properties that do not name their own.</summary>
    public const string DefaultSeed = "20260101,1";

    /// <summary>A property with the default seed.</summary>
    public FixedSeedPropertyAttribute()
        : this(DefaultSeed)
    {
    }

    /// <summary>A property with its own seed.</summary>
    public FixedSeedPropertyAttribute(string seed)
    {
        Seed = seed;
        Replay = seed;
        QuietOnSuccess = true;
    }

    /// <summary>The seed, as FsCheck's replay text.</summary>
    public string Seed { get; }
}
