namespace Rebalancing.Solvers.Totals;

/// <summary>
/// minimise c'x subject to A x = b, 0 &lt;= x &lt;= u, with a handful of rows and a vertex to begin at: the simplex method with bounded variables, the basis inverted anew at every pivot.
/// </summary>
internal sealed class SmallLinearProgram
{
    /// <summary>Reduced costs of this part of the largest cost are zero.</summary>
    private const double CostRounding = 1e-14;

    /// <summary>Smaller pivots than this part of the column's largest entry are not taken.</summary>
    private const double PivotRounding = 1e-11;

    private const int MostPivots = 2000;

    /// <summary>Pivots by the largest gain; after these by the smallest index, which cannot cycle.</summary>
    private const int GreedyPivots = 200;

    private readonly int _rows;
    private readonly double[] _right;
    private readonly double[] _values;
    private readonly double[] _inverse;
    private readonly double[] _work;
    private readonly double[] _step;
    private readonly int[] _basis;
    private double[] _matrix = [];
    private double[] _cost = [];
    private double[] _upper = [];
    private double[] _solution = [];
    private bool[] _isFilled = [];
    private int _columns;

    public SmallLinearProgram(int rows)
    {
        _rows = rows;
        (_right, _values, _step, Prices) = (new double[rows], new double[rows], new double[rows], new double[rows]);
        _inverse = new double[rows * rows];
        _work = new double[rows * rows];
        _basis = new int[rows];
    }

    /// <summary>x.</summary>
    public ReadOnlySpan<double> Values => _solution.AsSpan(0, _columns);

    /// <summary>By how much the objective rises for one more unit of each b.</summary>
    public double[] Prices { get; }

    public void Clear() => _columns = 0;

    /// <summary>Adds a variable and gives its index.</summary>
    public int AddColumn(ReadOnlySpan<double> entries, double cost, double upper)
    {
        if (_columns == _cost.Length)
            Grow();
        entries.CopyTo(_matrix.AsSpan(_columns * _rows));
        (_cost[_columns], _upper[_columns], _isFilled[_columns]) = (cost, upper, false);
        return _columns++;
    }

    public void SetRight(int row, double value) => _right[row] = value;

    /// <summary>The variable that is basic in a row at the beginning.</summary>
    public void Begin(int row, int column) => _basis[row] = column;

    /// <summary>A variable that is at its upper limit at the beginning.</summary>
    public void Fill(int column) => _isFilled[column] = true;

    /// <summary>Pivots to the optimum; false where the basis became singular or pivoting did not end.</summary>
    public bool Solve()
    {
        double costs = 0;
        for (int j = 0; j < _columns; j++)
            costs = Math.Max(costs, Math.Abs(_cost[j]));
        for (int pivot = 0; pivot < MostPivots; pivot++)
        {
            if (!Invert())
                return false;
            Locate();
            int entering = Entering(CostRounding * costs, greedy: pivot < GreedyPivots);
            if (entering < 0)
            {
                Write();
                return true;
            }

            if (!Exchange(entering))
                return false;
        }

        return false;
    }

    private ReadOnlySpan<double> Column(int j) => _matrix.AsSpan(j * _rows, _rows);

    /// <summary>Values of the basic variables and prices of the rows.</summary>
    private void Locate()
    {
        Span<double> rest = _work.AsSpan(0, _rows);
        _right.CopyTo(rest);
        for (int j = 0; j < _columns; j++)
            if (_isFilled[j])
                for (int r = 0; r < _rows; r++)
                    rest[r] -= _upper[j] * Column(j)[r];
        Times(rest, _values);
        Array.Clear(Prices);
        for (int r = 0; r < _rows; r++)
            for (int q = 0; q < _rows; q++)
                Prices[q] += _cost[_basis[r]] * _inverse[(r * _rows) + q];
    }

    private int Entering(double rounding, bool greedy)
    {
        int best = -1;
        double most = rounding;
        for (int j = 0; j < _columns; j++)
        {
            if (_basis.AsSpan().Contains(j))
                continue;
            double reduced = _cost[j];
            for (int r = 0; r < _rows; r++)
                reduced -= Prices[r] * Column(j)[r];
            double gain = _isFilled[j] ? reduced : -reduced;
            if (gain <= most || _upper[j] == 0)
                continue;
            (best, most) = (j, gain);
            if (!greedy)
                break;
        }

        return best;
    }

