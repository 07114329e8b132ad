using Rebalancing.Lowering;
using Rebalancing.Mandates;

namespace Rebalancing.Planning;

/// <summary>
/// The cheapest way to make room: limits of the lowest priority give way first, and no limit gives way while less important ones would do. Always solvable,
/// so it also settles whether an engine that found no answer had a question with one.
/// </summary>
internal sealed class Relaxation
{
    /// <summary>Priced violations below this are rounding: 0.01 bp of account value.</summary>
    public const double Rounding = 1e-6;

    private readonly ElasticMandate _question;

    private Relaxation(ElasticMandate question, IReadOnlyList<Conflict> conflicts, ElasticAnswer answer) => (_question, Conflicts, Answer) = (question, conflicts, answer);

    /// <summary>What gives way, most important limit first; empty when all limits can be kept.</summary>
    public IReadOnlyList<Conflict> Conflicts { get; }

    /// <summary>Where the limits stand then.</summary>
    public ElasticAnswer Answer { get; }

    /// <summary>Null when a relaxed program was not solved.</summary>
    public static Relaxation? Find(ElasticMandate question)
    {
        Mandate mandate = question.Mandate;
        int[] classes = [.. mandate.Limits.Where(ElasticMandate.IsHard).Select(limit => limit.Priority).Distinct().OrderDescending()];
        if (classes.Length == 0) classes = [100];
        var needs = new Dictionary<int, double>();
        ElasticAnswer? answer = null;
        foreach (int current in classes)
        {
            // more important limits are kept, or share what they were found to need; less important ones do not exist yet
            LimitRole[] roles = [.. mandate.Limits.Select(limit => limit.Priority < current ? LimitRole.LeftOut
                : limit.Priority == current ? LimitRole.Priced
                : needs.ContainsKey(limit.Priority) ? LimitRole.Budgeted : LimitRole.Kept)];
            answer = Solve(question, roles, needs);
            if (answer is null) return null;
            if (answer.Violation > Rounding) needs[current] = answer.Violation;
        }
        return answer is null ? null : Of(question, answer);
    }

    /// <summary>With a hundred-millionth more than the needs, so that there is an inside; with more where that is too narrow for the solver.</summary>
    private static ElasticAnswer? Solve(ElasticMandate question, LimitRole[] roles, Dictionary<int, double> needs)
    {
        ElasticAnswer? answer = null;
        for (double room = 1e-8; answer is null && room < 1e-3; room *= 10)
        {
            answer = question.Solve(roles, paid: null, needs.ToDictionary(need => need.Key, need => (need.Value * (1 + room)) + (0.1 * room)));
            if (needs.Count == 0) break;
        }
        return answer;
    }

    private static Relaxation Of(ElasticMandate question, ElasticAnswer answer)
    {
        Account account = question.Account;
        List<LimitReading> now = LimitReadings.At(question.Mandate, account, account.Weights, account.CashWeight);
        var standing = new Dictionary<(int, int, int), double>();
        foreach (LimitReading reading in now) standing[(reading.Owner, reading.Word, reading.Coordinate)] = reading.Value;

        List<Conflict> conflicts = [];
        foreach (LimitReading reading in answer.Readings)
        {
            Limit limit = question.Mandate.Limits[reading.Owner];
            if (reading.Excess * question.PriceOfLimit[reading.Owner] <= Rounding) continue;
            conflicts.Add(new Conflict(limit.Name, reading.Excess, LimitPlace.Of(limit, reading.Subject, reading.Coordinate, account.Universe))
            {
                Bound = reading.Bound,
                Needed = reading.Value,
                Now = standing[(reading.Owner, reading.Word, reading.Coordinate)],
                Measure = limit.Measure,
                Priority = limit.Priority,
            });
        }
        conflicts.Sort((a, b) => b.Priority.CompareTo(a.Priority) is var order && order != 0 ? order
            : string.CompareOrdinal(a.Limit, b.Limit) is var name && name != 0 ? name : string.CompareOrdinal(a.Where, b.Where));
        return new Relaxation(question, conflicts, answer);
    }

    /// <summary>
    /// What gives way as amounts for every word and coordinate, with a hair more than needed, so that the widened limits have an inside. Below rounding that hair is all there is.
    /// </summary>
    /// <param name="hair">Priced size of the hair: 1e-8 is 0.0001 bp of account value.</param>
    public Widening Widened(double hair)
    {
        var widening = new Widening();
        int costs = _question.Mandate.Objective.Parts.Count;
        foreach (LimitReading reading in Answer.Readings)
            if (reading.Excess * _question.PriceOfLimit[reading.Owner] > -hair)
                widening.Add(costs + reading.Owner, reading.Word, reading.Coordinate, (Math.Max(0, reading.Excess) * (1 + 1e-5)) + (hair / _question.PriceOfLimit[reading.Owner]));
        return widening;
    }
}
