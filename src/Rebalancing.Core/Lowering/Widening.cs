namespace Rebalancing.Lowering;

/// <summary>By how much each word of each limit gives way, coordinate by coordinate.</summary>
internal sealed class Widening
{
    private readonly Dictionary<(int Owner, int Word, int Coordinate), double> _amounts = [];

    public bool IsEmpty => _amounts.Count == 0;

    public void Add(int owner, int word, int coordinate, double amount) => _amounts[(owner, word, coordinate)] = amount;

    public double Of(int owner, int word, int coordinate) => _amounts.GetValueOrDefault((owner, word, coordinate));

    public bool Speaks(int owner) => _amounts.Keys.Any(key => key.Owner == owner);
}
