namespace Rebalancing;

/// <summary>A mandate that does not fit its universe, or an account that does not fit its mandate. Lists every problem that was found.</summary>
public sealed class MandateException : ArgumentException
{
    /// <summary>An exception with all problems.</summary>
    /// <param name="problems">One sentence each, at least one.</param>
    public MandateException(IReadOnlyList<string> problems) : base(Compose(problems)) => Problems = problems;

    /// <summary>The problems, one sentence each.</summary>
    public IReadOnlyList<string> Problems { get; }

    private static string Compose(IReadOnlyList<string> problems)
    {
        ArgumentNullException.ThrowIfNull(problems);
        return problems.Count == 1 ? problems[0] : $"{problems.Count} problems:{Environment.NewLine}- {string.Join(Environment.NewLine + "- ", problems)}";
    }
}
