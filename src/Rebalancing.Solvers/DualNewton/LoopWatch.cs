namespace Rebalancing.Solvers.DualNewton;

/// <summary>What may end a run of steps before it converges (the caller, the clock, a value that is already too large), and who is told about each step.</summary>
internal sealed class LoopWatch
{
    private readonly SolverSettings _settings;
    private readonly List<IterationReport> _log;
    private CancellationToken _cancellation;
    private Deadline _deadline;

    /// <param name="settings">Who is told.</param>
    /// <param name="log">Where steps are written down, as far as it has room: it never grows.</param>
    public LoopWatch(SolverSettings settings, List<IterationReport> log) => (_settings, _log) = (settings, log);

    /// <summary>Dual values above this end the run; infinite for none.</summary>
    public double Cutoff { get; set; } = double.PositiveInfinity;

    public bool HasCutoff => double.IsFinite(Cutoff);

    /// <summary>Begins to watch a run.</summary>
    /// <param name="deadline">When the solve must end.</param>
    /// <param name="cutoff">Dual values above this end the run; infinite for none.</param>
    /// <param name="cancellation">The caller's.</param>
    public void Begin(Deadline deadline, double cutoff, CancellationToken cancellation) => (_deadline, Cutoff, _cancellation) = (deadline, cutoff, cancellation);

    /// <summary>How the run must end now; null if it may go on.</summary>
    public LoopEnd? Interruption()
    {
        if (_cancellation.IsCancellationRequested)
            return LoopEnd.Cancelled;
        return _deadline.HasPassed ? LoopEnd.OutOfTime : null;
    }

    /// <summary>Writes down one step; the gap in units of the objective.</summary>
    public void Tell(int iteration, Residuals residuals, double step)
    {
        IterationReport report = new(iteration, residuals.Violation, residuals.Exposure, residuals.Gap, Math.Min(1, step));
        if (_log.Count < _log.Capacity)
            _log.Add(report);
        _settings.Progress?.Report(report);
    }

    /// <summary>Once the objective is known, gaps in the log become relative to it.</summary>
    public void Relate(double objective)
    {
        double size = Math.Max(1e-3, Math.Abs(objective));
        for (int i = 0; i < _log.Count; i++)
            _log[i] = _log[i] with { Gap = _log[i].Gap / size };
    }
}