    /// <summary>Moves the entering variable until a basic one, or it itself, meets a limit.</summary>
    private bool Exchange(int entering)
    {
        Times(Column(entering), _step);
        double direction = _isFilled[entering] ? -1 : 1, length = _upper[entering], largest = 0;
        foreach (double entry in _step)
            largest = Math.Max(largest, Math.Abs(entry));
        int leaving = -1;
        bool leavesFilled = false;
        for (int r = 0; r < _rows; r++)
        {
            double rate = direction * _step[r];
            if (Math.Abs(rate) <= PivotRounding * largest)
                continue;
            double room = Math.Max(0, rate > 0 ? _values[r] / rate : (_upper[_basis[r]] - _values[r]) / -rate);
            if (room > length || (room == length && leaving >= 0 && _basis[r] > _basis[leaving]))
                continue;
            (leaving, length, leavesFilled) = (r, room, rate < 0);
        }

        if (double.IsInfinity(length))
            return false;
        if (leaving < 0)
        {
            _isFilled[entering] = !_isFilled[entering];
            return true;
        }

        _isFilled[_basis[leaving]] = leavesFilled;
        _isFilled[entering] = false;
        _basis[leaving] = entering;
        return true;
    }

    private void Write()
    {
        for (int j = 0; j < _columns; j++)
            _solution[j] = _isFilled[j] ? _upper[j] : 0;
        for (int r = 0; r < _rows; r++)
            _solution[_basis[r]] = Math.Max(0, _values[r]);
    }

    private void Times(ReadOnlySpan<double> vector, Span<double> product)
    {
        for (int r = 0; r < _rows; r++)
        {
            double sum = 0;
            for (int q = 0; q < _rows; q++)
                sum += _inverse[(r * _rows) + q] * vector[q];
            product[r] = sum;
        }
    }

    /// <summary>Gauss-Jordan elimination with row exchanges.</summary>
    private bool Invert()
    {
        for (int r = 0; r < _rows; r++)
            for (int q = 0; q < _rows; q++)
                (_work[(q * _rows) + r], _inverse[(r * _rows) + q]) = (Column(_basis[r])[q], r == q ? 1 : 0);
        for (int c = 0; c < _rows; c++)
        {
            int pivot = c;
            for (int r = c + 1; r < _rows; r++)
                if (Math.Abs(_work[(r * _rows) + c]) > Math.Abs(_work[(pivot * _rows) + c]))
                    pivot = r;
            double by = _work[(pivot * _rows) + c];
            if (by == 0 || !double.IsFinite(by))
                return false;
            Normalise(c, pivot, by);
            for (int r = 0; r < _rows; r++)
                if (r != c)
                    Subtract(r, c, _work[(r * _rows) + c]);
        }

        return true;
    }

    private void Normalise(int row, int from, double by)
    {
        for (int q = 0; q < _rows; q++)
        {
            (int a, int b) = ((row * _rows) + q, (from * _rows) + q);
            (_work[a], _work[b]) = (_work[b], _work[a]);
            (_inverse[a], _inverse[b]) = (_inverse[b], _inverse[a]);
            _work[a] /= by;
            _inverse[a] /= by;
        }
    }

    private void Subtract(int row, int pivot, double factor)
    {
        if (factor == 0)
            return;
        for (int q = 0; q < _rows; q++)
        {
            _work[(row * _rows) + q] -= factor * _work[(pivot * _rows) + q];
            _inverse[(row * _rows) + q] -= factor * _inverse[(pivot * _rows) + q];
        }
    }

    private void Grow()
    {
        int room = Math.Max(32, 2 * _cost.Length);
        Array.Resize(ref _matrix, room * _rows);
        Array.Resize(ref _cost, room);
        Array.Resize(ref _upper, room);
        Array.Resize(ref _isFilled, room);
        Array.Resize(ref _solution, room);
    }
}
