using System.Runtime.InteropServices;
using Rebalancing.Numerics;

namespace Rebalancing.Solvers.Scenarios;

/// <content>
/// The tail at a point near the sheet's anchor: explicit scenarios are evaluated, and so are those whose group the bound on their losses leaves in doubt. All others are on their side,
/// and the sum of those in the tail is linear:
/// <code>   value = target t + (sum over the tail of w l, less those in doubt) - ... + sum over explicit and doubtful of w (l - t)_+ </code>
/// </content>
internal sealed partial class ScenarioTail
{
    /// <summary>Where more scenarios than one in so many are in doubt, reading them costs about as much as reading all.</summary>
    private const int OneInDoubtOf = 2;

    /// <summary>The same for the upper bound at the start of a re-solve, which it can do without.</summary>
    private const int OneInDoubtAtStartOf = 20;

    /// <summary>Where more than one in so many had to be read, their losses are kept with the place.</summary>
    private const int OneToKeepOf = 50;

    /// <summary>Thresholds that are guessed before all losses are read.</summary>
    private const int MostGuesses = 4;

    private readonly List<double> _openWeights = [];
    private int[] _doubtful = [];
    private double[] _open = [];
    private int _doubtfulCount;
    private int _inDoubt;

    /// <summary>Part of all scenarios that the sheet's anchor left in doubt at the last measurement.</summary>
    internal double DoubtShare => (double)_inDoubt / Sheet.Count;

    /// <summary>Part of the sheet's losses that lie within a distance of the threshold.</summary>
    internal double ShareWithin(double distance)
    {
        int near = 0;
        foreach (double loss in Sheet.Losses)
            near += Math.Abs(loss - Threshold) < distance ? 1 : 0;
        return (double)near / Sheet.Count;
    }

    /// <summary>Exact threshold and value; false where too many scenarios are in doubt.</summary>
    private bool MeasureNear(ReadOnlySpan<double> x, int most)
    {
        Sheet.Evaluate(Explicit, x);
        _doubtful = Room.For(_doubtful, most);
        _doubtfulCount = 0;
        bool hasThreshold = Data.ThresholdColumn >= 0;
        double guess = 0;
        if (hasThreshold)
            FindAmong(out guess);
        for (int attempt = 0; attempt < MostGuesses; attempt++)
        {
            if (!ReadDoubtful(x, guess, most))
                return false;
            double found = 0;
            if ((!hasThreshold || FindAmong(out found)) && Math.Abs(found - guess) <= _margin)
            {
                (Threshold, Value, IsExact) = (found, ValueAt(x, hasThreshold), true);
                return true;
            }

            guess = found;
        }

        return false;
    }

    /// <summary>
    /// Lists and reads what may be on the wrong side of a guessed threshold; false where that is more than the most. Twice the margin: what becomes explicit for being close to the
    /// threshold is among them wherever it is found.
    /// </summary>
    private bool ReadDoubtful(ReadOnlySpan<double> x, double guess, int most)
    {
        double low = guess - (2 * _margin), high = guess + (2 * _margin);
        ReadOnlySpan<byte> labels = _labels.AsSpan(0, Sheet.Count);
        Span<int> list = _doubtful.AsSpan(0, most);
        _inDoubt = TailLabels.Unsure(Sheet.Losses, Sheet.Extents, labels, Sheet.Drift, low, high, list);
        _doubtfulCount = 0;
        if (_inDoubt > most)
            return false;
        _doubtfulCount = Sheet.DropSure(list[.._inDoubt], labels, low, high);
        bool isWorthKeeping = _doubtfulCount > Sheet.Count / OneToKeepOf;
        if (isWorthKeeping)
            _doubtfulCount = TailLabels.Unsure(Sheet.Losses, Sheet.Extents, labels, Sheet.Drift, low, high, list);
        Sheet.Evaluate(list[.._doubtfulCount], x);
        if (isWorthKeeping)
            Sheet.KeepSecond(list[.._doubtfulCount], x);
        return true;
    }

