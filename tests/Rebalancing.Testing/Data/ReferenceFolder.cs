namespace Rebalancing.Testing;

/// <summary>The folder tests/ReferenceData: numbers from elsewhere, with their sources and licences in its NOTICE.</summary>
public static class ReferenceFolder
{
    /// <summary>A path inside tests/ReferenceData.</summary>
    public static string Combine(params string[] parts) => RepositoryFolder.Combine(["tests", "ReferenceData", .. parts]);
}
