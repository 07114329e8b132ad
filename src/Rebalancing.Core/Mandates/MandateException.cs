using System.Text;

namespace Rebalancing;

/// <summary>A mandate that does not fit its universe, or an account that does not fit its mandate. Lists every problem that was found.</summary>
public sealed class MandateException : ArgumentException
{
    /// <summary>Problems of one kind that the message writes out; the others are counted.</summary>
    private const int Shown = 3;

    /// <summary>An exception with all problems.</summary>
    /// <param name="problems">One sentence each, at least one.</param>
    public MandateException(IReadOnlyList<string> problems) : base(Compose(problems)) => Problems = problems;

    /// <summary>The problems, one sentence each, all of them. The message writes out three of each kind and counts the rest.</summary>
    public IReadOnlyList<string> Problems { get; }

    private static string Compose(IReadOnlyList<string> problems)
    {
        ArgumentNullException.ThrowIfNull(problems);
        if (problems.Count == 1) return problems[0];
        var message = new StringBuilder();
        message.Append(problems.Count).Append(" problems:");
        var kinds = problems.GroupBy(Kind).ToArray();
        foreach (IGrouping<string, string> kind in kinds)
        {
            string[] same = [.. kind];
            // one more than shown is written out too: a line that says "1 more" is no shorter
            int written = same.Length <= Shown + 1 ? same.Length : Shown;
            foreach (string problem in same.AsSpan(0, written)) message.AppendLine().Append("- ").Append(problem);
            if (written < same.Length) message.AppendLine().Append("- and ").Append(same.Length - written).Append(" more of this kind");
        }
        return message.ToString();
    }

    /// <summary>The sentence without its names and numbers: what two problems of one kind have in common.</summary>
    private static string Kind(string problem)
    {
        var kind = new StringBuilder(problem.Length);
        bool quoted = false;
        foreach (char c in problem)
        {
            if (c == '\'') quoted = !quoted;
            else if (!quoted && !char.IsAsciiDigit(c) && c is not ('.' or '-' or 'E' or 'e')) kind.Append(c);
        }
        return kind.ToString();
    }
}
