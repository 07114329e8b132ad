using Rebalancing.Numerics;

namespace Rebalancing.Solvers.Scenarios;

/// <content>Where the method starts: inside every bound, with hinges in centred pairs and multipliers of the size that the objective's slopes suggest.</content>
internal sealed partial class ReducedSolver
{
    /// <summary>A budget's price starts at this many times what makes its tails weigh as much as the objective: too low a price starts too close to the hinges' corners.</summary>
    private const double StartingPrice = 20;

    /// <summary>Hinges start as if their arguments were at least this part of what a unit of one column changes: where all rows are alike, their spread says nothing.</summary>
    private const double LeastSpread = 0.03;

    private void Start()
    {
        MoveInside();
        Arguments(_at.X.AsSpan(0, _at.Columns), _v);
        for (int h = 0; h < _at.Hinges; h++)
            _v[h] += _at.Offset[h];
        PlacePrices();
        double level = PlaceHinges(), cap = 0.05 * SlopeSize();
        PullOfPrices();
        for (int j = 0; j < _at.Columns; j++)
        {
            double most = cap / _at.Size[j];
            _lowerDual[j] = HasLower(j) ? Math.Max(Math.Min(level / (_at.X[j] - _at.Lower[j]), most), _work[j]) : 0;
            _upperDual[j] = HasUpper(j) ? Math.Max(Math.Min(level / (_at.Upper[j] - _at.X[j]), most), -_work[j]) : 0;
        }

        for (int k = 0; k < _at.Budgets; k++)
        {
            double used = Dot.Product(_at.BudgetSlope.AsSpan(k * _at.Stride, _at.Columns), _at.X.AsSpan(0, _at.Columns));
            foreach (ReducedProblem.Segment part in _at.Segments)
                if (part.Budget == k)
                    used += Dot.Product(Of(_at.Charge, part), Of(_s, part));
            _room[k] = Math.Max(1e-2 * Math.Max(1e-3, Math.Abs(_at.BudgetRoom[k])), _at.BudgetRoom[k] - used);
            if (_at.BudgetPrices[k] <= 0)
                _at.BudgetPrices[k] = level / _room[k];
        }
    }

    /// <summary>What the equalities' starting prices pull images by: their bounds hold against it from the start.</summary>
    private void PullOfPrices()
    {
        _work.AsSpan(0, _at.Columns).Clear();
        for (int e = 0; e < _at.Equalities; e++)
            for (int j = _at.FirstImage; j < _at.Columns; j++)
                _work[j] += _at.EqualityPrices[e] * _at.EqualityMatrix[(e * _at.Stride) + j];
    }

    /// <summary>At least a hundredth of a bound's reach from it; the reach of a box is its width, at most the size of an even share.</summary>
    private void MoveInside()
    {
        double share = 4.0 / Math.Max(4, _at.Columns);
        for (int j = 0; j < _at.Columns; j++)
        {
            double lower = _at.Lower[j], upper = _at.Upper[j], reach = 0.01 * Math.Min(share * _at.Size[j], upper - lower);
            if (HasLower(j) && HasUpper(j))
                _at.X[j] = Math.Clamp(_at.X[j], lower + Math.Min(reach, 0.5 * (upper - lower)), upper - Math.Min(reach, 0.5 * (upper - lower)));
            else if (HasLower(j))
                _at.X[j] = Math.Max(_at.X[j], lower + reach);
            else if (HasUpper(j))
                _at.X[j] = Math.Min(_at.X[j], upper - reach);
        }
    }

    /// <summary>A budget that tails are charged to starts at a price at which they outweigh the objective's slopes, or at its last price.</summary>
    private void PlacePrices()
    {
        for (int k = 0; k < _at.Budgets; k++)
        {
            double objective = 0, budget = 0;
            foreach (ReducedProblem.Segment part in _at.Segments)
            {
                if (part.Budget != k || part.Start >= _at.RowHinges)
                    continue;
                for (int j = 0; j < _at.Columns; j++)
                    budget = Math.Max(budget, Math.Abs(Dot.Product(Of(_at.Charge, part), _at.ByColumn.AsSpan((j * _at.RowHinges) + part.Start, part.Length))));
            }

            for (int j = 0; j < _at.Columns; j++)
                objective = Math.Max(objective, Math.Abs(_at.Slope[j]) + (_at.Curvature[j] * Math.Abs(_at.X[j])));
            if (budget > 0)
                _at.BudgetPrices[k] = Math.Max(StartingPrice * objective / budget, Math.Max(_at.BudgetPrices[k], 1e-6));
        }
    }

    /// <summary>Pairs of each segment, centred; returns the mean complementarity of a pair.</summary>
    private double PlaceHinges()
    {
        double sum = 0;
        int count = 0;
        foreach (ReducedProblem.Segment part in _at.Segments)
        {
            if (part.Start >= _at.RowHinges)
                continue;
            Span<double> weight = Slopes(part);
            double spread = 0, slope = 0;
            foreach (double v in Of(_v, part))
                spread += Math.Abs(v);
            foreach (double w in weight)
                slope += w;
            double width = 3 * _startWidth * Math.Max(spread / part.Length, Math.Max(LeastSpread * EntrySize(part), 1e-12));
            ShiftThreshold(part, weight, width);
            HingePairs.Start(Of(_v, part), weight, width, Of(_s, part), Of(_y, part), Of(_p, part), Of(_z, part));
            sum += slope * width / 4;
            count += part.Length;
        }

        double level = count > 0 ? Math.Max(sum / count, 1e-16) : 1e-6;
        foreach (ReducedProblem.Segment part in _at.Segments)
            if (part.Start >= _at.RowHinges)
                PlaceColumnHinges(part, level);
        return level;
    }

