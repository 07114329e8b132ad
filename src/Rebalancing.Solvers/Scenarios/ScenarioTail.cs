using Rebalancing.Numerics;

namespace Rebalancing.Solvers.Scenarios;

/// <summary>
/// The scenarios of one tail in three groups: those assumed in it (linear, summed once), those near the threshold (explicit), and the rest. Sums over rows are kept
/// incrementally: a row is read when it changes its group, not when it is counted.
/// </summary>
internal sealed partial class ScenarioTail(TailData data, ScenarioSheet sheet)
{
    private readonly TailThreshold _search = new();
    private double[] _own = [];
    private int _ownCount;
    private bool _isOwn;
    private byte[] _labels = [];
    private byte[] _marked = [];
    private int[] _explicit = [];
    private int[] _moved = [];
    private double[] _movedWeights = [];
    private double[] _alphaSum = [];
    private double[] _markSum = [];
    private double[] _kept = [];
    private int[] _keptRows = [];
    private int _keptCount;
    private double _keptPrice;
    private double _width;
    private double _margin;
    private int _alphaCount;
    private bool _isLabelled;

    /// <summary>The numbers of this solve.</summary>
    internal TailData Data { get; set; } = data;

    internal ScenarioSheet Sheet { get; } = sheet;

    internal double Threshold { get; private set; } = double.NaN;

    /// <summary>Value of the tail at the losses seen last.</summary>
    internal double Value { get; private set; }

    /// <summary>Whether the value is that of the point; otherwise it is that of the sheet's anchor.</summary>
    internal bool IsExact { get; private set; }

    internal int ExplicitCount { get; private set; }

    internal ReadOnlySpan<int> Explicit => _explicit.AsSpan(0, ExplicitCount);

    /// <summary>Sum of the weights of the scenarios assumed in the tail.</summary>
    internal double AlphaWeight { get; private set; }

    /// <summary>Sum of weight times shift over them.</summary>
    internal double AlphaShift { get; private set; }

    /// <summary>Sum of weight times row over them, sign included, one number a column of the map.</summary>
    internal ReadOnlySpan<double> AlphaSum => _alphaSum;

    /// <summary>Multipliers of the explicit scenarios, in their order; rounded and scaled by <see cref="Settle"/>.</summary>
    internal double[] Prices { get; private set; } = [];

    internal void Begin(int step)
    {
        int count = Sheet.Count;
        double all = 0, taken = 0;
        _isOwn = Data.IsEven || step > 1;
        if (Data.IsEven)
        {
            _own = Room.For(_own, 1);
            (_own[0], _ownCount) = (Data.Weights[0] * Data.Count / count, 1);
        }
        else if (step > 1)
        {
            _own = Room.For(_own, count);
            _ownCount = count;
            for (int s = 0; s < Data.Count; s++)
                all += Data.Weights[s];
            for (int s = 0; s < count; s++)
                taken += _own[s] = Data.Weights[s * step];
            Scale.By(taken > 0 ? all / taken : 1, _own.AsSpan(0, count));
        }

        _labels = Room.For(_labels, count);
        _marked = Room.For(_marked, count);
        _marked.AsSpan(0, count).Clear();
        _alphaSum = Room.Cleared(_alphaSum, Data.Map.Columns);
        _markSum = Room.Cleared(_markSum, Data.Map.Columns);
        (AlphaWeight, AlphaShift, _alphaCount, ExplicitCount, _width, _keptCount, _doubtfulCount, _inDoubt, _isLabelled) = (0, 0, 0, 0, 0, 0, 0, 0, false);
        Threshold = double.NaN;
    }

    /// <summary>Weights of the level's scenarios; a single one where all are the same.</summary>
    private ReadOnlySpan<double> Weights => _isOwn ? _own.AsSpan(0, _ownCount) : Data.Weights;

    internal double WeightOf(int s) => !_isOwn ? Data.Weights[s] : _own[_ownCount == 1 ? 0 : s];

    /// <summary>Threshold and value at the sheet's losses; false where the sheet knows too little of them at this point.</summary>
    internal bool Measure(ReadOnlySpan<double> x)
    {
        if (Sheet.Drift > 0 && _isLabelled)
            return MeasureNear(x, Sheet.Count / OneInDoubtOf);
        IsExact = Sheet.Drift == 0;
        MeasureAll();
        return true;
    }

    /// <summary>After first labels from an anchor's losses: threshold and value of the point, where few scenarios must be read for it.</summary>
    internal void MeasureStart(ReadOnlySpan<double> x)
    {
        if (!IsExact)
            MeasureNear(x, Sheet.Count / OneInDoubtAtStartOf);
    }

