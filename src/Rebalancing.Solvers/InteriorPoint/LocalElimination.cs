using Rebalancing.Numerics;
using Rebalancing.Solvers.Kkt;

namespace Rebalancing.Solvers.InteriorPoint;

/// <summary>
/// Takes flows and image values out of the Newton system and puts them back afterwards. Flows are private to one coordinate, like springs in parallel:
/// <code>
///   flow f of network j:    H_f df - sign_f dp_j + J_f' dq = r_f
///   network j:              du_c - sum sign_f df           = r_j
///   together:               dp_j = k_j (du_c - m_j + beta_j' dq),   k_j = 1 / sum 1/H_f,   m_j = r_j + sum sign_f r_f / H_f,   beta_j = sum sign_f J_f / H_f
/// </code>
/// so a network adds the stiffness k_j to its coordinate and nothing else grows. An image value: dy = (r_y + dprice - J_y' dq) / H_y.
/// </summary>
internal sealed partial class LocalElimination
{
    private readonly LocalForm _form;
    private readonly Barriers _barriers;
    private readonly ImageRows _rows;
    private readonly CondensedSystem _system;
    private readonly int _capacity;
    private readonly double[] _stiffnessTotal;
    private readonly double[] _inverse;
    private readonly double[] _signedInverse;
    private readonly double[] _networkStiffness;
    private readonly double[] _networkShift;
    private readonly double[] _networkPush;
    private readonly double[] _special;
    private readonly double[] _constantRows;
    private readonly double[] _beta;
    private readonly double[] _work;
    private readonly CondensedVector _rightHandSide;
    private readonly CondensedVector _solution;
    private readonly RefinedSolver _refined;
    private int _networksDone;

    internal LocalElimination(LocalForm form, Barriers barriers, ImageRows rows, CondensedSystem system)
    {
        (_form, _barriers, _rows, _system) = (form, barriers, rows, system);
        _capacity = form.Lower.Length;
        int special = form.SpecialRows, networks = form.NetworkCoordinate.Length;
        _stiffnessTotal = new double[_capacity];
        _inverse = new double[_capacity];
        _signedInverse = new double[form.FlowSign.Length];
        _networkStiffness = new double[networks];
        _networkShift = new double[networks];
        _networkPush = new double[networks];
        _special = new double[special * _capacity];
        _constantRows = new double[form.SpecialImageRows * _capacity];
        _beta = new double[special * networks];
        _work = new double[_capacity];
        _rightHandSide = new CondensedVector(form.Columns, form.Images, special);
        _solution = new CondensedVector(form.Columns, form.Images, special);
        _refined = new RefinedSolver(system);
    }

    /// <summary>Relative residual of the last condensed solve.</summary>
    internal double Accuracy => _refined.Accuracy;

    /// <inheritdoc cref="RefinedSolver.IsChecking"/>
    internal bool IsChecking
    {
        get => _refined.IsChecking;
        set => _refined.IsChecking = value;
    }

    /// <summary>Right-hand sides of the locals' optimality conditions; each stretch is filled before it is folded.</summary>
    internal Span<double> Right => _work;

    /// <summary>Builds the condensed system's matrix at an iterate.</summary>
    /// <param name="at">The iterate.</param>
    /// <param name="derivatives">Curvatures and Jacobian there.</param>
    /// <param name="regularisation">Added to every H and to every row's compliance: proximal terms centred at the iterate.</param>
    internal void Condense(Iterate at, Derivatives derivatives, Regularisation regularisation)
    {
        double dualRegularisation = regularisation.Dual;
        int n = _form.Padded;
        BoundSides.Stiffness(
            _barriers.Lower(at, targets: null, 0, n), _barriers.Upper(at, targets: null, 0, n), derivatives.Curvature.AsSpan(0, n),
            regularisation.Primal, regularisation.MostShare, _stiffnessTotal.AsSpan(0, n));
        _system.SpecialCompliance.AsSpan().Clear();
        _system.Coupling.AsSpan().Clear();
        CopySpecialRows(derivatives);
        AddCones();
        EliminateNetworks(dualRegularisation);
        EliminateImages(dualRegularisation);
        Reciprocal.Of(_stiffnessTotal.AsSpan(0, _form.Columns), _barriers.Skipped.AsSpan(0, _form.Columns), _system.Theta);
        int special = _form.SpecialRows;
        for (int k = 0; k < special; k++)
        {
            SpecialRow(k)[.._form.Columns].CopyTo(_system.Special.AsSpan(k * _form.Columns));
            if (!IsConeRow(k))
                _system.SpecialCompliance[(k * special) + k] += dualRegularisation * SizeOf(k);
        }

        for (int k = 0; k < _form.Constraints.Length; k++)
        {
            int s = _form.SpecialImageRows + k;
            _system.SpecialCompliance[(s * special) + s] += _form.Constraints[k].Cone?.OutwardCompliance ?? at.ConstraintSlacks[k] / at.ConstraintPrices[k];
        }

        for (int c = 0; c < _form.Covariances.Count; c++)
        {
            CovarianceUse use = _form.Covariances[c];
            _system.CovarianceScales[c] = use.ObjectiveScale;
            if (use.Constraint >= 0)
                _system.CovarianceScales[c] += use.ConstraintScale * (_form.Constraints[use.Constraint].Cone?.Stiffness ?? at.ConstraintPrices[use.Constraint]);
        }
    }