    /// <summary>Root mean square of a segment's entries: what a unit of one column changes.</summary>
    private double EntrySize(ReducedProblem.Segment part) =>
        Math.Sqrt(SumOfSquares.Of(_at.ByRow.AsSpan(part.Start * _at.Stride, part.Length * _at.Stride)) / (part.Length * _at.Stride));

    /// <summary>Each with the width that gives it the common complementarity.</summary>
    private void PlaceColumnHinges(ReducedProblem.Segment part, double level)
    {
        Span<double> weight = Slopes(part);
        for (int i = 0; i < part.Length; i++)
        {
            double v = _v[part.Start + i], width = 2 * level / weight[i], root = Math.Sqrt((v * v) + (width * width));
            double s = v >= 0 ? 0.5 * (v + root) : 0.25 * width * width / (0.5 * (root - v)), y = v >= 0 ? 0.25 * width * width / s : 0.5 * (root - v);
            (_s[part.Start + i], _y[part.Start + i]) = (s, y);
            (_p[part.Start + i], _z[part.Start + i]) = (weight[i] * (s / (s + y)), weight[i] * (y / (s + y)));
        }
    }

    /// <summary>The slope of each hinge under the starting prices, in the work array of the changes.</summary>
    private Span<double> Slopes(ReducedProblem.Segment part)
    {
        Span<double> slopes = Of(_dp, part);
        double price = part.Budget >= 0 ? Math.Max(_at.BudgetPrices[part.Budget], 1e-12) : 0;
        for (int i = 0; i < slopes.Length; i++)
            slopes[i] = _at.Weight[part.Start + i] + (price * _at.Charge[part.Start + i]);
        return slopes;
    }

    /// <summary>
    /// The threshold is the segment's last column: Newton's method moves it until the smoothed multipliers add up to what the threshold's own slope asks for.
    /// </summary>
    private void ShiftThreshold(ReducedProblem.Segment part, Span<double> weight, double width)
    {
        int column = ThresholdOf(part);
        if (column < 0)
            return;
        double wanted = _at.Slope[column] + (part.Budget >= 0 ? _at.BudgetPrices[part.Budget] * _at.BudgetSlope[(part.Budget * _at.Stride) + column] : 0);
        Span<double> v = Of(_v, part);
        for (int step = 0; step < 12; step++)
        {
            double sum = 0, fall = 0;
            for (int i = 0; i < v.Length; i++)
            {
                double square = (v[i] * v[i]) + (width * width), root = Math.Sqrt(square);
                sum += weight[i] * (0.5 + (0.5 * v[i] / root));
                fall += weight[i] * 0.5 * width * width / (square * root);
            }

            double miss = sum - wanted;
            if (Math.Abs(miss) < 0.01 * Math.Abs(wanted))
                break;
            double move = Math.Clamp(miss / Math.Max(fall, 1e-300), -2 * width, 2 * width);
            _at.X[column] += move;
            for (int i = 0; i < v.Length; i++)
                v[i] -= move;
        }
    }

    private int ThresholdOf(ReducedProblem.Segment part)
    {
        int at = _at.Segments.IndexOf(part);
        return at < _at.ThresholdColumns.Count ? _at.ThresholdColumns[at] : -1;
    }

    private double SlopeSize()
    {
        AddHinges(_p, _work.AsSpan(0, _at.Columns), clear: true);
        double size = 1e-9;
        for (int j = 0; j < _at.Columns; j++)
            if (HasLower(j) || HasUpper(j))
                size = Math.Max(size, Math.Abs(_work[j] + _at.Slope[j]));
        return size;
    }

    private void Fit()
    {
        int n = _at.Columns, m = _at.Hinges, side = _at.Equalities + _at.Budgets;
        _v = Room.For(_v, m);
        _s = Room.For(_s, m);
        _y = Room.For(_y, m);
        _p = Room.For(_p, m);
        _z = Room.For(_z, m);
        _d = Room.For(_d, m);
        _e = Room.For(_e, m);
        _q2 = Room.For(_q2, m);
        _h = Room.For(_h, m);
        _dv = Room.For(_dv, m);
        _ds = Room.For(_ds, m);
        _dy = Room.For(_dy, m);
        _dp = Room.For(_dp, m);
        _dz = Room.For(_dz, m);
        _lowerDual = Room.For(_lowerDual, n);
        _upperDual = Room.For(_upperDual, n);
        _dx = Room.For(_dx, n);
        _dLower = Room.For(_dLower, n);
        _dUpper = Room.For(_dUpper, n);
        _gradient = Room.For(_gradient, n);
        _work = Room.For(_work, n);
        _right = Room.For(_right, n);
        _matrix = Room.For(_matrix, n * _at.Stride);
        _scratch = Room.For(_scratch, Math.Max(ScaledGram.ScratchLength(n), Math.Max(Cholesky.ScratchLength(n), ScaledGram.ScratchLengthByColumns(Math.Max(1, side)))));
        _side = Room.For(_side, side * _at.Stride);
        _small = Room.For(_small, side * Lanes.PadTo8(side));
        _smallScratch = Room.For(_smallScratch, Cholesky.ScratchLength(Math.Max(1, side)));
        _unknown = Room.For(_unknown, side);
        if (_ones.Length < n)
        {
            _ones = new double[n + 64];
            Array.Fill(_ones, 1.0);
        }

        _room = Room.For(_room, _at.Budgets);
        _dRoom = Room.For(_dRoom, _at.Budgets);
        _dPrice = Room.For(_dPrice, _at.Budgets);
        _response = Room.For(_response, _at.Budgets);
        _offset = Room.For(_offset, _at.Budgets);
        _roomResidual = Room.For(_roomResidual, _at.Budgets);
        _equalityResidual = Room.For(_equalityResidual, _at.Equalities);
    }
}
