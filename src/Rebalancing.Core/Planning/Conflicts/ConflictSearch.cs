using Rebalancing.Lowering;
using Rebalancing.Solvers.Explaining;

namespace Rebalancing.Planning;

/// <summary>
/// Which limits collide, in stages of rising cost: arithmetic on bounds without a solve; the multipliers of the least violation, grouped by limit; and deletion,
/// one limit at a time, until none can be left out.
/// </summary>
internal sealed class ConflictSearch(ElasticMandate question, Relaxation relaxation)
{
    private const int MostSets = 4;

    private readonly Mandate _mandate = question.Mandate;

    public ConflictReport Report()
    {
        List<ConflictSet> sets = [];
        bool[] present = [.. _mandate.Limits.Select(ElasticMandate.IsHard)];
        HashSet<int> giving = [.. relaxation.Answer.Readings.Where(r => r.Excess * question.PriceOfLimit[r.Owner] > Relaxation.Rounding).Select(r => r.Owner)];
        while (sets.Count < MostSets && giving.Count > 0)
        {
            if (Next(present, out bool byArithmetic) is not { } members) break;
            sets.Add(Describe(members, byArithmetic));
            // what collides besides: the limit of this set that would give way is taken out of the question
            int out1 = members.FindIndex(giving.Contains);
            if (out1 < 0) break;
            present[members[out1]] = false;
            giving.Remove(members[out1]);
        }
        return new ConflictReport(sets, relaxation.Conflicts);
    }

    /// <summary>An irreducible set of colliding limits among those present; null when they can all hold.</summary>
    private List<int>? Next(bool[] present, out bool byArithmetic)
    {
        List<int>? found = ByArithmetic(present);
        byArithmetic = found is not null;
        List<int> candidates = found ?? [.. Enumerable.Range(0, present.Length).Where(i => present[i])];
        ElasticAnswer? first = Violation(candidates);
        if (first is null || first.Violation <= Relaxation.Rounding)
        {
            if (found is null) return null;
            // rounding apart, the contradiction is worth nothing: look with all limits
            byArithmetic = false;
            candidates = [.. Enumerable.Range(0, present.Length).Where(i => present[i])];
            first = Violation(candidates);
            if (first is null || first.Violation <= Relaxation.Rounding) return null;
        }
        candidates = Narrowed(candidates, first);
        for (int k = candidates.Count - 1; k >= 0; k--)
        {
            List<int> fewer = [.. candidates.Where((_, j) => j != k)];
            ElasticAnswer? answer = fewer.Count == 0 ? null : Violation(fewer);
            if (answer is null || answer.Violation <= Relaxation.Rounding) continue;
            candidates = Narrowed(fewer, answer);
            k = Math.Min(k, candidates.Count);
        }
        return candidates;
    }

    /// <summary>The limits whose multipliers speak, if those alone collide already; otherwise all that were asked.</summary>
    private List<int> Narrowed(List<int> asked, ElasticAnswer answer)
    {
        List<int> involved = [.. asked.Where(i => answer.Involved[i])];
        if (involved.Count == 0 || involved.Count == asked.Count) return asked;
        return Violation(involved) is { } check && check.Violation > Relaxation.Rounding ? involved : asked;
    }

    private ElasticAnswer? Violation(List<int> limits)
    {
        var roles = new LimitRole[_mandate.Limits.Count];
        foreach (int i in limits) roles[i] = LimitRole.Priced;
        return question.Solve(roles, relaxation.Answer.Paid);
    }

    private List<int>? ByArithmetic(bool[] present)
    {
        List<int> positions = [.. Enumerable.Range(0, present.Length).Where(i => present[i])];
        List<Limit> limits = [.. positions.Select(i => _mandate.Limits[i])];
        if (_mandate.Limits.Where((limit, i) => !present[i]).Any(limit => limit.GovernsCash)) limits.Add(new AnyCash());
        var script = new MandateScript(_mandate with { Objective = new NoCost(), Limits = limits });
        var writer = new RecordingWriter(script) { CostsAreFixed = true, CostAllowance = relaxation.Answer.Paid };
        int[]? owners = new BoundArithmetic(writer.Read(question.Account.View)).FindContradiction();
        return owners is null ? null : [.. owners.Select(owner => owner - 1).Where(k => k >= 0 && k < positions.Count).Select(k => positions[k]).Order()];
    }

    private ConflictSet Describe(List<int> members, bool byArithmetic)
    {
        ElasticAnswer? answer = Violation(members);
        Account account = question.Account;
        ILookup<int, LimitReading> now = LimitReadings.At(_mandate, account, account.Weights, account.CashWeight).ToLookup(reading => reading.Owner);
        ILookup<int, LimitReading> least = (answer?.Readings ?? []).ToLookup(reading => reading.Owner);
        return new ConflictSet([.. members.Select(i => Describe(i, now[i], least[i]))], byArithmetic);
    }

    private CollidingLimit Describe(int i, IEnumerable<LimitReading> now, IEnumerable<LimitReading> least)
    {
        Limit limit = _mandate.Limits[i];
        Universe universe = question.Account.Universe;
        double price = question.PriceOfLimit[i];
        // at the least violation of the set, the places that are violated or at their bound are the ones that speak
        List<LimitReading> speaking = [.. least.Where(r => r.Excess * price > -Relaxation.Rounding).OrderByDescending(r => r.Excess)];
        if (speaking.Any(r => r.Excess * price > Relaxation.Rounding)) speaking.RemoveAll(r => r.Excess * price <= Relaxation.Rounding);
        List<CollidingPlace> places = [.. speaking.Select(r => (Reading: r, Where: LimitPlace.Of(limit, r.Subject, r.Coordinate, universe)))
            .Where(p => p.Where is not null).Select(p => new CollidingPlace(p.Where!, p.Reading.Bound, p.Reading.IsUpper, limit.Measure))];
        LimitReading? worst = speaking.Count > 0 ? speaking[0] : null;
        double standing = now.Where(r => worst is null || (r.Word == worst.Value.Word && r.Coordinate == worst.Value.Coordinate)).Select(r => r.Value).FirstOrDefault();
        return new CollidingLimit(limit.Name, places, limit.Measure, standing, EnoughAlone(i), limit.Priority);
    }

    /// <summary>What the limit would have to allow if every other limit were kept; null where that is not enough.</summary>
    private double? EnoughAlone(int i)
    {
        LimitRole[] roles = [.. _mandate.Limits.Select((_, j) => j == i ? LimitRole.Priced : LimitRole.Kept)];
        if (question.Solve(roles, relaxation.Answer.Paid) is not { } answer) return null;
        LimitReading worst = answer.Readings.Where(reading => reading.Owner == i).MaxBy(reading => reading.Excess);
        return worst.Excess * question.PriceOfLimit[i] > Relaxation.Rounding ? worst.Value : null;
    }
}
