using System.Globalization;
using Rebalancing.Solvers.Certificates;
using Rebalancing.Solvers.Scaling;

namespace Rebalancing.Solvers;

/// <summary>
/// A convex quadratic program without structure, for tests and for the curious:
/// <code>   minimise 1/2 x'Px + q'x    subject to  rowLower &lt;= A x &lt;= rowUpper,  lower &lt;= x &lt;= upper   </code>
/// It is equilibrated, written as a <see cref="StructuredProgram"/> and solved by the interior point; the certificate is of the program as given.
/// </summary>
/// <remarks>Immutable and safe to share between threads; every <see cref="Solve"/> works in memory of its own.</remarks>
public sealed class QuadraticProgram
{
    /// <summary>The scaled program is solved to no less than this in search of a proof for the one as given.</summary>
    private const double SharpestTolerance = 1e-13;

    private readonly double[] _hessian;
    private readonly double[] _linear;
    private readonly SparseMap _rows;
    private readonly double[] _rowLower;
    private readonly double[] _rowUpper;
    private readonly double[] _lower;
    private readonly double[] _upper;
    private readonly bool _isDiagonal;

    /// <param name="hessian">P row by row, n x n, symmetric and positive semidefinite (an indefinite one is refused when the program is solved or built); empty for a linear program.</param>
    /// <param name="linear">q; its length is n.</param>
    /// <param name="rows">A, m x n.</param>
    /// <param name="rowLower">Lower limits of A x; minus infinity for none.</param>
    /// <param name="rowUpper">Upper limits of A x; infinity for none; equal to the lower one for an equality.</param>
    /// <param name="lower">Lower bounds of x; minus infinity for none.</param>
    /// <param name="upper">Upper bounds of x; infinity for none.</param>
    public QuadraticProgram(
        ReadOnlySpan<double> hessian,
        ReadOnlySpan<double> linear,
        SparseMap rows,
        ReadOnlySpan<double> rowLower,
        ReadOnlySpan<double> rowUpper,
        ReadOnlySpan<double> lower,
        ReadOnlySpan<double> upper)
    {
        int n = linear.Length;
        if (hessian.Length != 0 && hessian.Length != (long)n * n)
            throw new ArgumentException($"the Hessian has {hessian.Length} numbers; a program of {n} variables needs {(long)n * n}, or none");
        if (rows.Columns != n || rowLower.Length != rows.Rows || rowUpper.Length != rows.Rows || lower.Length != n || upper.Length != n)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                $"{n} variables and rows of {rows.Rows} x {rows.Columns}: found {rowLower.Length} lower and {rowUpper.Length} upper row limits, {lower.Length} lower and {upper.Length} upper bounds"));
        Check.Finite(linear, "the quadratic program", "the linear term");
        Check.Finite(hessian, "the quadratic program", "the Hessian");
        _hessian = hessian.ToArray();
        _linear = linear.ToArray();
        _rows = rows;
        _rowLower = rowLower.ToArray();
        _rowUpper = rowUpper.ToArray();
        _lower = lower.ToArray();
        _upper = upper.ToArray();
        _isDiagonal = IsDiagonal(_hessian, n);
    }

    /// <summary>Number of variables.</summary>
    public int Variables => _linear.Length;

    /// <summary>Number of rows.</summary>
    public int Rows => _rows.Rows;

    /// <summary>Solves the program. An answer is called optimal only where its certificate, on the program as given, meets the tolerance.</summary>
    public QuadraticProgramResult Solve(SolverSettings? settings = null, CancellationToken cancellation = default)
    {
        SolverSettings wanted = settings ?? SolverSettings.Default;
        StructuredProgram original = Build(_hessian, _linear, _rows, _rowLower, _rowUpper, _lower, _upper, out Block variables, out Block image);
        Equilibration scale = Equilibration.Of(_hessian, _linear, _rows);
        QuadraticProgramResult? best = null, proven = null;
        for (double tolerance = wanted.Tolerance; best is null; tolerance = Math.Max(SharpestTolerance, tolerance * 1e-2))
        {
            SolveResult scaled = SolveScaled(scale, wanted with { Tolerance = tolerance }, cancellation, out Block x, out Block y);
            Solution unscaled = Unscale(scale, scaled, x, y, original, variables, image);
            Certificate certificate = new CertificateChecker(original).Check(unscaled);

            // a sharper tolerance may be beyond the scaled program's digits while the point found proves enough
            bool ended = scaled.Status is SolveStatus.Optimal or SolveStatus.NumericalFailure;
            bool proved = ended && Proves(certificate, unscaled, Math.Max(10 * wanted.Tolerance, 1e-12));
            bool optimal = scaled.Status == SolveStatus.Optimal || proved;
            SolveStatus status = proved ? SolveStatus.Optimal : optimal ? SolveStatus.NumericalFailure : scaled.Status;
            var result = new QuadraticProgramResult(status, certificate, scaled.Iterations, unscaled, scaled.Log.ToArray());

            // a proved answer may still leave a slope on a free variable that its own terms, though not the objective, would notice: one sharper solve is tried then
            if (optimal && proved && proven is null && certificate.DualResidual > 10 * wanted.Tolerance && tolerance > SharpestTolerance)
                proven = result;
            else if (proven is not null || !optimal || proved || tolerance <= SharpestTolerance)
                best = proven is not null && !(optimal && proved) ? proven : result;
        }

        return best;
    }

    /// <summary>The program as given, unscaled, for those who want to look at it or solve it with other settings.</summary>
    public StructuredProgram ToStructuredProgram(out Block variables, out Block rows) =>
        Build(_hessian, _linear, _rows, _rowLower, _rowUpper, _lower, _upper, out variables, out rows);

    /// <summary>Feasible, gap closed, and what free variables leave over is worth less than the gap at the answer's size.</summary>
    private static bool Proves(Certificate certificate, Solution solution, double tolerance)
    {
        double reach = 0;
        foreach (double x in solution.Columns.Values)
            reach = Math.Max(reach, Math.Abs(x));
        double scale = Math.Max(1e-3, Math.Abs(certificate.Objective));
        return certificate.RelativePrimalResidual <= tolerance && certificate.RelativeGap <= tolerance && certificate.DualResidual * reach <= tolerance * scale;
    }

    private SolveResult SolveScaled(Equilibration scale, SolverSettings settings, CancellationToken cancellation, out Block x, out Block y)
    {
        StructuredProgram program = Build(
            scale.Hessian(_hessian), scale.Linear(_linear), scale.Rows(_rows), scale.RowLimits(_rowLower), scale.RowLimits(_rowUpper), scale.Bounds(_lower), scale.Bounds(_upper), out x, out y);
        return new ProgramSolver(program, settings with { Engine = EngineKind.InteriorPoint }).Solve(cancellation);
    }

    private StructuredProgram Build(
        double[] hessian, double[] linear, SparseMap rows, double[] rowLower, double[] rowUpper, double[] lower, double[] upper, out Block variables, out Block image)
    {
        var builder = new ProgramBuilder();
        int n = linear.Length;
        variables = builder.Variables(n, "x");
        builder.Linear(variables, linear);
        if (hessian.Length > 0 && _isDiagonal)
        {
            var diagonal = new double[n];
            for (int i = 0; i < n; i++)
                diagonal[i] = hessian[(i * n) + i];
            builder.Quadratic(variables, diagonal);
        }
        else if (hessian.Length > 0)
            builder.Covariance(variables, CovarianceMatrix.FromRows(hessian, n), 1.0);
        builder.Bounds(variables, lower, upper);
        image = builder.Image(rows, variables);
        builder.Bounds(image, rowLower, rowUpper);
        return builder.Build();
    }

    private static Solution Unscale(Equilibration scale, SolveResult scaled, Block x, Block y, StructuredProgram original, Block variables, Block image)
    {
        var solution = new Solution(original) { Status = scaled.Status, Engine = scaled.Engine, Iterations = scaled.Iterations };
        ReadOnlySpan<double> values = scaled.Values(x), lowerDuals = scaled.LowerDuals(x), upperDuals = scaled.UpperDuals(x);
        for (int i = 0; i < variables.Length; i++)
        {
            solution.Columns.Values[i] = values[i] * scale.Columns[i];
            solution.Columns.LowerDuals[i] = lowerDuals[i] / (scale.Columns[i] * scale.Cost);
            solution.Columns.UpperDuals[i] = upperDuals[i] / (scale.Columns[i] * scale.Cost);
        }

        ReadOnlySpan<double> images = scaled.Values(y), prices = scaled.Prices(y);
        for (int r = 0; r < image.Length; r++)
        {
            solution.Images.Values[r] = images[r] / scale.RowFactors[r];
            solution.ImagePrices[r] = prices[r] * scale.RowFactors[r] / scale.Cost;
            solution.Images.LowerDuals[r] = Math.Max(0, -solution.ImagePrices[r]);
            solution.Images.UpperDuals[r] = Math.Max(0, solution.ImagePrices[r]);
        }

        return solution;
    }

    private static bool IsDiagonal(double[] hessian, int n)
    {
        for (int i = 0; i < hessian.Length; i++)
            if (hessian[i] != 0 && i / n != i % n)
                return false;
        return true;
    }
}
