namespace Rebalancing.Lowering;

/// <summary>By how much each word of each limit gives way, coordinate by coordinate; less than 0 where it is narrowed.</summary>
internal sealed class Widening
{
    private readonly Dictionary<(int Owner, int Word, int Coordinate), double> _amounts = [];

    public bool IsEmpty => _amounts.Count == 0;

    public void Add(int owner, int word, int coordinate, double amount) => _amounts[(owner, word, coordinate)] = amount;

    public void AddAll(Widening other)
    {
        foreach (((int Owner, int Word, int Coordinate) place, double amount) in other._amounts) _amounts[place] = amount;
    }

    /// <summary>Every place that was given an amount, in a list of its own.</summary>
    public (int Owner, int Word, int Coordinate)[] Places => [.. _amounts.Keys];

    public void Clear() => _amounts.Clear();

    public double Of(int owner, int word, int coordinate) => _amounts.GetValueOrDefault((owner, word, coordinate));

    public bool Speaks(int owner) => _amounts.Keys.Any(key => key.Owner == owner);
}
