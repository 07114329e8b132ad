namespace Rebalancing.Planning;

/// <summary>A mandate with changes applied, or one exception that names all that is wrong with them.</summary>
internal static class ChangedMandate
{
    public static Mandate Of(Mandate mandate, Account account, IEnumerable<Change> changes)
    {
        List<string> problems = [];
        var spoken = new Dictionary<string, Change>(StringComparer.Ordinal);
        Mandate changed = mandate;
        foreach (Change change in changes)
        {
            ArgumentNullException.ThrowIfNull(change, nameof(changes));
            if (spoken.TryGetValue(change.Subject, out Change? earlier)) problems.Add($"'{earlier}' and '{change}' contradict each other: both speak of {change.Subject}.");
            else spoken.Add(change.Subject, change);
            changed = change.Apply(changed, account.Universe, problems);
        }
        if (problems.Count > 0) throw new MandateException([.. problems]);
        MandateValidator.ThrowIfInvalid(changed, account.Universe);
        MandateValidator.ThrowIfInvalid(changed, account);
        return changed;
    }

    /// <summary>The same for overrides, whose contradictions are told with who decided.</summary>
    public static Mandate Of(Mandate mandate, Account account, IReadOnlyList<Override> overrides)
    {
        List<string> problems = [];
        for (int i = 0; i < overrides.Count; i++)
            for (int j = 0; j < i; j++)
                if (overrides[i].Change.Subject == overrides[j].Change.Subject)
                    problems.Add($"Overrides '{overrides[j]}' and '{overrides[i]}' contradict each other: both speak of {overrides[i].Change.Subject}.");
        if (problems.Count > 0) throw new MandateException([.. problems]);
        return Of(mandate, account, overrides.Select(item => item.Change));
    }
}
