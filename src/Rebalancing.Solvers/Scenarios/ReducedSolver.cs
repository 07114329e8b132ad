using Rebalancing.Numerics;

namespace Rebalancing.Solvers.Scenarios;

/// <summary>
/// Predictor-corrector interior point on a <see cref="ReducedProblem"/>. A hinge costs a diagonal entry (D), no variable; a scenario near the threshold one row of a Gram
/// product; a budget or equality one more right-hand side:
/// <code>
///   [ H   E'  V ] [dx]         H = P + q + boxes + A'DA + column hinges
///   [ E         ] [dn] = ...   V_k = B_k + A'h_k
///   [ V'     -T ] [dl]         T_k = room left / price, less the response of the hinges
/// </code>
/// </summary>
internal sealed partial class ReducedSolver
{
    private const int MostIterations = 80;
    private const int StallLimit = 15;
    private const int MostStarts = 3;
    private const double WiderStart = 30;
    private const double ShortStep = 0.05;
    private const int MostShortSteps = 5;

    private readonly KeptIterate _kept = new();
    private ReducedProblem _at = null!;
    private double[] _v = [], _s = [], _y = [], _p = [], _z = [], _d = [], _e = [], _q2 = [], _h = [];
    private double[] _dv = [], _ds = [], _dy = [], _dp = [], _dz = [];
    private double[] _lowerDual = [], _upperDual = [], _dx = [], _dLower = [], _dUpper = [], _gradient = [], _work = [], _right = [];
    private double[] _matrix = [], _scratch = [], _side = [], _small = [], _smallScratch = [], _unknown = [], _ones = [];
    private double[] _room = [], _dRoom = [], _dPrice = [], _response = [], _offset = [], _roomResidual = [], _equalityResidual = [];
    private double _complementarity, _primalResidual, _dualResidual, _longestStep, _startWidth;
    private bool _isStuck;

    /// <summary>Iterations of the last solve.</summary>
    internal int Iterations { get; private set; }

    /// <summary>Multipliers of the scenario hinges, in the problem's order.</summary>
    internal ReadOnlySpan<double> Prices => _p;

    /// <summary>
    /// Solves to the absolute tolerance on complementarity; false where it stalls or a pivot fails, with the best iterate as the answer. A start from which no steps of any length
    /// can be made is too close to the hinges' corners, and is made again further away.
    /// </summary>
    internal bool Solve(ReducedProblem problem, double tolerance)
    {
        _at = problem;
        Fit();
        int iterations = 0;
        bool solved = false;
        _startWidth = 1;
        for (int attempt = 0; attempt < MostStarts && !solved; attempt++, _startWidth *= WiderStart)
        {
            Start();
            solved = GoOn(tolerance);
            iterations += Iterations;
            if (!_isStuck)
                break;
        }

        Iterations = iterations;
        return solved;
    }

    /// <summary>Goes on from the present iterate of the same problem, to the tolerance and at least to a tenth of what is left of the complementarity.</summary>
    internal bool Tighten(double tolerance) => GoOn(Math.Min(tolerance, 0.1 * _complementarity));

    private bool GoOn(double tolerance)
    {
        double best = double.PositiveInfinity, mark = best;
        int stall = 0, shortSteps = 0;
        _isStuck = false;
        _kept.Forget();
        for (Iterations = 0; Iterations < MostIterations; Iterations++)
        {
            Evaluate();
            double residual = Math.Max(0.05 * _dualResidual, _primalResidual), merit = _complementarity + residual;
            if (_complementarity < tolerance && residual < tolerance)
                return true;
            (mark, stall) = merit > 0.9 * mark ? (mark, stall + 1) : (merit, 0);
            if (!double.IsFinite(merit) || stall > StallLimit)
                break;
            if (merit < best)
            {
                best = merit;
                _kept.Keep(problem: _at, _p);
            }

            if (!Factor())
                break;
            Advance();
            shortSteps = _longestStep < ShortStep ? shortSteps + 1 : 0;
            if (shortSteps >= MostShortSteps)
                break;
        }

        _isStuck = shortSteps >= MostShortSteps || stall > StallLimit;
        _kept.Restore(_at, _p);
        return false;
    }