    private void MeasureAll()
    {
        if (Data.ThresholdColumn >= 0)
        {
            _search.Find(Sheet.Losses, Weights, Data.Target, Threshold, _width);
            (Threshold, Value) = (_search.Threshold, _search.Value);
            return;
        }

        double sum = 0;
        ReadOnlySpan<double> losses = Sheet.Losses;
        for (int s = 0; s < losses.Length; s++)
            sum += WeightOf(s) * Math.Max(0, losses[s]);
        (Threshold, Value) = (0, sum);
    }

    /// <summary>First labels: explicit are the losses whose tail probability lies within a factor 1 + band of the target's.</summary>
    internal void Label(double band, ReadOnlySpan<double> x)
    {
        double low, high;
        if (Data.ThresholdColumn >= 0)
        {
            _search.FindAgain(Sheet.Losses, Weights, Data.Target / (1 + band));
            high = _search.Threshold;
            _search.FindAgain(Sheet.Losses, Weights, (Data.Target * (1 + band)) + (8 * WeightOf(0)));
            low = Math.Min(_search.Threshold, Threshold);
        }
        else
        {
            double spread = Math.Sqrt(SumOfSquares.Of(Sheet.Losses) / Sheet.Losses.Length);
            (low, high) = (-0.25 * band * spread, 0.25 * band * spread);
        }

        ExplicitCount = TailLabels.Set(Sheet.Losses, low, high, _labels.AsSpan(0, Sheet.Count));
        _margin = _width = 0.1 * (high - low);
        ListExplicit();
        _moved = Room.For(_moved, Sheet.Count);
        int taken = TailLabels.List(_labels.AsSpan(0, Sheet.Count), 2, _moved);
        TakeIntoTail(_moved.AsSpan(0, taken), +1);
        _isLabelled = true;
        if (Sheet.Drift > 0)
            Sheet.Evaluate(Explicit, x);
    }

    /// <summary>Makes explicit what lies on the wrong side of the threshold, and what is close to it up to a few times as many; nothing ever leaves. Returns how many.</summary>
    internal int Refresh()
    {
        if (Sheet.Drift > 0)
            return RefreshNear();
        int count = Sheet.Count;
        double margin = _margin;
        int strays = TailLabels.Strays(Sheet.Losses, _labels.AsSpan(0, count), Threshold, margin, [], out int wrong);
        if (strays > Math.Max(3 * wrong, 64))
            margin *= Math.Max(0.05, Math.Max(3.0 * wrong, 32) / strays);
        strays = TailLabels.Strays(Sheet.Losses, _labels.AsSpan(0, count), Threshold, margin, _moved.AsSpan(0, count), out _);
        return MakeExplicit(strays);
    }

    /// <summary>The scenarios at the head of the list of the moved become explicit.</summary>
    private int MakeExplicit(int strays)
    {
        int fromTail = 0;
        for (int q = 0; q < strays; q++)
        {
            int s = _moved[q];
            AddToKept(s, _labels[s] == 2);
            if (_labels[s] == 2)
                _moved[fromTail++] = s;
            _labels[s] = 1;
        }

        TakeIntoTail(_moved.AsSpan(0, fromTail), -1);
        ExplicitCount += strays;
        if (strays > 0)
            ListExplicit();
        return strays;
    }

    private void TakeIntoTail(ReadOnlySpan<int> rows, int direction)
    {
        _movedWeights = Room.For(_movedWeights, rows.Length);
        _alphaCount += direction * rows.Length;
        for (int q = 0; q < rows.Length; q++)
        {
            double weight = direction * WeightOf(rows[q]);
            _movedWeights[q] = weight;
            AlphaWeight += weight;
            if (Sheet.Shift.Length > 0)
                AlphaShift += weight * Sheet.Shift[rows[q] * (Sheet.Stride / Sheet.Map.Stride)];
        }

        AddRows(rows, _movedWeights.AsSpan(0, rows.Length), _alphaSum);
    }

    private void AddRows(ReadOnlySpan<int> rows, ReadOnlySpan<double> weights, Span<double> sum)
    {
        if (rows.Length > 0)
            MatrixVector.AddTransposedGather(Sheet.Sign, Sheet.Storage, Data.Map.Columns, Sheet.Stride, rows, weights, sum[..Data.Map.Columns]);
    }

    private void ListExplicit()
    {
        _explicit = Room.For(_explicit, ExplicitCount);
        TailLabels.List(_labels.AsSpan(0, Sheet.Count), 1, _explicit);
    }
}
