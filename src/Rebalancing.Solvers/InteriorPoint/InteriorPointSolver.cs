using Rebalancing.Numerics;
using Rebalancing.Solvers.Certificates;
using Rebalancing.Solvers.Kkt;

namespace Rebalancing.Solvers.InteriorPoint;

/// <summary>
/// Primal-dual interior point with predictor and corrector on the local form of a program. The loop below is the whole method; everything it names
/// is one file in this room.
/// </summary>
/// <remarks>
/// Every Newton system carries small proximal terms centred at the iterate (H + rho, compliance + delta): they make it solvable for free variables,
/// dependent rows and empty columns, and vanish from the answer because their centre moves along.
/// </remarks>
internal sealed class InteriorPointSolver
{
    private readonly StructuredProgram _program;
    private readonly SolverSettings _settings;
    private readonly SolveResult _result;
    private LocalForm _form = null!;
    private LocalFormFiller _filler = null!;
    private Barriers _barriers = null!;
    private ImageRows _rows = null!;
    private Derivatives _derivatives = null!;
    private Residuals _residuals = null!;
    private CondensedSystem _system = null!;
    private LocalElimination _elimination = null!;
    private NewtonStep _newton = null!;
    private Aims _aims = null!;
    private StepLength _steps = null!;
    private StartingPoint _start = null!;
    private Termination _termination = null!;
    private Iterate _point = null!;
    private Iterate _predictor = null!;
    private Iterate _direction = null!;
    private IKktBackend? _backend;
    private IKktBackend? _whole;
    private WorkingColumns _working = null!;
    private CertificateChecker _checker = null!;
    /// <summary>Residuals and gap of an iterate that is worth a certificate.</summary>
    private const double WorthProving = 1e-4;

    /// <summary>Where slopes are steeper, what rounding leaves of a cone's dual at its surface may be worth more than the gap: the answer is proved before it is called optimal.</summary>
    private const double SteepForCones = 1e4;

    /// <summary>Share of the tolerance that what parked columns could still gain may take.</summary>
    private const double PricingShare = 0.1;

    private double _bestMerit;
    private int _structureVersion = -1;
    private readonly Regularisation _regularisation = new();

    internal InteriorPointSolver(StructuredProgram program, SolverSettings settings, SolveResult result)
    {
        _program = program;
        _settings = settings;
        _result = result;
    }

    internal void Solve(CancellationToken cancellation)
    {
        PrepareStructure();
        _filler.Fill();
        _barriers.Classify();
        if (_barriers.Crossed >= 0)
        {
            Answer.WriteCrossed(_form, _barriers.Crossed, _result.Solution);
            return;
        }

        _elimination.Prepare();
        SolveStatus outcome = (_working.IsWorthwhile(_settings.Kkt) ? OnWorkingColumns(cancellation) : null) ?? OnAllColumns(cancellation);
        _result.Solution.Iterations = Math.Max(0, _result.IterationLog.Count - 1);
        if (outcome == SolveStatus.Optimal && _form.VariableNorms.Length > 0 && MaxAbs.Of(_form.Linear) > SteepForCones)
        {
            Answer.Write(_form, _barriers, _point, _result.Solution, outcome);
            (outcome, _bestMerit) = (SolveStatus.NumericalFailure, WorthProving);
        }

        if (outcome == SolveStatus.NumericalFailure && _bestMerit <= WorthProving)
            _result.Solution.Status = _checker.Proves(_result.Solution, _settings.Tolerance) ? SolveStatus.Optimal : SolveStatus.NumericalFailure;
        else
            Answer.Write(_form, _barriers, _point, _result.Solution, outcome);
        if (outcome is SolveStatus.Infeasible or SolveStatus.Unbounded)
            _termination.WriteProof(_result.Solution);
    }

    private SolveStatus OnAllColumns(CancellationToken cancellation)
    {
        if (_whole is null || !BackendChoice.Fits(_whole, _system, _barriers))
            _whole = BackendChoice.Make(_system, _rows, _barriers, _settings);
        _backend = _result.Backend = _whole;
        return Loop(_backend, cancellation);
    }

