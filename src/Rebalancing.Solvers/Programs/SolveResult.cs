using Rebalancing.Solvers.Certificates;

namespace Rebalancing.Solvers;

/// <summary>
/// A view of the last answer of a solver. It reads the memory of solver and program: valid until that solver solves again or its program is refilled;
/// copy what must live longer.
/// </summary>
/// <remarks>Not thread-safe. Multipliers are derivatives of the optimal objective; their signs are given with each member.</remarks>
public sealed class SolveResult
{
    private readonly Solution _solution;
    private readonly double[][] _offsets;
    private readonly double[] _ownerValues;
    private Certificate? _certificate;
    private bool _incomplete;
    private bool _ownersKnown;

    internal SolveResult(Solution solution)
    {
        _solution = solution;
        _ownerValues = new double[solution.Program.OwnerCount];
        _offsets = new double[solution.Program.Blocks.Count][];
        foreach (ProgramBlock block in solution.Program.Blocks)
            _offsets[block.Id] = block.Kind == BlockKind.Offset ? new double[block.Length] : [];
    }

    /// <summary>How the solve ended.</summary>
    public SolveStatus Status => _solution.Status;

    /// <summary>Which engine ran.</summary>
    public EngineKind Engine => _solution.Engine;

    /// <summary>Why that engine ran, in one sentence.</summary>
    public string EngineReason => _solution.EngineReason;

    /// <summary>
    /// How the interior point solved its linear systems, as "rows, order 121", "columns, order 500" or "working columns, order 62"; empty where another engine ran
    /// or nothing was factorised. The choice follows from the program alone.
    /// </summary>
    public string LinearAlgebra => Engine == EngineKind.InteriorPoint ? Backend?.Name ?? "" : "";

    /// <summary>What factorised last.</summary>
    internal Kkt.IKktBackend? Backend { get; set; }

    /// <summary>Iterations of the engine.</summary>
    public int Iterations => _solution.Iterations;

    /// <summary>Objective at the answer; NaN unless the status is Optimal or OptimalWithinGap.</summary>
    public double Objective => Status is SolveStatus.Optimal or SolveStatus.OptimalWithinGap ? Certificate.Objective : double.NaN;

    /// <summary>
    /// No feasible point has a smaller objective: the value of the dual at the engine's multipliers, on the original numbers. Also there after
    /// <see cref="SolveStatus.CutOff"/>, where it lies above the cutoff. Where the engine gives none, the bound of <see cref="Certificate"/>.
    /// </summary>
    public double LowerBound => double.IsNaN(_solution.LowerBound) ? Certificate.LowerBound : _solution.LowerBound;

    /// <summary>What is proved about the answer; computed on first request, from the program as written.</summary>
    public Certificate Certificate => _certificate ??= new CertificateChecker(_solution.Program).Check(Solution);

    /// <summary>The iterations, first to last.</summary>
    public IReadOnlyList<IterationReport> Log => IterationLog;

    internal List<IterationReport> IterationLog { get; } = new(256);

    /// <summary>The whole answer, multipliers, images and flows included.</summary>
    internal Solution Solution
    {
        get
        {
            if (_incomplete)
            {
                _incomplete = false;
                Completion!();
            }

            return _solution;
        }
    }

    /// <summary>Writes what an engine left for later: it wrote the columns' values only, which is all that most callers of a batch read.</summary>
    internal Action? Completion { get; init; }

    /// <summary>Only the columns' values are there; the rest follows when somebody asks.</summary>
    internal void LeaveTheRest() => _incomplete = true;

    /// <summary>Values of a block's coordinates.</summary>
    public ReadOnlySpan<double> Values(Block block)
    {
        ProgramBlock found = _solution.Program[block];
        if (_solution.Program.Base(block).Kind != BlockKind.Variables)
            _ = Solution;
        if (found.Kind != BlockKind.Offset)
            return _solution.Values(found);
        Span<double> shifted = _offsets[found.Id];
        ReadOnlySpan<double> carried = _solution.Values(_solution.Program.Blocks[found.BaseId]);
        bool isDirection = Status == SolveStatus.Unbounded;
        for (int i = 0; i < shifted.Length; i++)
            shifted[i] = isDirection ? carried[i] : carried[i] - found.Origin[i];
        return shifted;
    }

    /// <summary>For an image: by how much the objective rises for one more unit of each y at fixed x. Either sign.</summary>
    public ReadOnlySpan<double> Prices(Block image)
    {
        ProgramBlock found = _solution.Program.Base(image);
        return found.Kind == BlockKind.Image
            ? Solution.ImagePrices.AsSpan(found.Start, found.Length)
            : throw new ArgumentException($"block '{found.Label}' is not an image and has no prices");
    }

    /// <summary>By how much the objective rises for each unit its lower bound is raised; at least 0.</summary>
    public ReadOnlySpan<double> LowerDuals(Block block)
    {
        ProgramBlock found = _solution.Program.Base(block);
        return Solution.Of(found).LowerDuals.AsSpan(found.Start, found.Length);
    }

    /// <summary>By how much the objective falls for each unit its upper bound is raised; at least 0.</summary>
    public ReadOnlySpan<double> UpperDuals(Block block)
    {
        ProgramBlock found = _solution.Program.Base(block);
        return Solution.Of(found).UpperDuals.AsSpan(found.Start, found.Length);
    }

    /// <summary>For flows: by how much the objective rises for one more unit that each coordinate's flows must add up to.</summary>
    public ReadOnlySpan<double> NetworkPrices(Block flows) => Solution.NetworkPrices[flows.Id];

    /// <summary>By how much the objective falls for each unit that a budget is raised; at least 0.</summary>
    public double BudgetPrice(int budget) => Solution.BudgetPrices[budget];

    /// <summary>By how much the objective falls for each unit that a norm's radius is raised; at least 0.</summary>
    public double NormPrice(int norm) => Solution.NormPrices[norm];

    /// <summary>What an owner's functions contribute to the objective at the answer, weights included.</summary>
    public double ValueOfOwner(int owner)
    {
        if (!_ownersKnown)
        {
            ProgramEvaluator.OwnerValues(Solution, _ownerValues);
            _ownersKnown = true;
        }

        return _ownerValues[owner];
    }

    /// <summary>When the solve must end: engines that take over from one another share it.</summary>
    internal Deadline Deadline { get; private set; }

    /// <summary>Called by the solver before it overwrites the answer.</summary>
    /// <param name="deadline">When the new solve must end.</param>
    internal void Forget(Deadline deadline)
    {
        Deadline = deadline;
        _incomplete = false;
        _certificate = null;
        _ownersKnown = false;
        _solution.LowerBound = double.NaN;
        IterationLog.Clear();
    }
}
