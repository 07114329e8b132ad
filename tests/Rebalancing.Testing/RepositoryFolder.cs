namespace Rebalancing.Testing;

/// <summary>Where the repository lies on this machine, found from the folder of the running tests upwards.</summary>
public static class RepositoryFolder
{
    private static readonly Lazy<string> Found = new(Find);

    /// <summary>The folder that holds the solution file.</summary>
    public static string Root => Found.Value;

    /// <summary>A path inside the repository.</summary>
    public static string Combine(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Rebalancing.Core.sln"))) return folder.FullName;
        }
        throw new DirectoryNotFoundException(
            $"No folder above {AppContext.BaseDirectory} holds Rebalancing.Core.sln; tests read their data from the repository, so run them inside it.");
    }
}