    /// <summary>Starts a solve: nothing is folded yet.</summary>
    internal void Begin() => _networksDone = 0;

    /// <summary>Folds the networks whose flows all lie before local <paramref name="end"/> into their coordinates.</summary>
    internal void Fold(int end, ReadOnlySpan<double> residuals)
    {
        int from = _networksDone;
        if (_form.AreNetworksInOrder)
            while (_networksDone < _form.Networks && _form.FlowStart + _form.FlowEnd[_networksDone] <= end)
                _networksDone++;
        else
            while (_networksDone < _form.Networks)
                FoldRun(_networksDone, ++_networksDone, residuals);
        if (_form.AreNetworksInOrder)
            FoldRun(from, _networksDone, residuals);
    }

    /// <summary>
    /// Solves the condensed system for the right-hand sides folded so far, and puts back columns, image values and prices; <see cref="Unfold"/> puts back the flows.
    /// </summary>
    internal void Solve(IKktBackend backend, ReadOnlySpan<double> rowResiduals, ReadOnlySpan<double> constraints, Iterate direction)
    {
        Span<double> special = _rightHandSide.Special;
        special[_form.SpecialImageRows..].Clear();
        constraints.CopyTo(special[_form.SpecialImageRows..]);
        for (int r = 0; r < _form.Images; r++)
        {
            int y = _form.Columns + r, s = _form.SpecialRowOf[r];
            _rightHandSide.Rows[r] = s < 0 ? (_work[y] * _inverse[y]) - rowResiduals[r] : 0;
            if (s >= 0)
                special[s] = -rowResiduals[r];
        }

        GiveToSpecial(special);
        _work.AsSpan(0, _form.Columns).CopyTo(_rightHandSide.Columns);
        _refined.Solve(backend, _rightHandSide, _solution);
        _solution.Columns.AsSpan().CopyTo(direction.Values);
        TakeFromSpecial();
        for (int r = 0; r < _form.Images; r++)
        {
            int y = _form.Columns + r, s = _form.SpecialRowOf[r];
            direction.RowPrices[r] = s < 0 ? _solution.Rows[r] : _solution.Special[s];
            direction.Values[y] = (_work[y] + (s < 0 ? _solution.Rows[r] : 0)) * _inverse[y];
        }

        for (int k = 0; k < _form.Constraints.Length; k++)
            direction.ConstraintPrices[k] = _solution.Special[_form.SpecialImageRows + k];
        for (int index = 0; index < _form.VariableNorms.Length; index++)
            direction.InwardPrices[_form.VariableNorms[index]] = _solution.Special[_form.FirstInwardRow + index];
        _networksDone = 0;
    }

    /// <summary>Puts back the flows before local <paramref name="end"/>, whole networks at a time.</summary>
    internal void Unfold(int end, Iterate direction)
    {
        int from = _networksDone;
        if (_form.AreNetworksInOrder)
        {
            while (_networksDone < _form.Networks && _form.FlowStart + _form.FlowBegin[_networksDone] < end)
                _networksDone++;
            UnfoldRun(from, _networksDone, direction);
            return;
        }

        for (int j = _form.Networks - 1; j >= 0; j--)
            UnfoldRun(j, j + 1, direction);
    }

