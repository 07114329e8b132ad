using Rebalancing.Mandates;
using Rebalancing.Solvers;

namespace Rebalancing.Lowering;

/// <summary>
/// Evaluates a component whose private variables have no rule: their best values come from a small program with holdings and cash fixed. With tax lots that is one program for each
/// piece of the tax, and an asset that is bought sells no lot at a loss.
/// </summary>
internal sealed class PrivateVariables
{
    /// <summary>Whoever evaluates a component usually does so at many points: each thread keeps the program of the component it evaluated last.</summary>
    [ThreadStatic]
    private static PrivateVariables? _last;

    private readonly Component _component;
    private readonly Universe _universe;
    private readonly GivenPoint _point = new();
    private readonly PointWriter _writer;
    private readonly int _pieces;
    private ProgramSolver? _solver;

    private PrivateVariables(Component component, Universe universe)
    {
        (_component, _universe) = (component, universe);
        _writer = new PointWriter(new MandateScript(component is Term term
            ? new Mandate { Objective = term, Limits = [_point], CostSettlement = CostSettlement.Outside }
            : new Mandate { Objective = new GrossExposure(), Limits = [_point, ((Limit)component).Soften(1.0)], CostSettlement = CostSettlement.Outside }));
        ITaxed[] taxed = [.. TaxedParts.Of(component)];
        _pieces = taxed.Any(part => part.IsNetted) ? taxed[0].Rules.Pieces.Count : 1;
        if (taxed.Length == 0) return;
        _writer.TaxChoice.Sides = new LotSide[universe.Count];
        _writer.TaxChoice.AverageCost = taxed[0].Rules.Matching != ShareMatching.Lots;
    }

    public static OwnerValue Solve(Component component, in AccountView account, ReadOnlySpan<double> weights, double cash)
    {
        PrivateVariables? known = _last;
        if (known is null || !ReferenceEquals(known._component, component) || !ReferenceEquals(known._universe, account.Universe)) known = new PrivateVariables(component, account.Universe);
        _last = known;
        double value = known.Least(account, weights, cash);
        return component is Term ? new OwnerValue { Value = value } : new OwnerValue { HasLimit = true, Value = value, Excess = value };
    }

    private double Least(in AccountView account, ReadOnlySpan<double> weights, double cash)
    {
        (_point.Weights, _point.Cash) = (weights.ToArray(), cash);
        for (int i = 0; i < _writer.TaxChoice.Sides.Length; i++) _writer.TaxChoice.Sides[i] = weights[i] > account.Weights[i] ? LotSide.Buying : LotSide.Selling;
        double least = double.NaN;
        for (int p = 0; p < _pieces; p++)
        {
            _writer.TaxChoice.Piece = p;
            StructuredProgram program = _writer.Read(account);
            _solver ??= new ProgramSolver(program, SolverSettings.Default);
            SolveResult result = _solver.Solve(CancellationToken.None);
            if (result.Status != SolveStatus.Optimal) continue;
            double found = result.ValueOfOwner(_component is Term ? 0 : 2);
            if (!(found >= least)) least = found;
        }
        return least;
    }

    /// <summary>Holdings and cash are given: they need not settle (the caller may have paid costs in between).</summary>
    private sealed class PointWriter(MandateScript script) : RecordingWriter(script)
    {
        private protected override bool NeedsCash => true;

        internal override void Settle(int owner) => BoundCash();
    }

    /// <summary>The point at which the component is evaluated.</summary>
    private sealed class GivenPoint : Limit
    {
        public double[] Weights { get; set; } = [];

        public double Cash { get; set; }

        protected internal override bool GovernsCash => true;

        protected internal override void Lower(ProgramWriter program, in AccountView account)
        {
            program.Bounds(program.Holdings, Weights, Weights);
            program.CashBand(Cash, Cash);
        }
    }
}
