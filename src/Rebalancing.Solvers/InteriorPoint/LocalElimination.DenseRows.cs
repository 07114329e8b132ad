using Rebalancing.Numerics;

namespace Rebalancing.Solvers.InteriorPoint;

/// <content>The dense rows: special images, budgets, norms and cones, and what eliminating flows does to them.</content>
internal sealed partial class LocalElimination
{
    /// <summary>Copies the constant part of the special image rows; after every fill, because sums may be refilled.</summary>
    internal void Prepare()
    {
        foreach (ProgramBlock image in _form.Program.Blocks)
            for (int r = 0; image.Kind == BlockKind.Image && r < image.Length; r++)
            {
                int s = _form.SpecialRowOf[image.Start + r];
                if (s < 0)
                    continue;
                Span<double> row = ConstantRow(s);
                _rows.CopyRow(image, r, row);
                row[_form.Columns + image.Start + r] -= 1;
            }
    }

    private Span<double> SpecialRow(int k) => _special.AsSpan(k * _capacity, _capacity);

    private Span<double> ConstantRow(int s) => _constantRows.AsSpan(s * _capacity, _capacity);

    private void CopySpecialRows(Derivatives derivatives)
    {
        for (int s = 0; s < _form.SpecialImageRows; s++)
            ConstantRow(s).CopyTo(SpecialRow(s));
        for (int k = 0; k < _form.Constraints.Length; k++)
            derivatives.JacobianRow(k).CopyTo(SpecialRow(_form.SpecialImageRows + k));
    }

    /// <summary>Rows of cones stand for curvature, not for conditions: a proximal term there would make the dual's change disagree with the system.</summary>
    private bool IsConeRow(int k) => k >= _form.FirstInwardRow || (k >= _form.SpecialImageRows && _form.Constraints[k - _form.SpecialImageRows].Cone is not null);

    /// <summary>What a unit of a dense row's price moves the row by, at most 1: its proximal term is relative to that, or rows of small units would be held in place.</summary>
    private double SizeOf(int k)
    {
        ReadOnlySpan<double> row = SpecialRow(k)[.._form.Columns];
        double moves = _system.SpecialCompliance[(k * _form.SpecialRows) + k] + WeightedDot.Product(_system.Theta, row, row);
        return moves > 0 ? Math.Min(1, moves) : 1;
    }

    private void AddCones()
    {
        for (int index = 0; index < _form.VariableNorms.Length; index++)
        {
            Cone cone = _form.Constraints[_form.VariableNorms[index]].Cone!;
            int inward = _form.FirstInwardRow + index;
            cone.FillRows(SpecialRow(_form.SpecialImageRows + _form.VariableNorms[index]), SpecialRow(inward));
            _system.SpecialCompliance[(inward * _form.SpecialRows) + inward] += cone.InwardCompliance;
        }
    }

    private Span<double> Beta(int k) => _beta.AsSpan(k * _networkStiffness.Length, _form.Networks);

    /// <summary>beta of networks from..to - 1; their coordinates' entries J_c += k_j beta_j.</summary>
    private void FoldSpecial(int from, int to, ReadOnlySpan<int> begin, ReadOnlySpan<int> end)
    {
        int flows = _form.Flows;
        for (int k = 0; k < _form.SpecialRows; k++)
        {
            Span<double> row = SpecialRow(k), beta = Beta(k)[from..to];
            beta.Clear();
            RunSums.Add(begin, end, row.Slice(_form.FlowStart, flows), _signedInverse.AsSpan(0, flows), beta);
            for (int j = from; j < to; j++)
                row[_form.NetworkCoordinate[j]] += _networkStiffness[j] * beta[j - from];
        }
    }

    /// <summary>What flows and image values leave in the dense rows' own block: K += sum J_u J_u'/H_u - sum k_j beta_j beta_j'; C = -J_y / H_y.</summary>
    private void EliminateSpecial()
    {
        int behind = _form.Locals - _form.Columns;
        ReadOnlySpan<double> inverse = _inverse.AsSpan(_form.Columns, behind), stiffness = _networkStiffness.AsSpan(0, _form.Networks);
        for (int k = 0; k < _form.SpecialRows; k++)
        {
            ReadOnlySpan<double> row = SpecialRow(k).Slice(_form.Columns, behind);
            for (int r = 0; r < _form.Images; r++)
                if (_form.SpecialRowOf[r] < 0 && row[r] != 0)
                    _system.Coupling[(k * _form.Images) + r] = -row[r] * inverse[r];
            for (int l = 0; l <= k; l++)
                AddSpecialCompliance(k, l, WeightedDot.Product(inverse, row, SpecialRow(l).Slice(_form.Columns, behind)) - WeightedDot.Product(stiffness, Beta(k), Beta(l)));
        }
    }

    /// <summary>The dense rows' right-hand sides get what flows and image values would do to them.</summary>
    private void GiveToSpecial(Span<double> special)
    {
        int behind = _form.Locals - _form.Columns;
        for (int k = 0; k < special.Length; k++)
            special[k] += Dot.Product(Beta(k), _networkPush.AsSpan(0, _form.Networks))
                - WeightedDot.Product(_inverse.AsSpan(_form.Columns, behind), _work.AsSpan(_form.Columns, behind), SpecialRow(k).Slice(_form.Columns, behind));
    }

    /// <summary>The dense rows' prices act on image values, flows and networks.</summary>
    private void TakeFromSpecial()
    {
        int behind = _form.Locals - _form.Columns;
        for (int k = 0; k < _form.SpecialRows; k++)
        {
            Axpy.Add(-_solution.Special[k], SpecialRow(k).Slice(_form.Columns, behind), _work.AsSpan(_form.Columns, behind));
            Axpy.Add(-_solution.Special[k], Beta(k), _networkShift.AsSpan(0, _form.Networks));
        }
    }

    private void AddSpecialCompliance(int k, int l, double value)
    {
        int special = _form.SpecialRows;
        _system.SpecialCompliance[(k * special) + l] += value;
        if (k != l)
            _system.SpecialCompliance[(l * special) + k] += value;
    }
}