    private void FoldRun(int from, int to, ReadOnlySpan<double> residuals)
    {
        int flows = _form.Flows;
        Span<double> shift = _networkShift.AsSpan(from, to - from);
        for (int j = from; j < to; j++)
            _networkShift[j] = -residuals[j];
        RunSums.Add(
            _form.FlowBegin.AsSpan(from, to - from), _form.FlowEnd.AsSpan(from, to - from), _work.AsSpan(_form.FlowStart, flows), _signedInverse.AsSpan(0, flows), shift);
        for (int j = from; j < to; j++)
        {
            double push = _networkStiffness[j] * _networkShift[j];
            _networkPush[j] = push;
            _work[_form.NetworkCoordinate[j]] += push;
        }
    }

    private void UnfoldRun(int from, int to, Iterate direction)
    {
        if (from == to)
            return;
        double[] u = direction.Values;
        int first = _form.FlowBegin[from], flows = _form.FlowEnd[to - 1] - first;
        for (int j = from; j < to; j++)
            direction.NetworkPrices[j] = _networkStiffness[j] * (u[_form.NetworkCoordinate[j]] - _networkShift[j]);
        RunSums.Spread(
            _form.FlowBegin.AsSpan(from, to - from), _form.FlowEnd.AsSpan(from, to - from), direction.NetworkPrices.AsSpan(from, to - from),
            _form.FlowSign.AsSpan(0, first + flows), _work.AsSpan(_form.FlowStart, first + flows), u.AsSpan(_form.FlowStart, first + flows));
        Span<double> run = u.AsSpan(_form.FlowStart + first, flows);
        Hadamard.Multiply(run, _inverse.AsSpan(_form.FlowStart + first, flows), run);
    }

    private void EliminateNetworks(double dualRegularisation)
    {
        if (_form.AreNetworksInOrder)
            EliminateRun(0, _form.Networks, dualRegularisation);
        else
            for (int j = 0; j < _form.Networks; j++)
                EliminateRun(j, j + 1, dualRegularisation);
    }

    private void EliminateRun(int from, int to, double dualRegularisation)
    {
        if (from == to)
            return;
        int first = _form.FlowBegin[from], count = _form.FlowEnd[to - 1] - first;
        Span<double> inverse = _inverse.AsSpan(_form.FlowStart + first, count);
        Reciprocal.Of(_stiffnessTotal.AsSpan(_form.FlowStart + first, count), _barriers.Skipped.AsSpan(_form.FlowStart + first, count), inverse);
        Hadamard.Multiply(inverse, _form.FlowSign.AsSpan(first, count), _signedInverse.AsSpan(first, count));
        Span<double> stiffness = _networkStiffness.AsSpan(from, to - from);
        stiffness.Clear();
        ReadOnlySpan<int> begin = _form.FlowBegin.AsSpan(from, to - from), end = _form.FlowEnd.AsSpan(from, to - from);
        RunSums.Add(begin, end, _signedInverse.AsSpan(0, first + count), _form.FlowSign.AsSpan(0, first + count), stiffness);
        for (int j = from; j < to; j++)
        {
            // at most what the flows themselves give: a fixed amount would hold flows of small units in place
            double compliance = _networkStiffness[j];
            _networkStiffness[j] = 1 / (compliance + (dualRegularisation * (compliance > 0 ? Math.Min(1, compliance) : 1)));
            _stiffnessTotal[_form.NetworkCoordinate[j]] += _networkStiffness[j];
        }

        FoldSpecial(from, to, begin, end);
    }

    private void EliminateImages(double dualRegularisation)
    {
        Reciprocal.Of(
            _stiffnessTotal.AsSpan(_form.Columns, _form.Images), _barriers.Skipped.AsSpan(_form.Columns, _form.Images), _inverse.AsSpan(_form.Columns, _form.Images));
        for (int r = 0; r < _form.Images; r++)
        {
            bool regular = _form.SpecialRowOf[r] < 0;
            _system.Compliance[r] = regular ? _inverse[_form.Columns + r] + dualRegularisation : 0;
            _system.IsStiff[r] = _barriers.IsFixed[_form.Columns + r];
        }

        EliminateSpecial();
    }
}
