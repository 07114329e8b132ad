namespace Rebalancing.Solvers.Kkt;

/// <summary>A backend with iterative refinement: corrections are kept while they shrink the residual of the whole condensed system.</summary>
internal sealed class RefinedSolver
{
    private const int MostCorrections = 6;

    /// <summary>Residuals below this fraction of the right-hand side are as good as rounding allows.</summary>
    private const double GoodEnough = 1e-15;

    private readonly CondensedSystem _system;
    private readonly CondensedVector _residual;
    private readonly CondensedVector _correction;
    private readonly CondensedVector _candidate;
    private readonly double[] _locals;

    internal RefinedSolver(CondensedSystem system)
    {
        _system = system;
        int n = system.Form.Columns, rows = system.Form.Images, special = system.SpecialCount;
        _residual = new CondensedVector(n, rows, special);
        _correction = new CondensedVector(n, rows, special);
        _candidate = new CondensedVector(n, rows, special);
        _locals = new double[system.Form.Lower.Length];
    }

    /// <summary>
    /// Whether solves are checked and corrected. Checking costs as many passes over the maps as solving, so the loop turns it on only once residuals
    /// fall more slowly than the steps taken.
    /// </summary>
    internal bool IsChecking { get; set; } = true;

    /// <summary>Relative residual of the last checked solve.</summary>
    internal double Accuracy { get; private set; }

    internal void Solve(IKktBackend backend, CondensedVector rightHandSide, CondensedVector result)
    {
        backend.Solve(_system, rightHandSide.Columns, rightHandSide.Rows, rightHandSide.Special, result);
        double size = IsChecking ? rightHandSide.Largest() : 0;
        if (size == 0)
        {
            Accuracy = 0;
            return;
        }

        _system.Residual(rightHandSide, result, _residual, _locals);
        double error = _residual.Largest() / size;
        for (int step = 0; step < MostCorrections && error > GoodEnough; step++)
        {
            backend.Solve(_system, _residual.Columns, _residual.Rows, _residual.Special, _correction);
            _candidate.CopyFrom(result);
            _candidate.Add(_correction);
            _system.Residual(rightHandSide, _candidate, _residual, _locals);
            double improved = _residual.Largest() / size;
            if (!(improved < 0.5 * error))
            {
                if (improved < error)
                {
                    result.CopyFrom(_candidate);
                    error = improved;
                }

                break;
            }

            result.CopyFrom(_candidate);
            error = improved;
        }

        Accuracy = error;
    }
}
