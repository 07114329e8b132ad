using Rebalancing.Numerics;

namespace Rebalancing.Solvers.Scenarios;

/// <content>The linear system and the step.</content>
internal sealed partial class ReducedSolver
{
    private const double KeepInside = 0.995;

    private bool Factor()
    {
        int n = _at.Columns, stride = _at.Stride, rows = _at.RowHinges;
        Span<double> h = _matrix.AsSpan(0, n * stride);
        if (rows > 0)
            ScaledGram.ByRows(_at.ByRow, rows, n, stride, _d.AsSpan(0, rows), h, stride, _scratch);
        else
            h.Clear();
        double largest = 0;
        for (int j = 0; j < n; j++)
        {
            if (_at.HasMatrix)
                Axpy.Add(1.0, _at.Matrix.AsSpan(j * stride, j + 1), h.Slice(j * stride, j + 1));
            double box = _at.Curvature[j];
            if (HasLower(j))
                box += _lowerDual[j] / (_at.X[j] - _at.Lower[j]);
            if (HasUpper(j))
                box += _upperDual[j] / (_at.Upper[j] - _at.X[j]);
            h[(j * stride) + j] += box;
        }

        for (int q = rows; q < _at.Hinges; q++)
            if (_at.HingeColumn[q - rows] is >= 0 and var column)
                h[(column * stride) + column] += _d[q];
        for (int j = 0; j < n; j++)
            largest = Math.Max(largest, h[(j * stride) + j]);
        for (int j = 0; j < n; j++)
            h[(j * stride) + j] += (1e-13 * h[(j * stride) + j]) + (HasLower(j) || HasUpper(j) ? 0 : 1e-15 * largest) + 1e-300;
        return Cholesky.Factor(h, n, stride, _scratch, out _) && FactorSide();
    }

    /// <summary>Y = L^-1 [E' V], and Y'Y with the budgets' own stiffness, factored.</summary>
    private bool FactorSide()
    {
        int n = _at.Columns, stride = _at.Stride, side = _at.Equalities + _at.Budgets;
        if (side == 0)
            return true;
        _at.EqualityMatrix.AsSpan(0, _at.Equalities * stride).CopyTo(_side);
        for (int k = 0; k < _at.Budgets; k++)
            BudgetRow(k, _side.AsSpan((_at.Equalities + k) * stride, n));
        Cholesky.SolveForwardMany(_matrix, n, stride, _side, side, stride);
        int smallStride = Lanes.PadTo8(side);
        ScaledGram.ByColumns(_side, side, n, stride, _ones.AsSpan(0, n), _small, smallStride, _scratch);
        for (int r = 0; r < side; r++)
        {
            double own = r < _at.Equalities ? 0 : (_room[r - _at.Equalities] / _at.BudgetPrices[r - _at.Equalities]) - _response[r - _at.Equalities];
            ref double diagonal = ref _small[(r * smallStride) + r];
            diagonal += own + (1e-14 * diagonal) + 1e-300;
        }

        return Cholesky.Factor(_small.AsSpan(0, side * smallStride), side, smallStride, _smallScratch, out _);
    }

    /// <summary>V_k = B_k + A'h_k over the hinges charged to the budget.</summary>
    private void BudgetRow(int k, Span<double> row)
    {
        _at.BudgetSlope.AsSpan(k * _at.Stride, _at.Columns).CopyTo(row);
        int rows = _at.RowHinges;
        foreach (ReducedProblem.Segment part in _at.Segments)
        {
            if (part.Budget != k)
                continue;
            if (part.Start < rows)
                for (int j = 0; j < row.Length; j++)
                    row[j] += Dot.Product(_at.ByColumn.AsSpan((j * rows) + part.Start, part.Length), Of(_h, part));
            else
                for (int q = part.Start; q < part.Start + part.Length; q++)
                    if (_at.HingeColumn[q - rows] >= 0)
                        row[_at.HingeColumn[q - rows]] += _h[q];
        }
    }

