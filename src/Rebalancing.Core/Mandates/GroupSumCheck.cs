namespace Rebalancing.Mandates;

/// <summary>What all limits on one grouping demand together, next to what the bounds on single holdings allow.</summary>
internal sealed class GroupSumCheck
{
    private const double Rounding = 1e-12;

    private readonly double[] _lower, _upper;
    private readonly string[] _lowerBy, _upperBy;

    public GroupSumCheck(Grouping groups)
    {
        Groups = groups;
        _lower = new double[groups.Count];
        _upper = new double[groups.Count];
        _lowerBy = new string[groups.Count];
        _upperBy = new string[groups.Count];
        Array.Fill(_lower, double.NegativeInfinity);
        Array.Fill(_upper, double.PositiveInfinity);
    }

    public Grouping Groups { get; }

    public void State(ReadOnlySpan<double> lower, ReadOnlySpan<double> upper, string by)
    {
        for (int g = 0; g < _lower.Length; g++)
        {
            if (lower[g] > _lower[g]) (_lower[g], _lowerBy[g]) = (lower[g], by);
            if (upper[g] < _upper[g]) (_upper[g], _upperBy[g]) = (upper[g], by);
        }
    }

    /// <summary>Groups whose limits exclude one another or the bounds on their holdings, and totals that cannot fill the account.</summary>
    /// <param name="least">Lower bounds on single holdings.</param>
    /// <param name="most">Upper bounds on single holdings.</param>
    /// <param name="leastInvested">What the holdings must add up to at least; negative infinity when nothing demands it.</param>
    /// <param name="investedBy">Who demands it.</param>
    public IEnumerable<string> Contradictions(double[] least, double[] most, double leastInvested, string investedBy)
    {
        double[] leastOf = new double[_lower.Length], mostOf = new double[_lower.Length];
        double highest = 0, lowest = 0;
        for (int i = 0; i < least.Length; i++)
        {
            int g = Groups.Of(i);
            if (g >= 0)
            {
                leastOf[g] += least[i];
                mostOf[g] += most[i];
                continue;
            }
            highest += most[i];
            lowest += least[i];
        }
        for (int g = 0; g < _lower.Length; g++)
        {
            string name = $"{Groups.Name} '{Groups.Names[g]}'";
            if (_lower[g] > _upper[g] + Rounding)
                yield return $"{name} must be at least {Text(_lower[g])} ({_lowerBy[g]}) and at most {Text(_upper[g])} ({_upperBy[g]}); both cannot hold.";
            else if (_lower[g] > mostOf[g] + Rounding)
                yield return $"{name} must be at least {Text(_lower[g])} ({_lowerBy[g]}), but the bounds on its holdings add up to at most {Text(mostOf[g])}.";
            else if (_upper[g] < leastOf[g] - Rounding)
                yield return $"{name} must be at most {Text(_upper[g])} ({_upperBy[g]}), but the bounds on its holdings add up to at least {Text(leastOf[g])}.";
            highest += Math.Min(_upper[g], mostOf[g]);
            lowest += Math.Max(_lower[g], leastOf[g]);
        }
        if (highest < leastInvested - Rounding)
            yield return $"{Groups.Name} bounds allow at most {Text(highest)} in holdings, but {investedBy} needs at least {Text(leastInvested)} invested.";
        if (investedBy.Length > 0 && lowest > 1 + Rounding)
            yield return $"{Groups.Name} bounds need at least {Text(lowest)} in holdings, but {investedBy} allows at most 100 %.";
    }

    private static string Text(double weight) => MeasureText.Fraction(weight) is "0" ? "0 %" : MeasureText.Fraction(weight);
}
