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
    private readonly double[] _networkStiffness;
    private readonly double[] _networkShift;
    private readonly double[] _special;
    private readonly double[] _constantRows;
    private readonly double[] _beta;
    private readonly double[] _work;
    private readonly CondensedVector _rightHandSide;
    private readonly CondensedVector _solution;
    private readonly RefinedSolver _refined;

    internal LocalElimination(LocalForm form, Barriers barriers, ImageRows rows, CondensedSystem system)
    {
        (_form, _barriers, _rows, _system) = (form, barriers, rows, system);
        _capacity = form.Lower.Length;
        int special = form.SpecialRows;
        _stiffnessTotal = new double[_capacity];
        _inverse = new double[_capacity];
        _networkStiffness = new double[form.NetworkCoordinate.Length];
        _networkShift = new double[form.NetworkCoordinate.Length];
        _special = new double[special * _capacity];
        _constantRows = new double[form.SpecialImageRows * _capacity];
        _beta = new double[special * form.NetworkCoordinate.Length];
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

    /// <summary>Builds the condensed system's matrix at an iterate.</summary>
    /// <param name="at">The iterate.</param>
    /// <param name="derivatives">Curvatures and Jacobian there.</param>
    /// <param name="regularisation">Added to every H and to every row's compliance: proximal terms centred at the iterate.</param>
    internal void Condense(Iterate at, Derivatives derivatives, Regularisation regularisation)
    {
        double dualRegularisation = regularisation.Dual;
        int n = _form.Padded, upper = _barriers.UpperExtent;
        derivatives.Curvature.AsSpan(0, _form.Locals).CopyTo(_stiffnessTotal);
        PairProducts.AddQuotients(at.LowerDuals.AsSpan(0, n), at.LowerSlacks.AsSpan(0, n), _stiffnessTotal.AsSpan(0, n));
        PairProducts.AddQuotients(at.UpperDuals.AsSpan(0, upper), at.UpperSlacks.AsSpan(0, upper), _stiffnessTotal.AsSpan(0, upper));
        for (int u = 0; u < _form.Locals; u++)
            _stiffnessTotal[u] += _stiffnessTotal[u] > 0 ? Math.Min(regularisation.Primal, regularisation.MostShare * _stiffnessTotal[u]) : regularisation.Primal;
        _system.SpecialCompliance.AsSpan().Clear();
        _system.Coupling.AsSpan().Clear();
        CopySpecialRows(derivatives);
        AddCones();
        EliminateNetworks(dualRegularisation);
        EliminateImages(dualRegularisation);
        for (int i = 0; i < _form.Columns; i++)
            _system.Theta[i] = _barriers.IsFixed[i] ? 0 : 1 / _stiffnessTotal[i];
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

    /// <summary>
    /// Solves for the change of every local variable and price. Right-hand sides: <paramref name="locals"/> for the optimality conditions,
    /// network and row residuals already with their sign for the Newton step, <paramref name="constraints"/> for the constraints.
    /// </summary>
    internal void Solve(IKktBackend backend, ReadOnlySpan<double> locals, ReadOnlySpan<double> networks, ReadOnlySpan<double> rows, ReadOnlySpan<double> constraints, Iterate direction)
    {
        locals[.._form.Locals].CopyTo(_work);
        Span<double> special = _rightHandSide.Special;
        for (int r = 0; r < _form.Images; r++)
            if (_form.SpecialRowOf[r] >= 0)
                special[_form.SpecialRowOf[r]] = rows[r];
        special[_form.SpecialImageRows..].Clear();
        constraints.CopyTo(special[_form.SpecialImageRows..]);
        Fold(networks, special);
        for (int r = 0; r < _form.Images; r++)
        {
            int y = _form.Columns + r;
            double given = _work[y] * _inverse[y];
            _rightHandSide.Rows[r] = _form.SpecialRowOf[r] < 0 ? rows[r] + given : 0;
            for (int k = 0; k < special.Length; k++)
                special[k] -= SpecialRow(k)[y] * given;
        }

        _work.AsSpan(0, _form.Columns).CopyTo(_rightHandSide.Columns);
        _refined.Solve(backend, _rightHandSide, _solution);
        Unfold(direction);
    }

    private void EliminateNetworks(double dualRegularisation)
    {
        int special = _form.SpecialRows;
        for (int j = 0; j < _form.Networks; j++)
        {
            double compliance = 0;
            for (int f = _form.FlowBegin[j]; f < _form.FlowEnd[j]; f++)
            {
                int u = _form.FlowStart + f;
                _inverse[u] = _barriers.IsFixed[u] ? 0 : 1 / _stiffnessTotal[u];
                compliance += _inverse[u];
            }

            // at most what the flows themselves give: a fixed amount would hold flows of small units in place
            double stiffness = 1 / (compliance + (dualRegularisation * (compliance > 0 ? Math.Min(1, compliance) : 1)));
            _networkStiffness[j] = stiffness;
            int c = _form.NetworkCoordinate[j];
            _stiffnessTotal[c] += stiffness;
            if (special > 0)
                FoldSpecial(j, c, stiffness, special);
        }
    }

    private void EliminateImages(double dualRegularisation)
    {
        int special = _form.SpecialRows;
        for (int r = 0; r < _form.Images; r++)
        {
            int y = _form.Columns + r;
            bool isFixed = _barriers.IsFixed[y];
            double inverse = isFixed ? 0 : 1 / _stiffnessTotal[y];
            _inverse[y] = inverse;
            bool regular = _form.SpecialRowOf[r] < 0;
            _system.Compliance[r] = regular ? inverse + dualRegularisation : 0;
            _system.IsStiff[r] = isFixed;
            for (int k = 0; k < special; k++)
            {
                double jk = SpecialRow(k)[y];
                if (jk == 0)
                    continue;
                if (regular)
                    _system.Coupling[(k * _form.Images) + r] = -jk * inverse;
                for (int l = 0; l <= k; l++)
                    AddSpecialCompliance(k, l, jk * SpecialRow(l)[y] * inverse);
            }
        }
    }

    private void Fold(ReadOnlySpan<double> networks, Span<double> special)
    {
        for (int j = 0; j < _form.Networks; j++)
        {
            double shift = networks[j];
            for (int f = _form.FlowBegin[j]; f < _form.FlowEnd[j]; f++)
            {
                int u = _form.FlowStart + f;
                double given = _work[u] * _inverse[u];
                shift += _form.FlowSign[f] * given;
                for (int k = 0; k < special.Length; k++)
                    special[k] -= SpecialRow(k)[u] * given;
            }

            _networkShift[j] = shift;
            double push = _networkStiffness[j] * shift;
            _work[_form.NetworkCoordinate[j]] += push;
            for (int k = 0; k < special.Length; k++)
                special[k] += _beta[(j * special.Length) + k] * push;
        }
    }

    private void Unfold(Iterate direction)
    {
        double[] u = direction.Values;
        int special = _form.SpecialRows;
        _solution.Columns.AsSpan().CopyTo(u);
        for (int r = 0; r < _form.Images; r++)
        {
            int y = _form.Columns + r;
            int s = _form.SpecialRowOf[r];
            direction.RowPrices[r] = s < 0 ? _solution.Rows[r] : _solution.Special[s];
            double sum = _work[y] + (s < 0 ? _solution.Rows[r] : 0);
            for (int k = 0; k < special; k++)
                sum -= SpecialRow(k)[y] * _solution.Special[k];
            u[y] = sum * _inverse[y];
        }

        for (int k = 0; k < _form.Constraints.Length; k++)
            direction.ConstraintPrices[k] = _solution.Special[_form.SpecialImageRows + k];
        for (int index = 0; index < _form.VariableNorms.Length; index++)
            direction.InwardPrices[_form.VariableNorms[index]] = _solution.Special[_form.FirstInwardRow + index];
        for (int j = _form.Networks - 1; j >= 0; j--)
        {
            double stretch = u[_form.NetworkCoordinate[j]] - _networkShift[j];
            for (int k = 0; k < special; k++)
                stretch += _beta[(j * special) + k] * _solution.Special[k];
            double price = _networkStiffness[j] * stretch;
            direction.NetworkPrices[j] = price;
            for (int f = _form.FlowBegin[j]; f < _form.FlowEnd[j]; f++)
            {
                int local = _form.FlowStart + f;
                double sum = _work[local] + (_form.FlowSign[f] * price);
                for (int k = 0; k < special; k++)
                    sum -= SpecialRow(k)[local] * _solution.Special[k];
                u[local] = sum * _inverse[local];
            }
        }
    }
}
