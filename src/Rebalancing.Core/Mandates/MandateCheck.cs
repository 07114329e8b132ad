using Rebalancing.Mandates;

namespace Rebalancing;

/// <summary>Collects what is wrong with a mandate while its costs and limits look at the universe.</summary>
/// <remarks>Alive for one validation; not thread-safe.</remarks>
public sealed class MandateCheck
{
    private readonly List<string> _problems = [];
    private double[] _lower = [], _upper = [];
    private string?[] _lowerBy = [], _upperBy = [];
    private readonly List<GroupSumCheck> _groups = [];
    private readonly List<(int Asset, double Least, string By)> _sizes = [];
    private bool _contradictions = true;
    private Component? _about;
    private Account? _account;
    private string? _subject;

    internal MandateCheck(Universe universe) => Universe = universe;

    private void MakeRoomForBounds()
    {
        if (_lower.Length > 0) return;
        (_lower, _upper, _lowerBy, _upperBy) = (new double[Universe.Count], new double[Universe.Count], new string?[Universe.Count], new string?[Universe.Count]);
        Array.Fill(_lower, double.NegativeInfinity);
        Array.Fill(_upper, double.PositiveInfinity);
    }

    /// <summary>The universe the mandate is meant for.</summary>
    public Universe Universe { get; }

    /// <summary>What was found so far.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <summary>What is being checked: messages begin with its name, which is composed only when there is something to say.</summary>
    internal void About(Component? component, Account? account = null) => (_about, _account, _subject) = (component, account, null);

    /// <inheritdoc cref="About(Component?, Account?)"/>
    internal void About(string subject) => (_about, _account, _subject) = (null, null, subject);

    private string Subject => _subject ??= _about is null ? "" : _account is null || _account.Id.Length == 0 ? _about.Name : $"Account {_account.Id}, {_about.Name}";

    /// <summary>Notes a problem.</summary>
    /// <param name="problem">What was found and what is expected, without the component's name.</param>
    public void Report(string problem) => _problems.Add(Subject.Length == 0 ? problem : $"{Subject}: {problem}");

    /// <summary>Checks that data were made for this universe.</summary>
    /// <param name="what">What the numbers are: "spreads".</param>
    /// <param name="values">One number an asset.</param>
    public void Expect(string what, AssetValues values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.Universe is { } universe) { Expect(what, universe); return; }
        Expect(what, values.Count);
    }

    /// <summary>Checks the number of assets that data were made for.</summary>
    public void Expect(string what, int assets)
    {
        if (assets != Universe.Count) Report($"{what} are for {assets} assets, but the universe has {Universe.Count}.");
    }

    /// <summary>Checks that data were made for the same symbols in the same order.</summary>
    public void Expect(string what, Universe universe)
    {
        ArgumentNullException.ThrowIfNull(universe);
        if (universe.Count != Universe.Count) { Expect(what, universe.Count); return; }
        if (universe.Matches(Universe)) return;
        int i = 0;
        while (universe[i].Symbol == Universe[i].Symbol) i++;
        Report($"{what} are for another universe: index {i} is '{universe[i].Symbol}' there and '{Universe[i].Symbol}' here.");
    }

    /// <summary>Checks that the symbols of a list are known, and not given twice.</summary>
    public void Expect(string what, IReadOnlyList<string> symbols)
    {
        ArgumentNullException.ThrowIfNull(symbols);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (string symbol in symbols)
        {
            if (!Universe.TryIndexOf(symbol, out _)) Report($"{what} name '{symbol}', which is not in the universe.");
            else if (!seen.Add(symbol)) Report($"{what} name '{symbol}' twice.");
        }
    }

    /// <summary>States bounds on one holding, so that limits which contradict on their face are found without an account.</summary>
    public void Holding(int asset, double lower, double upper)
    {
        if (!_contradictions || asset >= Universe.Count) return;
        MakeRoomForBounds();
        if (lower > _lower[asset]) (_lower[asset], _lowerBy[asset]) = (lower, Subject);
        if (upper < _upper[asset]) (_upper[asset], _upperBy[asset]) = (upper, Subject);
    }

    /// <summary>States bounds on the sums of groups of holdings, so that limits which contradict on their face are found without an account.</summary>
    /// <param name="groups">The groups; limits on the same grouping are compared.</param>
    /// <param name="lower">Least weight of each group; negative infinity where there is none.</param>
    /// <param name="upper">Largest weight of each group; positive infinity where there is none.</param>
    public void GroupSums(Grouping groups, ReadOnlySpan<double> lower, ReadOnlySpan<double> upper)
    {
        ArgumentNullException.ThrowIfNull(groups);
        if (!_contradictions || groups.Universe.Count != Universe.Count) return;
        GroupSumCheck? known = _groups.Find(known => ReferenceEquals(known.Groups, groups));
        if (known is null)
        {
            known = new GroupSumCheck(groups);
            _groups.Add(known);
        }

        known.State(lower, upper, Subject);
    }

    /// <summary>States that a holding is zero or at least a size, so that a size no bound allows is found without an account.</summary>
    public void LeastPosition(int asset, double least)
    {
        if (_contradictions && asset < Universe.Count) _sizes.Add((asset, least, Subject));
    }

    /// <summary>Checks a limit that is only a wish: its data count, its bounds contradict nothing.</summary>
    internal void WithoutContradictions(Limit limit)
    {
        bool before = _contradictions;
        _contradictions = false;
        limit.Validate(this);
        _contradictions = before;
    }

    /// <summary>Limits on single holdings that exclude one another; and holdings that cannot fill the account where it must be invested.</summary>
    internal void FindContradictions(double leastInvested, string investedBy)
    {
        About("");
        MakeRoomForBounds();
        double most = 0, least = 0;
        for (int i = 0; i < _lower.Length; i++)
        {
            most += _upper[i];
            least += _lower[i];
            if (_lower[i] <= _upper[i]) continue;
            Report(FormattableString.Invariant($"'{Universe[i].Symbol}' must be at least {Percent(_lower[i])} ({_lowerBy[i]}) and at most {Percent(_upper[i])} ({_upperBy[i]}); both cannot hold."));
        }
        foreach ((int asset, double size, string by) in _sizes)
            if (_upper[asset] > 0 && size > _upper[asset] + 1e-12 && -size < _lower[asset] - 1e-12)
                Report(FormattableString.Invariant($"'{Universe[asset].Symbol}' is zero or at least {Percent(size)} ({by}), but at most {Percent(_upper[asset])} ({_upperBy[asset]}); it could not be held at all."));
        foreach (GroupSumCheck groups in _groups)
            foreach (string problem in groups.Contradictions(_lower, _upper, leastInvested, investedBy)) Report(problem);
        if (most < leastInvested - 1e-12)
            Report(FormattableString.Invariant($"Upper bounds on holdings add up to {Percent(most)}, but {investedBy} needs at least {Percent(leastInvested)} invested."));
        if (investedBy.Length > 0 && least > 1 + 1e-12)
            Report(FormattableString.Invariant($"Lower bounds on holdings add up to {Percent(least)} of account value, but {investedBy} allows at most 100 %."));
    }

    internal void ThrowIfAny()
    {
        if (_problems.Count > 0) throw new MandateException([.. _problems]);
    }

    private static string Percent(double weight) => MeasureText.Fraction(weight) is "0" ? "0 %" : MeasureText.Fraction(weight);
}
