using Rebalancing.Numerics;

namespace Rebalancing.Solvers.BranchAndBound;

/// <summary>
/// Diagonals D that leave S - D positive semidefinite and lift a concave function of them, which is known by cuts: it is at most c_k + g_k'D for each k.
/// <code>
///   maximise  t + mu (log det (S - D) + sum log d_i + sum log r_k),   r_k = c_k + g_k'D - t,   by damped Newton steps
///
///   gradient          ( mu (1/d_i - G_ii + sum g_ki / r_k) )        G = (S - D)^-1
///                     ( 1 - mu sum 1 / r_k                 )
///   Hessian  -mu      ( G o G + diag 1/d^2 + sum g_k g_k' / r_k^2   . )
///                     ( -sum g_k' / r_k^2         sum 1 / r_k^2       )
/// </code>
/// </summary>
internal sealed class DiagonalBarrier
{
    private const int MostSteps = 20;

    private readonly CovarianceMatrix _matrix;
    private readonly int _n;
    private readonly int _stride;
    private readonly int _wide;
    private readonly Slab _factor;
    private readonly Slab _inverse;
    private readonly Slab _hessian;
    private readonly Slab _scratch;
    private readonly double[] _diagonal;
    private readonly double[] _gradient;
    private readonly double[] _step;
    private readonly List<(double[] Gradient, double Constant)> _cuts = [];
    private double _level;

    /// <param name="matrix">S, positive definite.</param>
    /// <param name="diagonal">Where to begin: positive, S - D positive definite.</param>
    internal DiagonalBarrier(CovarianceMatrix matrix, ReadOnlySpan<double> diagonal)
    {
        (_matrix, _n, _stride, _wide) = (matrix, matrix.Order, matrix.Stride, matrix.Stride + 8);
        _diagonal = diagonal.ToArray();
        (_gradient, _step) = (new double[_n + 1], new double[_n + 1]);
        var arena = new Arena();
        (_factor, _inverse) = (arena.Doubles((long)_n * _stride), arena.Doubles((long)_n * _stride));
        (_hessian, _scratch) = (arena.Doubles((long)(_n + 1) * _wide), arena.Doubles(Cholesky.ScratchLength(_n + 1)));
    }

    /// <summary>D.</summary>
    internal ReadOnlySpan<double> Diagonal => _diagonal;

    /// <summary>The function is at most value + gradient'(D - at).</summary>
    internal void AddCut(double[] gradient, double value, ReadOnlySpan<double> at) => _cuts.Add((gradient, value - Dot.Product(gradient, at)));

    /// <summary>Moves D to the centre for this mu; false when a factorisation broke down, D is then where it was before that step.</summary>
    internal bool Centre(double mu)
    {
        _level = double.PositiveInfinity;
        foreach ((double[] gradient, double constant) in _cuts)
            _level = Math.Min(_level, constant + Dot.Product(gradient, _diagonal));
        _level -= mu;
        for (int step = 0; step < MostSteps; step++)
        {
            if (!Invert() || !FindStep(mu))
                return false;
            double decrement = Math.Sqrt(Math.Max(0, Dot.Product(_step, _gradient) / mu));
            double damping = decrement < 0.25 ? 1 : 1 / (1 + decrement);
            for (int i = 0; i < _n; i++)
                _diagonal[i] += damping * _step[i];
            _level += damping * _step[_n];
            if (decrement < 0.1)
                break;
        }

        return true;
    }

    /// <summary>What a unit of each coordinate is worth to the function at the centre for this mu: the cuts' gradients by their multipliers, which add to 1.</summary>
    internal double[] Worth(double mu)
    {
        var worth = new double[_n];
        foreach ((double[] gradient, double constant) in _cuts)
            Axpy.Add(mu / (constant + Dot.Product(gradient, _diagonal) - _level), gradient, worth);
        return worth;
    }

    /// <summary>G = (S - D)^-1 from the forward solutions y_j = C^-1 e_j of its Cholesky factor C: G_ij = y_i'y_j.</summary>
    private bool Invert()
    {
        Span<double> c = _factor.Span, g = _inverse.Span;
        _matrix.Storage.CopyTo(c);
        for (int i = 0; i < _n; i++)
            c[(i * _stride) + i] -= _diagonal[i];
        if (!Cholesky.Factor(c, _n, _stride, _scratch.Span, out _))
            return false;
        g.Clear();
        for (int j = 0; j < _n; j++)
        {
            Span<double> y = g.Slice(j * _stride, _n);
            y[j] = 1;
            Cholesky.SolveForward(c, _n, _stride, y);
        }

        for (int i = 0; i < _n; i++)
            for (int j = 0; j <= i; j++)
                c[(i * _stride) + j] = Dot.Product(g.Slice((i * _stride) + i, _n - i), g.Slice((j * _stride) + i, _n - i));
        c.CopyTo(g);
        return true;
    }

    private bool FindStep(double mu)
    {
        Span<double> g = _inverse.Span, h = _hessian.Span;
        for (int i = 0; i < _n; i++)
        {
            _gradient[i] = mu * ((1 / _diagonal[i]) - g[(i * _stride) + i]);
            for (int j = 0; j <= i; j++)
                h[(i * _wide) + j] = mu * g[(i * _stride) + j] * g[(i * _stride) + j];
            h[(i * _wide) + i] += mu / (_diagonal[i] * _diagonal[i]);
        }

        Span<double> last = h.Slice(_n * _wide, _n + 1);
        last.Clear();
        _gradient[_n] = 1;
        foreach ((double[] gradient, double constant) in _cuts)
            AddCut(gradient, constant + Dot.Product(gradient, _diagonal) - _level, mu, h, last);
        if (!Cholesky.Factor(h, _n + 1, _wide, _scratch.Span, out _))
            return false;
        _gradient.CopyTo(_step, 0);
        Cholesky.SolveInPlace(h, _n + 1, _wide, _step);
        return true;
    }

    private void AddCut(double[] gradient, double room, double mu, Span<double> h, Span<double> last)
    {
        double first = mu / room, second = first / room;
        for (int i = 0; i < _n; i++)
        {
            _gradient[i] += first * gradient[i];
            last[i] -= second * gradient[i];
            if (gradient[i] != 0)
                Axpy.Add(second * gradient[i], gradient.AsSpan(0, i + 1), h.Slice(i * _wide, i + 1));
        }

        _gradient[_n] -= first;
        last[_n] += second;
    }
}