    /// <summary>The threshold if all that is not open lies on its side. Where that cannot be, the end of the open losses that is nearest to it, and false.</summary>
    private bool FindAmong(out double threshold)
    {
        (double sure, double open) = ListOpen();
        Span<double> losses = _open.AsSpan(0, ExplicitCount + _doubtfulCount);
        bool isAbove = sure >= Data.Target * (1 - 1e-13), isBelow = sure + open < Data.Target * (1 - 1e-13);
        if (isAbove || isBelow || losses.Length == 0)
        {
            threshold = Threshold;
            foreach (double loss in losses)
                threshold = isAbove ? Math.Max(threshold, loss) : Math.Min(threshold, loss);
            return false;
        }

        _search.Find(losses, Data.IsEven ? Weights : CollectionsMarshal.AsSpan(_openWeights), Data.Target, Threshold, 0, sure);
        threshold = _search.Threshold;
        return true;
    }

    /// <summary>Lists losses and weights of explicit and doubtful scenarios; returns the weight of the tail without the doubtful, and that of the open ones.</summary>
    private (double Sure, double Open) ListOpen()
    {
        int count = ExplicitCount + _doubtfulCount, fromTailCount = 0;
        _open = Room.For(_open, count);
        _openWeights.Clear();
        ReadOnlySpan<double> now = Sheet.Now;
        double fromTail = 0, open = 0;
        for (int q = 0; q < count; q++)
        {
            int s = q < ExplicitCount ? _explicit[q] : _doubtful[q - ExplicitCount];
            _open[q] = now[s];
            fromTailCount += _labels[s] == 2 ? 1 : 0;
            if (Data.IsEven)
                continue;
            double weight = WeightOf(s);
            open += weight;
            fromTail += _labels[s] == 2 ? weight : 0;
            _openWeights.Add(weight);
        }

        return Data.IsEven ? ((_alphaCount - fromTailCount) * WeightOf(0), count * WeightOf(0)) : (AlphaWeight - fromTail, open);
    }

    /// <summary>The value with the search's sums; the scenarios surely in the tail are counted by their sum, which is linear in x.</summary>
    private double ValueAt(ReadOnlySpan<double> x, bool hasThreshold)
    {
        double sure = AlphaShift + Dot.Product(_alphaSum.AsSpan(0, Data.Map.Columns), x.Slice(Data.FirstColumn, Data.Map.Columns)), open = 0;
        ReadOnlySpan<double> now = Sheet.Now;
        for (int q = 0; q < _doubtfulCount; q++)
            if (_labels[_doubtful[q]] == 2)
                sure -= WeightOf(_doubtful[q]) * now[_doubtful[q]];
        if (hasThreshold)
            return sure + _search.Value;
        for (int q = 0; q < ExplicitCount; q++)
            open += WeightOf(_explicit[q]) * Math.Max(0, now[_explicit[q]]);
        for (int q = 0; q < _doubtfulCount; q++)
            open += WeightOf(_doubtful[q]) * Math.Max(0, now[_doubtful[q]]);
        return sure + open;
    }

    /// <summary>What <see cref="Refresh"/> does, among the doubtful: nothing else can be on the wrong side, or close.</summary>
    private int RefreshNear()
    {
        double margin = _margin;
        int strays = ListStrays(margin, out int wrong);
        if (strays > Math.Max(3 * wrong, 64))
            strays = ListStrays(margin * Math.Max(0.05, Math.Max(3.0 * wrong, 32) / strays), out _);
        return MakeExplicit(strays);
    }

    private int ListStrays(double margin, out int wrong)
    {
        int found = 0;
        wrong = 0;
        ReadOnlySpan<double> now = Sheet.Now;
        for (int q = 0; q < _doubtfulCount; q++)
        {
            int s = _doubtful[q];
            double beyond = now[s] - Threshold;
            if (!(_labels[s] == 0 ? beyond > -margin : beyond < margin))
                continue;
            wrong += (_labels[s] == 0 ? beyond > 0 : beyond < 0) ? 1 : 0;
            _moved[found++] = s;
        }

        return found;
    }
}