    /// <summary>Gradient of the Lagrangian, residuals, complementarity, stiffness of the hinges.</summary>
    private void Evaluate()
    {
        int n = _at.Columns;
        Span<double> gradient = _gradient.AsSpan(0, n);
        AddHinges(_p, gradient, clear: true);
        if (_at.HasMatrix)
            SymmetricMatrixVector.Multiply(_at.Matrix, n, _at.Stride, _at.X.AsSpan(0, n), _work.AsSpan(0, n));
        else
            _work.AsSpan(0, n).Clear();
        _dualResidual = _primalResidual = _complementarity = 0;
        for (int k = 0; k < _at.Budgets; k++)
            Axpy.Add(_at.BudgetPrices[k], _at.BudgetSlope.AsSpan(k * _at.Stride, n), gradient);
        for (int r = 0; r < _at.Equalities; r++)
            Axpy.Add(_at.EqualityPrices[r], _at.EqualityMatrix.AsSpan(r * _at.Stride, n), gradient);
        for (int j = 0; j < n; j++)
        {
            double x = _at.X[j];
            gradient[j] += _at.Slope[j] + (_at.Curvature[j] * x) + _work[j] - _lowerDual[j] + _upperDual[j];
            _dualResidual = Math.Max(_dualResidual, Math.Abs(gradient[j]) * _at.Size[j]);
            if (HasLower(j))
                _complementarity += (x - _at.Lower[j]) * _lowerDual[j];
            if (HasUpper(j))
                _complementarity += (_at.Upper[j] - x) * _upperDual[j];
        }

        for (int r = 0; r < _at.Equalities; r++)
        {
            _equalityResidual[r] = _at.EqualityRight[r] - Dot.Product(_at.EqualityMatrix.AsSpan(r * _at.Stride, n), _at.X.AsSpan(0, n));
            _primalResidual = Math.Max(_primalResidual, 0.05 * Math.Abs(_equalityResidual[r]) / _at.EqualitySize[r]);
        }

        foreach (ReducedProblem.Segment part in _at.Segments)
            _complementarity += HingePairs.Stiffness(Of(_s, part), Of(_y, part), Of(_p, part), Of(_z, part), Of(_v, part), Of(_d, part), Of(_e, part));
        EvaluateBudgets();
    }

    private void EvaluateBudgets()
    {
        int n = _at.Columns;
        for (int k = 0; k < _at.Budgets; k++)
        {
            double used = Dot.Product(_at.BudgetSlope.AsSpan(k * _at.Stride, n), _at.X.AsSpan(0, n));
            _response[k] = 0;
            foreach (ReducedProblem.Segment part in _at.Segments)
            {
                if (part.Budget != k)
                    continue;
                used += Dot.Product(Of(_at.Charge, part), Of(_s, part));
                _response[k] += HingePairs.Response(Of(_d, part), Of(_s, part), Of(_z, part), Of(_at.Charge, part), Of(_h, part));
            }

            _roomResidual[k] = _at.BudgetRoom[k] - used - _room[k];
            _primalResidual = Math.Max(_primalResidual, Math.Abs(_roomResidual[k]));
            _complementarity += _room[k] * _at.BudgetPrices[k];
        }
    }

    /// <summary>target = gradient of sum multiplier v: A' m for scenarios, m itself at the columns of the other hinges.</summary>
    private void AddHinges(double[] multiplier, Span<double> target, bool clear)
    {
        int rows = _at.RowHinges;
        if (rows > 0 && clear)
            MatrixVector.Multiply(_at.ByColumn, _at.Columns, rows, rows, multiplier.AsSpan(0, rows), target);
        else if (rows > 0)
            throw new InvalidOperationException("scenario rows are added to an empty gradient only");
        else if (clear)
            target.Clear();
        for (int h = rows; h < _at.Hinges; h++)
            if (_at.HingeColumn[h - rows] >= 0)
                target[_at.HingeColumn[h - rows]] += multiplier[h];
    }

    /// <summary>result = A x and x at the columns of the other hinges; without offsets.</summary>
    private void Arguments(ReadOnlySpan<double> x, double[] result)
    {
        int rows = _at.RowHinges;
        if (rows > 0)
            MatrixVector.MultiplyTransposed(_at.ByColumn, _at.Columns, rows, rows, x, result.AsSpan(0, rows));
        for (int h = rows; h < _at.Hinges; h++)
            result[h] = _at.HingeColumn[h - rows] >= 0 ? x[_at.HingeColumn[h - rows]] : 0;
    }

    private bool HasLower(int j) => !double.IsNegativeInfinity(_at.Lower[j]);

    private bool HasUpper(int j) => !double.IsPositiveInfinity(_at.Upper[j]);

    private static Span<double> Of(double[] values, ReducedProblem.Segment part) => values.AsSpan(part.Start, part.Length);

    private HingeRun Run(ReducedProblem.Segment part) => new(Of(_v, part), Of(_s, part), Of(_y, part), Of(_p, part), Of(_z, part), Of(_d, part));

    private HingeRun Change(ReducedProblem.Segment part) => new(Of(_dv, part), Of(_ds, part), Of(_dy, part), Of(_dp, part), Of(_dz, part), Of(_d, part));
}