    /// <summary>Predictor, corrector, step.</summary>
    private void Advance()
    {
        double pairs = PairCount(), level = _complementarity / pairs;
        _q2.AsSpan(0, _at.Hinges).Clear();
        (double primal, double dual) = Direction(0, isCorrector: false);
        (primal, dual) = (Math.Min(1, 1 / primal), Math.Min(1, 1 / dual));
        if (_at.HasCurvature)
            primal = dual = Math.Min(primal, dual);
        double ratio = Math.Max(0, ComplementarityAfter(primal, dual) / pairs / level);
        double target = ratio * ratio * ratio * level;
        foreach (ReducedProblem.Segment part in _at.Segments)
            HingePairs.Correct(Run(part), Change(part), target, Of(_e, part), Of(_q2, part));
        (primal, dual) = Direction(target, isCorrector: true);
        (primal, dual) = (Math.Min(1, KeepInside / primal), Math.Min(1, KeepInside / dual));
        if (_at.HasCurvature)
            primal = dual = Math.Min(primal, dual);
        _longestStep = Math.Max(primal, dual);
        Take(primal, dual);
    }

    private double PairCount()
    {
        double pairs = (2 * _at.Hinges) + _at.Budgets;
        for (int j = 0; j < _at.Columns; j++)
            pairs += (HasLower(j) ? 1 : 0) + (HasUpper(j) ? 1 : 0);
        return pairs;
    }

    /// <summary>
    /// Solves for the changes; returns the largest primal and dual fall relative to what is left. The corrector reads the predictor's changes before it overwrites them.
    /// </summary>
    private (double Primal, double Dual) Direction(double target, bool isCorrector)
    {
        int n = _at.Columns;
        Span<double> right = _right.AsSpan(0, n);
        AddHinges(_e, right, clear: true);
        for (int j = 0; j < n; j++)
        {
            right[j] = -_gradient[j] - right[j];
            if (!HasLower(j))
                _dLower[j] = 0;
            else
            {
                _dLower[j] = ((target - (isCorrector ? _dx[j] * _dLower[j] : 0)) / (_at.X[j] - _at.Lower[j])) - _lowerDual[j];
                right[j] += _dLower[j];
            }

            if (!HasUpper(j))
                _dUpper[j] = 0;
            else
            {
                _dUpper[j] = ((target + (isCorrector ? _dx[j] * _dUpper[j] : 0)) / (_at.Upper[j] - _at.X[j])) - _upperDual[j];
                right[j] -= _dUpper[j];
            }
        }

        SolveSystem(target, isCorrector);
        Span<double> dx = _dx.AsSpan(0, n);
        double primal = 1e-30, dual = 1e-30;
        for (int j = 0; j < n; j++)
        {
            if (HasLower(j))
            {
                double room = _at.X[j] - _at.Lower[j];
                _dLower[j] -= _lowerDual[j] / room * dx[j];
                primal = Math.Max(primal, -dx[j] / room);
                dual = Math.Max(dual, -_dLower[j] / _lowerDual[j]);
            }

            if (HasUpper(j))
            {
                double room = _at.Upper[j] - _at.X[j];
                _dUpper[j] += _upperDual[j] / room * dx[j];
                primal = Math.Max(primal, dx[j] / room);
                dual = Math.Max(dual, -_dUpper[j] / _upperDual[j]);
            }
        }

        Arguments(dx, _dv);
        foreach (ReducedProblem.Segment part in _at.Segments)
        {
            bool charged = part.Budget >= 0;
            HingePairs.Recover(
                Run(part), Change(part), Of(_e, part), Of(_q2, part), charged ? Of(_h, part) : [], charged ? Of(_at.Charge, part) : [], charged ? _dPrice[part.Budget] : 0, ref primal, ref dual);
        }

        for (int k = 0; k < _at.Budgets; k++)
        {
            double used = Dot.Product(_at.BudgetSlope.AsSpan(k * _at.Stride, n), dx);
            foreach (ReducedProblem.Segment part in _at.Segments)
                if (part.Budget == k)
                    used += Dot.Product(Of(_at.Charge, part), Of(_ds, part));
            _dRoom[k] = _roomResidual[k] - used;
            primal = Math.Max(primal, -_dRoom[k] / _room[k]);
            dual = Math.Max(dual, -_dPrice[k] / _at.BudgetPrices[k]);
        }

        return (primal, dual);
    }