    /// <summary>Solves on few columns, prices the others and takes back those that are worth it; null where the whole program is the better one to solve.</summary>
    private SolveStatus? OnWorkingColumns(CancellationToken cancellation)
    {
        _working.Choose(_point, _derivatives);
        _backend = _result.Backend = _working.Backend;
        for (int round = 0; round < WorkingColumns.MostRounds && !_working.IsFull; round++)
        {
            _working.Begin();
            SolveStatus status = Loop(_backend, cancellation);
            if (status is SolveStatus.Cancelled or SolveStatus.TimeLimit or SolveStatus.IterationLimit)
            {
                _working.Release();
                return status;
            }

            if (status != SolveStatus.Optimal)
                break;
            if (_working.Price(_point, _derivatives, _residuals, _settings.Tolerance * _termination.ObjectiveSize * PricingShare))
            {
                _working.Finish(_point, _residuals);
                return status;
            }
        }

        _working.Release();
        return null;
    }

    private SolveStatus Loop(IKktBackend backend, CancellationToken cancellation)
    {
        _regularisation.Reset();
        _termination.Begin(_settings);
        SolveStatus? outcome = _start.Place(backend, _point, _derivatives) ? null : SolveStatus.NumericalFailure;
        double step = 0;
        IterationReport before = default;
        _bestMerit = double.PositiveInfinity;
        // a cone's dual is recovered from the change of its locals times a stiffness that grows without end: there the solves must be exact from the start
        _elimination.IsChecking = _form.VariableNorms.Length > 0;
        int first = _result.IterationLog.Count;
        for (int iteration = first; outcome is null; iteration++)
        {
            _derivatives.Evaluate(_point);
            _residuals.Evaluate(_point, _derivatives);
            IterationReport report = _termination.Report(iteration, step);
            _result.IterationLog.Add(report);
            _settings.Progress?.Report(report);
            KeepBest(report);
            outcome = _termination.Judge(report, _point, _result.Deadline, cancellation);
            if (outcome is not null)
                break;
            if (!Factorise())
            {
                outcome = _termination.GiveUp(_point);
                break;
            }

            bool fellShort = iteration > first && FellShort(report, before, step);
            _elimination.IsChecking |= fellShort;
            before = report;
            step = PredictAndCorrect();
            if (!StepLength.IsFinite(_direction, step))
            {
                outcome = _termination.GiveUp(_point);
                break;
            }

            _steps.Take(_point, _direction, step);
            _regularisation.After(step, report, fellShort);
        }

        return outcome!.Value;
    }

    /// <summary>
    /// On badly scaled programs the last digits can be lost before the residuals fall below the tolerance. The best iterate is kept then, and called optimal
    /// only where the certificate, recomputed from the program, proves it to the tolerance.
    /// </summary>
    private void KeepBest(IterationReport report)
    {
        double merit = Math.Max(report.PrimalResidual, Math.Max(report.DualResidual, report.Gap));
        if (!(merit < Math.Min(_bestMerit, WorthProving)))
            return;
        _bestMerit = merit;
        Answer.Write(_form, _barriers, _point, _result.Solution, SolveStatus.NumericalFailure);
    }

    /// <summary>
    /// Predictor to zero complementarity, then the centred target with the predictor's second-order term, then centrality corrections; returns the step along
    /// <see cref="_direction"/>.
    /// </summary>
    private double PredictAndCorrect()
    {
        int pairs = Math.Max(1, _barriers.Pairs);
        double level = _residuals.Complementarity / pairs;
        _aims.Set(0);
        double affine = Math.Min(1, _newton.Solve(_backend!, _point, _residuals, _derivatives, _aims, _predictor));
        double after = _steps.ComplementarityAfter(_point, _predictor, affine) / pairs;
        double target = Centering.Balance(Centering.Target(level, after, affine), level, _residuals.Infeasibility, _residuals.Distance / _termination.ObjectiveSize);
        _aims.Set(target, _predictor);
        double step = _newton.Solve(_backend!, _point, _residuals, _derivatives, _aims, _direction);

        // a cone remembers one direction only, so it has no second one to choose from
        if (_form.VariableNorms.Length == 0)
            step = CorrectCentrality(step, target);
        if (step is > Centering.FarOff and < Centering.ShortStep && _form.VariableNorms.Length == 0)
            step = BlendWithCentred(step, level);
        return Centering.KeepInside(step);
    }

