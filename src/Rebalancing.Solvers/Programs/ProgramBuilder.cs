using System.Globalization;

namespace Rebalancing.Solvers;

/// <summary>
/// Records a <see cref="StructuredProgram"/> word by word, and pours new numbers into a recorded one: after <see cref="BeginRefill"/>
/// the same words are said in the same order and only numbers are overwritten, without allocation.
/// </summary>
/// <remarks>
/// Words must come in the same order in every refill; only the numbers, and the lengths of ragged data (lots, breaks), may differ.
/// A deviation throws <see cref="InvalidOperationException"/> and names the owner and the word. Not thread-safe.
/// </remarks>
public sealed partial class ProgramBuilder
{
    private enum Word
    {
        Block,
        Function,
        Bounds,
        Budget,
        NormBegins,
        NormEnds,
        Choice,
    }

    private readonly StructuredProgram _program = new();
    private readonly List<(Word Word, int Index)> _script = [];
    private readonly Dictionary<(LinearMap Map, int Of), Block> _images = [];
    private Func<int, string>? _ownerName;
    private int _cursor = -1;
    private int _budget = -1;
    private double _budgetWeight;
    private int _norm = -1;
    private bool _built;

    /// <summary>Whose words follow: an index of the caller's choice, stamped on every entry; -1 (the default) is nobody.</summary>
    public int Owner { get; set; } = -1;

    /// <summary>Whether the bounds that follow only shape how their owner is written and are no limits of their own. Default false.</summary>
    internal bool ShapesOnly { get; set; }

    /// <summary>Factor of the function words that follow in the objective; finite, at least 0, default 1. At 0 they do not count there.</summary>
    public double Weight
    {
        get;
        set => field = double.IsFinite(value) && value >= 0
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "an objective weight must be finite and >= 0; a negative one would make the program non-convex");
    } = 1.0;

    /// <summary>How an owner is called in messages; by default "owner 3".</summary>
    public void NameOwners(Func<int, string> name) => _ownerName = name;

    /// <summary>
    /// The function words that follow also count in a budget, multiplied by <paramref name="weight"/> (finite, at least 0; linear functions may have either sign
    /// through their slopes). A budget of -1 ends it.
    /// </summary>
    public void ChargeTo(int budget, double weight)
    {
        if (budget < -1 || budget >= _program.BudgetCount)
            throw new ArgumentOutOfRangeException(nameof(budget), budget, $"there are {_program.BudgetCount} budgets; -1 ends charging");
        if (!double.IsFinite(weight) || weight < 0)
            throw new ArgumentOutOfRangeException(nameof(weight), weight, "the weight of a charge must be finite and >= 0");
        _budget = budget;
        _budgetWeight = budget < 0 ? 0 : weight;
    }

    /// <summary>Ends the recording. The builder can refill the program afterwards.</summary>
    public StructuredProgram Build()
    {
        if (_norm >= 0)
            throw new InvalidOperationException("a norm is still open; call EndNorm before Build");
        _built = true;
        _program.Number();
        return _program;
    }

    /// <summary>From here on the words overwrite the numbers of the recorded program, starting from its first word.</summary>
    public void BeginRefill()
    {
        if (!_built)
            throw new InvalidOperationException("nothing is recorded yet; call Build before BeginRefill");
        _cursor = 0;
        Owner = -1;
        Weight = 1.0;
        _budget = -1;
        _budgetWeight = 0;
    }

    /// <summary>Ends a refill; every recorded word must have been said.</summary>
    public void EndRefill()
    {
        if (_cursor != _script.Count)
            throw Deviation($"it ended after {_cursor} words; {_script.Count} were recorded");
        _cursor = -1;
        _program.Number();
    }

    private bool Refilling => _cursor >= 0;

    /// <summary>The index of the entry that the next word refills.</summary>
    private int Next(Word word, string said)
    {
        if (_cursor >= _script.Count)
            throw Deviation($"'{said}' was said after the last recorded word");
        (Word recorded, int index) = _script[_cursor];
        if (recorded != word)
            throw Deviation($"word {_cursor} was recorded as {recorded} and is now '{said}'");
        _cursor++;
        return index;
    }

    private void Record(Word word, int index)
    {
        if (_built)
            throw new InvalidOperationException("the program is built; call BeginRefill to pour in new numbers");
        _script.Add((word, index));
    }

    private InvalidOperationException Deviation(string how) =>
        new(string.Create(CultureInfo.InvariantCulture,
            $"{OwnerName} wrote other words than were recorded: {how}. A term writes the same words in the same order for every account; only numbers may change."));

    private string OwnerName => Owner < 0 ? "the caller" : _ownerName?.Invoke(Owner) ?? string.Create(CultureInfo.InvariantCulture, $"owner {Owner}");

    /// <summary>One finite number for each coordinate. The sentence is made only when there is something to say: a refill allocates nothing.</summary>
    private void CheckNumbers(ReadOnlySpan<double> values, Block on, string what)
    {
        if (values.Length == Known(on).Length && Check.AllFinite(values))
            return;
        Check.Length(values.Length, on.Length, Where(on), what);
        Check.Finite(values, Where(on), what);
    }

    /// <summary>One finite number &gt;= 0 for each coordinate.</summary>
    private void CheckNotNegative(ReadOnlySpan<double> values, Block on, string what)
    {
        if (values.Length == Known(on).Length && Check.NoneNegative(values))
            return;
        Check.Length(values.Length, on.Length, Where(on), what);
        Check.FiniteAndNotNegative(values, Where(on), what);
    }

    private string Where(Block on) => $"{_program.Name(on)}, written by {OwnerName}";

    private ProgramBlock Known(Block block)
    {
        if (block.Id < 0 || block.Id >= _program.Blocks.Count || _program.Blocks[block.Id].Length != block.Length)
            throw new ArgumentException($"block {block.Id} of length {block.Length} does not belong to this program");
        return _program.Blocks[block.Id];
    }
}
