using Rebalancing.Solvers.Kkt;

namespace Rebalancing.Solvers.InteriorPoint;

/// <summary>
/// Which columns of a program with a dense covariance are iterated on. Few columns end above a lower bound of zero, and a factorisation costs the cube of their number:
/// the others are parked at zero, priced by the gradient of the Lagrangian when the small program is solved, and taken back in where zero is not their best value.
/// </summary>
/// <remarks>Only columns with a lower bound of zero and no network may be parked: a zero adds nothing to any product or row.</remarks>
internal sealed class WorkingColumns(LocalForm form, Barriers barriers, CondensedSystem system, ImageRows rows)
{
    /// <summary>Below this many columns a factorisation is too cheap to avoid.</summary>
    private const int WorthIt = 256;

    /// <summary>Rows of the second system, which is dense.</summary>
    private const int MostRows = 64;

    /// <summary>The first set's share of the columns.</summary>
    private const int FirstShare = 8;

    /// <summary>Solves of small programs before the whole one is solved instead.</summary>
    internal const int MostRounds = 8;

    private readonly bool[] _mayPark = new bool[form.Columns];
    private readonly double[] _score = new double[form.Columns];
    private readonly double[] _keys = new double[form.Columns];
    private readonly int[] _order = new int[form.Columns];
    private WorkingColumnsBackend? _backend;

    internal IKktBackend Backend => _backend!;

    /// <summary>Whether the program has the shape for it, once bounds are classified, and where not asked for by name also the size.</summary>
    internal bool IsWorthwhile(KktChoice choice)
    {
        if (choice != KktChoice.WorkingColumns && (choice != KktChoice.Auto || form.Columns < WorthIt))
            return false;
        if (form.Covariances.Count == 0 || form.VariableNorms.Length > 0 || form.RegularRows + form.SpecialRows > MostRows)
            return false;
        foreach (CovarianceUse use in form.Covariances)
            if (use.Origin.Length > 0)
                return false;
        for (int i = 0; i < form.Columns; i++)
            _mayPark[i] = form.Lower[i] == 0 && !barriers.IsFixed[i];
        for (int j = 0; j < form.Networks; j++)
            if (form.NetworkCoordinate[j] < form.Columns)
                _mayPark[form.NetworkCoordinate[j]] = false;
        int parkable = 0;
        foreach (bool may in _mayPark)
            parkable += may ? 1 : 0;
        return form.Columns - parkable + First <= Capacity;
    }

    private int Capacity => form.Columns / 2;

    private int First => Math.Max(1, form.Columns / FirstShare);

    /// <summary>Parks all but the columns whose slope is least where every column holds the same.</summary>
    internal void Choose(Iterate scratch, Derivatives derivatives)
    {
        IsFull = false;
        Array.Clear(scratch.Values);
        for (int i = 0; i < form.Columns; i++)
            scratch.Values[i] = barriers.IsFixed[i] ? form.Lower[i] : Math.Clamp(1.0 / form.Columns, form.Lower[i], form.Upper[i]);
        rows.Multiply(scratch.Values, scratch.Values.AsSpan(form.Columns, form.Images));
        Array.Clear(scratch.ConstraintPrices);
        derivatives.Evaluate(scratch);
        for (int i = 0; i < form.Columns; i++)
        {
            barriers.IsParked[i] = _mayPark[i];
            _score[i] = derivatives.Slope[i];
        }

        Enter(First);
        _backend ??= new WorkingColumnsBackend(system, rows, Capacity);
    }

    /// <summary>Classifies bounds anew and hands the free columns to the backend and the covariances.</summary>
    internal void Begin()
    {
        barriers.Classify();
        _backend!.Take(system, barriers);
        foreach (CovarianceUse use in form.Covariances)
            use.Restrict(barriers.IsFixed);
    }

    /// <summary>
    /// Prices the parked columns at an answer of the small program: true where none of them would lower the objective by more than <paramref name="slack"/> in all.
    /// Otherwise the worst of them enter, at most as many as were there; false too where no room is left (<see cref="IsFull"/>).
    /// </summary>
    internal bool Price(Iterate at, Derivatives derivatives, Residuals residuals, double slack)
    {
        foreach (CovarianceUse use in form.Covariances)
            use.Release();
        derivatives.Evaluate(at);
        residuals.Evaluate(at, derivatives);
        double loss = 0;
        int wanted = 0, free = 0;
        for (int i = 0; i < form.Columns; i++)
        {
            free += barriers.IsParked[i] ? 0 : 1;
            _score[i] = residuals.Gradient[i];
            if (!barriers.IsParked[i] || _score[i] >= 0)
                continue;
            wanted++;
            loss -= _score[i] * form.Upper[i];
        }

        if (loss <= slack)
            return true;
        int entering = Math.Min(wanted, free);
        IsFull = free + entering > Capacity;
        if (!IsFull)
            Enter(entering);
        return false;
    }

    /// <summary>Too many columns want to be free: the whole program is the better one to solve.</summary>
    internal bool IsFull { get; private set; }

    /// <summary>All columns as they are; the parked ones with the dual that their price is.</summary>
    internal void Finish(Iterate at, Residuals residuals)
    {
        for (int i = 0; i < form.Columns; i++)
            if (barriers.IsParked[i])
                (at.Values[i], at.LowerDuals[i], at.UpperDuals[i]) = (0, Math.Max(0, residuals.Gradient[i]), 0);
        Release();
    }

    /// <summary>No column is parked any more.</summary>
    internal void Release()
    {
        Array.Clear(barriers.IsParked);
        barriers.Classify();
        foreach (CovarianceUse use in form.Covariances)
            use.Release();
    }

    private void Enter(int count)
    {
        int candidates = 0;
        for (int i = 0; i < form.Columns; i++)
            if (barriers.IsParked[i])
                _order[candidates++] = i;
        Span<int> parked = _order.AsSpan(0, candidates);
        Span<double> keys = _keys.AsSpan(0, candidates);
        for (int t = 0; t < candidates; t++)
            keys[t] = _score[parked[t]];
        keys.Sort(parked);
        foreach (int i in parked[..Math.Min(count, candidates)])
            barriers.IsParked[i] = false;
    }
}