    /// <summary>
    /// Where the second-order term shortens the step whatever is corrected (it can send the method round in circles), a plainly centred direction is computed with the
    /// same factors, and the mixture of the two with the longest step is taken: directions are linear in their targets, so each mixture is a Newton direction too.
    /// </summary>
    private double BlendWithCentred(double step, double level)
    {
        _aims.Set(Centering.Plain * level);
        _newton.Solve(_backend!, _point, _residuals, _derivatives, _aims, _predictor);
        double best = step, share = 0;
        ReadOnlySpan<double> trials = Centering.Shares;
        Span<double> lengths = stackalloc double[trials.Length];
        _steps.LargestOfBlends(_point, _direction, _predictor, trials, lengths);
        for (int t = 0; t < trials.Length; t++)
            if (lengths[t] > best)
                (best, share) = (lengths[t], trials[t]);

        if (share > 0)
            _direction.Blend(_predictor, share);
        return best;
    }

    /// <summary>
    /// Gondzio's corrections: pairs that a longer step would send too far from the target are called back, with the same factors. A direction that can be followed
    /// clearly further replaces the one before.
    /// </summary>
    private double CorrectCentrality(double step, double target)
    {
        for (int correction = 0; correction < Centering.Corrections && step < Centering.LongStep; correction++)
        {
            double wanted = Centering.Lengthen(step);
            _aims.Centre(target, _point, _direction, wanted);
            double longer = _newton.Solve(_backend!, _point, _residuals, _derivatives, _aims, _predictor);
            if (!(longer > step + (Centering.LeastGain * (wanted - step))))
                break;
            (_direction, _predictor) = (_predictor, _direction);
            step = longer;
        }

        return step;
    }

    /// <summary>A full Newton step removes primal residuals; what is left beyond (1 - step) of them is inaccuracy of the linear solve.</summary>
    private static bool FellShort(IterationReport now, IterationReport before, double step) =>
        now.PrimalResidual > 1e-11 && now.PrimalResidual > 2 * (1 - step) * before.PrimalResidual;

    /// <summary>Builds and factorises the system, with stronger proximal terms for as long as a pivot fails.</summary>
    private bool Factorise()
    {
        for (int attempt = 0; attempt < 8; attempt++)
        {
            _elimination.Condense(_point, _derivatives, _regularisation);
            if (_backend!.Factor(_system))
                return true;
            _regularisation.Strengthen();
        }

        return false;
    }

    private void PrepareStructure()
    {
        if (_structureVersion == _program.StructureVersion)
            return;
        _structureVersion = _program.StructureVersion;
        _result.Solution.FitFlows();
        _form = new LocalForm(_program);
        _filler = new LocalFormFiller(_form);
        _barriers = new Barriers(_form);
        _rows = new ImageRows(_form, _settings.Threads);
        _derivatives = new Derivatives(_form, _barriers);
        _residuals = new Residuals(_form, _barriers, _rows);
        _system = new CondensedSystem(_form, _rows);
        _elimination = new LocalElimination(_form, _barriers, _rows, _system);
        _steps = new StepLength(_form, _barriers);
        _newton = new NewtonStep(_form, _barriers, _elimination, _steps);
        _aims = new Aims(_form, _barriers);
        _start = new StartingPoint(_form, _barriers, _rows, _system, new RefinedSolver(_system));
        _termination = new Termination(_program, _form, _residuals, _derivatives, _barriers, () => _direction);
        _point = new Iterate(_form);
        _predictor = new Iterate(_form);
        _direction = new Iterate(_form);
        _checker = new CertificateChecker(_program);
        _working = new WorkingColumns(_form, _barriers, _system, _rows);
        _backend = _whole = null;
    }
}