    /// <summary>dx from the right-hand side, with the changes of the equalities' and budgets' prices in <see cref="_unknown"/>.</summary>
    private void SolveSystem(double target, bool isCorrector)
    {
        int n = _at.Columns, stride = _at.Stride, equalities = _at.Equalities, side = equalities + _at.Budgets;
        Span<double> dx = _dx.AsSpan(0, n);
        _right.AsSpan(0, n).CopyTo(dx);
        Cholesky.SolveForward(_matrix, n, stride, dx);
        for (int r = 0; r < side; r++)
            _unknown[r] = Dot.Product(_side.AsSpan(r * stride, n), dx) + (r < equalities ? -_equalityResidual[r] : BudgetRight(r - equalities, target, isCorrector));
        if (side > 0)
            Cholesky.SolveInPlace(_small, side, Lanes.PadTo8(side), _unknown.AsSpan(0, side));
        for (int r = 0; r < side; r++)
            Axpy.Add(-_unknown[r], _side.AsSpan(r * stride, n), dx);
        Cholesky.SolveBackward(_matrix, n, stride, dx);
        for (int k = 0; k < _at.Budgets; k++)
            _dPrice[k] = _unknown[equalities + k];
    }

    /// <summary>(t - price room)/price - residual + what the hinges move by themselves.</summary>
    private double BudgetRight(int k, double target, bool isCorrector)
    {
        double second = isCorrector ? _dPrice[k] * _dRoom[k] : 0, offset = 0;
        foreach (ReducedProblem.Segment part in _at.Segments)
            if (part.Budget == k)
                offset += HingePairs.Offset(Of(_at.Charge, part), Of(_q2, part), Of(_s, part), Of(_z, part), Of(_e, part));
        return ((target - second) / _at.BudgetPrices[k]) - _room[k] - _roomResidual[k] + offset;
    }

    private double ComplementarityAfter(double primal, double dual)
    {
        double sum = 0;
        for (int j = 0; j < _at.Columns; j++)
        {
            if (HasLower(j))
                sum += (_at.X[j] - _at.Lower[j] + (primal * _dx[j])) * (_lowerDual[j] + (dual * _dLower[j]));
            if (HasUpper(j))
                sum += (_at.Upper[j] - _at.X[j] - (primal * _dx[j])) * (_upperDual[j] + (dual * _dUpper[j]));
        }

        foreach (ReducedProblem.Segment part in _at.Segments)
            sum += HingePairs.After(Run(part), Change(part), primal, dual);
        for (int k = 0; k < _at.Budgets; k++)
            sum += (_room[k] + (primal * _dRoom[k])) * (_at.BudgetPrices[k] + (dual * _dPrice[k]));
        return sum;
    }

    private void Take(double primal, double dual)
    {
        int n = _at.Columns, m = _at.Hinges;
        Axpy.Add(primal, _dx.AsSpan(0, n), _at.X.AsSpan(0, n));
        Axpy.Add(dual, _dLower.AsSpan(0, n), _lowerDual.AsSpan(0, n));
        Axpy.Add(dual, _dUpper.AsSpan(0, n), _upperDual.AsSpan(0, n));
        Axpy.Add(primal, _ds.AsSpan(0, m), _s.AsSpan(0, m));
        Axpy.Add(primal, _dy.AsSpan(0, m), _y.AsSpan(0, m));
        Axpy.Add(primal, _dv.AsSpan(0, m), _v.AsSpan(0, m));
        Axpy.Add(dual, _dp.AsSpan(0, m), _p.AsSpan(0, m));
        Axpy.Add(dual, _dz.AsSpan(0, m), _z.AsSpan(0, m));
        for (int r = 0; r < _at.Equalities; r++)
            _at.EqualityPrices[r] += dual * _unknown[r];
        for (int k = 0; k < _at.Budgets; k++)
        {
            _at.BudgetPrices[k] += dual * _dPrice[k];
            _room[k] += primal * _dRoom[k];
        }
    }
}
